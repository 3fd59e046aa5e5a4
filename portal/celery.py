"""The Celery app. Its messages are wake-ups: the queue itself is the table of deliveries."""

import os
from typing import Any

from celery import Celery, signals
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("setu")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.task_prerun.connect
def _replace_lost_connections(**_kwargs: Any) -> None:
    """A connection kept from task to task (CELERY_DB_REUSE_MAX) that the database has dropped would fail a thousand of them."""
    close_old_connections()
