"""The two reasons to look into the outbox: beat's tick, and a wake-up after a commit. Neither carries anything."""

from celery import shared_task

from portal.core.history import acting

from . import dispatcher, heartbeats, wake


@shared_task(name="outbox.send_due")
def send_due() -> None:
    """Beat's tick: whatever was lost on the way, this finds it."""
    heartbeats.note("beat")
    _drain()


@shared_task(name="outbox.wake")
def wake_up() -> None:
    """Somebody committed something that may be due."""
    _drain()


def _drain() -> None:
    with acting(door="worker"):
        more = dispatcher.drain()
    if more:
        wake.publish()
