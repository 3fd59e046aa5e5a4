"""Celery with one task that leaves a row."""

from celery import Celery
from django.db import connection

app = Celery("tiny")
app.config_from_object("django.conf:settings", namespace="CELERY")


@app.task(name="tick")  # type: ignore[untyped-decorator, unused-ignore]
def tick() -> None:
    """Note that the worker did something."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ticks DEFAULT VALUES")
