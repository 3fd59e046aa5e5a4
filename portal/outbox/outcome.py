"""What came of handing one message over: one contract for every channel."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from .message import Message
from .models import Delivery


@dataclass(frozen=True)
class Accepted:
    """The other side took it."""

    answer: str = ""


@dataclass(frozen=True)
class Refused:
    """A definite no to this message. `permanent`: asking again is of no use."""

    answer: str
    permanent: bool = False


@dataclass(frozen=True)
class NotNow:
    """The other side is not there or takes nothing at present. Provably unsent, and no fault of this message."""

    answer: str


@dataclass(frozen=True)
class Unknown:
    """The text left us and no answer came: nobody here can know."""

    answer: str


@dataclass(frozen=True)
class FenceLost:
    """The lease was taken away before the text left; whoever holds the row now decides."""


Outcome = Accepted | Refused | NotNow | Unknown | FenceLost
# Writes the marker; False means that the row is no longer ours and nothing may be sent.
Marker = Callable[[], bool]


class Carrier(Protocol):
    """Hands messages of one batch over, one at a time, over whatever it keeps open between them."""

    def hand_over(self, delivery: Delivery, message: Message, marker: Marker) -> Outcome:
        """Call `marker` at the last moment at which the message is provably unsent."""

    def close(self) -> None:
        """Let go of what was kept open."""
