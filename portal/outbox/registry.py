"""What each kind of message says, whether it is still wanted, and what its handing-over settles.

The outbox knows none of the business: higher rooms register their kinds in `AppConfig.ready()`, so that the dispatcher can ask
without importing them.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from .message import Message
from .models import Delivery

Render = Callable[[Delivery, str], Message]
Wanted = Callable[[Delivery, datetime.datetime], str]
Accepted = Callable[[Delivery, datetime.datetime], None]
Lock = Callable[[Delivery], None]


class UnknownKind(LookupError):
    """No room has registered this kind of message; the delivery is shown as undelivered and never dropped."""


class KindTaken(ValueError):
    """Two rooms registered one kind."""


def _always(delivery: Delivery, now: datetime.datetime) -> str:
    return ""


def _nothing(delivery: Delivery, now: datetime.datetime) -> None:
    return None


def _no_lock(delivery: Delivery) -> None:
    return None


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    `render(delivery, language)` gives the message; it runs with that language active and may read rows.
    `wanted(delivery, now)` gives "" while the message is still wanted, else the reason why not; asked at the moment of sending.
    `lock(delivery)` locks the rows that `accepted` will write, before the delivery itself is locked: in the order in which the
    actions that cancel lock them, or the two would wait for each other.
    `accepted(delivery, now)` settles what its handing-over settles, in the transaction that writes `accepted`; it may run again
    after a lost connection, so it must say the same twice.
    `label` is what operators read instead of `name`.
    `useful_for` is how long after its due moment the message still makes sense; None means for ever.
    """

    name: str
    render: Render
    wanted: Wanted = _always
    accepted: Accepted = _nothing
    lock: Lock = _no_lock
    useful_for: datetime.timedelta | None = None
    label: "str | Promise" = ""


_kinds: dict[str, Kind] = {}


def register(
    kind: str,
    *,
    render: Render,
    wanted: Wanted = _always,
    accepted: Accepted = _nothing,
    lock: Lock = _no_lock,
    useful_for: datetime.timedelta | None = None,
    label: "str | Promise" = "",
) -> None:
    """Register a kind of message. The same registration twice is one; another one for the same kind raises KindTaken."""
    made = Kind(kind, render, wanted, accepted, lock, useful_for, label)
    if _kinds.setdefault(kind, made) != made:
        raise KindTaken(kind)


def label_of(kind: str) -> str:
    """What operators read for this kind; the kind itself where nobody gave it words."""
    known = _kinds.get(kind)
    return str(known.label) if known and known.label else kind


def unregister(kind: str) -> None:
    """Forget a kind (a test's own). Raises UnknownKind."""
    if _kinds.pop(kind, None) is None:
        raise UnknownKind(kind)


def of(kind: str) -> Kind:
    """The registered kind. Raises UnknownKind."""
    try:
        return _kinds[kind]
    except KeyError:
        raise UnknownKind(kind) from None
