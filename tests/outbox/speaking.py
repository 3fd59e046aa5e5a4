"""Celery's app with a kind of message that only the worker's test sends."""

import django

django.setup()

from portal.celery import app  # noqa: E402 - after the set-up
from portal.outbox import registry  # noqa: E402
from portal.outbox.message import Message, Paragraph  # noqa: E402

registry.register("test.spoken", render=lambda delivery, language: Message("Spoken", [Paragraph("By the worker.")]))

__all__ = ["app"]
