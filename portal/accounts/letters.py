"""Letters about accounts: an invitation, a way to a new password, word of a change. This room says what they tell; a higher room,
the post office, carries them (portal/outbox/account_mail.py).

A letter is asked for in the transaction of the row it is about, and its words are made when it leaves. So a secret, such as the link to
a new password, is made then and is stored nowhere.

    letters.register(letters.Kind("account.password_changed", compose, label=_("Password changed")))     # in AppConfig.ready()
    letters.send(letters.Letter("account.password_changed", letters.Addressee.of_user(user), "user", user.pk, occurrence="…"), by=user)
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from django.utils.functional import Promise

from .models import User


@dataclass(frozen=True)
class Addressee:
    """Whom a letter is for: a user, or somebody who has no account yet (`type` then says what row `id` is of)."""

    type: str
    id: UUID
    name: str
    address: str
    language: str = "en"
    zone: str = "Asia/Kolkata"
    user: User | None = None

    @classmethod
    def of_user(cls, user: User) -> "Addressee":
        """The addressee that this user is."""
        return cls("user", user.pk, user.name, user.email, user.language, user.zone, user)


@dataclass(frozen=True)
class Letter:
    """One letter to one person about one object.

    `occurrence` is what makes a second one legitimate (a moment, a number), never an attempt. Leaving out `due_at` means now.
    `facts` are kept with the event until the words are made; never put a secret there.
    """

    kind: str
    to: Addressee
    object_type: str
    object_id: UUID
    occurrence: str
    due_at: datetime.datetime | None = None
    is_example: bool = False
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """What a letter says, from top to bottom. `link` is a label and a path of ours, beginning with a slash."""

    subject: str
    paragraphs: Sequence[str]
    facts: Sequence[tuple[str, str]] = ()
    link: tuple[str, str] | None = None
    closing: Sequence[str] = ()


Compose = Callable[[Letter], Words]
Wanted = Callable[[Letter, datetime.datetime], str]


def _always(letter: Letter, now: datetime.datetime) -> str:
    return ""


@dataclass(frozen=True)
class Kind:
    """One kind of letter.

    `compose(letter)` gives its words; it runs when the letter leaves, with the addressee's language active, and may read rows.
    `wanted(letter, now)` gives "" while the letter is still wanted, else the reason why not; asked at the moment of sending.
    `label` is what operators read; `useful_for` is how long after its due moment it still makes sense, None for ever.
    """

    name: str
    compose: Compose
    wanted: Wanted = _always
    label: str | Promise = ""
    useful_for: datetime.timedelta | None = None


class PostOffice(Protocol):
    """Who carries letters."""

    def know(self, kind: Kind) -> None:
        """Learn of a kind of letter before the first of it is sent."""

    def send(self, letter: Letter, *, by: User | None) -> None:
        """Write the letter into the present transaction. The same letter twice is one."""


class NoPostOffice(RuntimeError):
    """No room has offered to carry letters."""


class KindTaken(ValueError):
    """Two rooms registered one kind."""


_kinds: dict[str, Kind] = {}
_office: PostOffice | None = None


def register(kind: Kind) -> None:
    """Make a kind of letter known, from `AppConfig.ready()` of its room. Raises KindTaken."""
    if _kinds.setdefault(kind.name, kind) != kind:
        raise KindTaken(kind.name)
    if _office is not None:
        _office.know(kind)


def open_office(office: PostOffice) -> None:
    """Let this room carry letters from now on; it is told of every kind, those registered later included."""
    global _office
    _office = office
    for kind in _kinds.values():
        office.know(kind)


def send(letter: Letter, *, by: User | None = None) -> None:
    """Have this letter sent, in the transaction of the row it is about. `by` is who caused it. Raises NoPostOffice."""
    if _office is None:
        raise NoPostOffice(letter.kind)
    _office.send(letter, by=by)
