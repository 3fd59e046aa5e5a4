"""The Celery app. Its messages are wake-ups: the queue itself is the table of deliveries."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("setu")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
