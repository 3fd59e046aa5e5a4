"""The ways a message can leave. One contract: `send` returns what the other side answered, or raises `Refused`."""

from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

from ..message import Message
from ..models import Delivery


class Refused(Exception):
    """The other side said no, for certain. `permanent` means that asking again is useless."""

    def __init__(self, answer: str, *, permanent: bool) -> None:
        super().__init__(answer)
        self.permanent = permanent


class Away(Exception):
    """The other side cannot be reached; nothing was handed over."""


class FenceLost(Exception):
    """The delivery was cancelled or taken by another process before anything irrevocable was sent."""


class InDoubt(Exception):
    """The connection broke after the body began: nobody here can know whether it was taken."""


class Channel(Protocol):
    """A way out for one batch: opened once, used for many, closed."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...

    def send(self, delivery: Delivery, message: Message, fence: Callable[[], bool]) -> str:
        """Hand one message over. Calls `fence` at the last moment at which nothing has been handed over yet, and stops with
        FenceLost if it answers False. Raises Refused, Away, InDoubt."""
        ...


_channels: dict[str, Callable[[], Channel]] = {}


def register(name: str, make: Callable[[], Channel]) -> None:
    """Offer a channel under the name that deliveries carry."""
    _channels[name] = make


def of(name: str) -> Channel:
    """A fresh channel for one batch. Raises KeyError for a channel that nobody offers."""
    return _channels[name]()
