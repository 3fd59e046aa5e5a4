"""The Celery app. Its messages are wake-ups: the queue itself is the table of deliveries."""

import os
from pathlib import Path
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


@signals.heartbeat_sent.connect
@signals.before_task_publish.connect
def _show_life(**_kwargs: Any) -> None:
    """Touch `ALIVE_FILE`, whose age a container's health check looks at: the worker's loop does so every few seconds while it has
    its broker, beat whenever it is about to set off a sweep."""
    if file := os.environ.get("ALIVE_FILE"):
        Path(file).touch()
