"""What is tidied away a few times a day. It asks "what is no longer needed?", so a missed time loses nothing."""

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from portal.core import limits

from .session_notes import tidy_notes


@shared_task(name="accounts.tidy")
def tidy() -> None:
    """Sessions that are over, what was noted of them, and tries whose window has ended."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    tidy_notes()
    limits.tidy()
