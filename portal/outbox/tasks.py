"""What Celery calls. The messages carry nothing: losing or doubling one changes latency and nothing else."""

from celery import shared_task

from portal.core.history import acting

from . import dispatcher


@shared_task(name="outbox.wake")
def wake() -> None:
    """Something was written that may be due."""
    with acting(door="worker"):
        dispatcher.run()


@shared_task(name="outbox.send_due")
def send_due() -> None:
    """The beat's tick: whatever is due and not done."""
    dispatcher.beat("beat")
    with acting(door="worker"):
        dispatcher.run()
