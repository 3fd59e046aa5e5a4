"""What the frame does by itself."""

from celery import shared_task

from .attachments import keeping


@shared_task(name="core.sweep_attachments")
def sweep_attachments() -> None:
    """Level-triggered: whatever lies there without a row goes, however many ticks were missed."""
    keeping.sweep()
