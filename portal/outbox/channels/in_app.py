"""Notices under the bell: a row of our own database, so that handing over and knowing it are one transaction."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from ..message import Message
from ..models import Delivery, Notice
from . import FenceLost


class InApp:
    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        return None

    def send(self, delivery: Delivery, message: Message, fence: Callable[[], bool]) -> str:
        if not fence():
            raise FenceLost
        # A second try after a crash finds the notice already there.
        Notice.objects.get_or_create(
            delivery_id=delivery.pk,
            defaults={
                "user_id": delivery.user_id,
                "subject": message.subject_line(is_example=delivery.is_example),
                "body": message.body()[:10_000],
                "path": message.path,
            },
        )
        return "under the bell"
