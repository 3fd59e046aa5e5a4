"""What is no longer kept goes by itself."""

from celery import shared_task

from . import actions


@shared_task(name="drafts.purge")
def purge() -> None:
    """Level-triggered: whatever is over goes, however many ticks were missed."""
    actions.purge()
