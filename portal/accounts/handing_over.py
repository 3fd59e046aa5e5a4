"""What a person holds that somebody else must take over: the door for the rooms above, which know what is open.

Each kind of thing is registered in `AppConfig.ready()`. The page about a person shows what it finds; disabling an account or taking a
role away moves it, all kinds in the one transaction.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from .models import User

# As many of a kind as a page lists; the number is exact all the same.
SHOWN = 50


@dataclass(frozen=True)
class OpenItem:
    """One open thing in words, with the page about it and the day it is due, where there are such."""

    words: str
    path: str = ""
    due: datetime.date | None = None


@dataclass(frozen=True)
class Holding:
    """One kind of open thing.

    `rows(user)` finds what the person holds, in the order of a list; `shown(row)` says one in words.
    `may_hold(user)` says whether a person, as his row stands, may hold such things at all.
    `move(rows, leaver=…, to=…, by=…, now=…)` moves them, inside a transaction.
    """

    name: str
    label: "str | Promise"
    rows: Callable[[User], QuerySet[Any]]
    shown: Callable[[Any], OpenItem]
    may_hold: Callable[[User], bool]
    move: Callable[..., None]


@dataclass(frozen=True)
class Held:
    """What one person holds of one kind: how many, and the first of them."""

    holding: Holding
    number: int
    items: list[OpenItem]


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """Make a kind of open thing known; the last registration of a name counts."""
    _holdings[holding.name] = holding


def holdings() -> list[Holding]:
    """Every kind, in the order of registration."""
    return list(_holdings.values())


def held_by(user: User) -> list[Held]:
    """What this person holds, kinds of which there is nothing left out. Two statements a kind at most."""
    found = []
    for holding in holdings():
        rows = holding.rows(user)
        if number := rows.order_by().count():
            found.append(Held(holding, number, [holding.shown(row) for row in rows[:SHOWN]]))
    return found
