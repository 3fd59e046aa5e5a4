"""Rows as pages of other rooms mention them: by name, in the reader's language, with a link where the reader has a page of it.

A claim knows its subject by kind and key only ("project", "second-plant"). Each room answers for its own kinds in one statement:

    mentions.register(("project", "company"), find)     # find(wanted, viewer) -> mentions; `wanted` maps a kind to its keys
    mentions.of({"project": {"second-plant"}}, viewer)  # {("project", "second-plant"): Mention(…)}
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import JSONObject

from .formats import reading_language

Wanted = Mapping[str, set[str]]


@dataclass(frozen=True)
class Mention:
    """A row by name. `language` is that of the text, `within` the key of what it is part of, `url` empty where there is no page."""

    kind: str
    key: str
    text: str
    language: str
    within: str = ""
    url: str = ""


Finder = Callable[[Wanted, Any], Iterable[Mention]]


@dataclass
class Mentions:
    """Who answers for which kinds."""

    _finders: list[tuple[tuple[str, ...], Finder]] = field(default_factory=list)

    def register(self, kinds: tuple[str, ...], find: Finder) -> None:
        if (kinds, find) not in self._finders:
            self._finders.append((kinds, find))

    def of(self, wanted: Wanted, viewer: Any) -> dict[tuple[str, str], Mention]:
        """The rows that exist and that the viewer may know, by kind and key. One statement a room, none where nothing is wanted of it."""
        found: dict[tuple[str, str], Mention] = {}
        for kinds, find in self._finders:
            if own := {kind: keys for kind in kinds if (keys := wanted.get(kind))}:
                found |= {(one.kind, one.key): one for one in find(own, viewer)}
        return found


mentions = Mentions()


def names_of(kind: str, rows: QuerySet[Any], key: str, text: str, *, within: str = "", translated: bool = True) -> QuerySet[Any]:
    """The rows as one JSON column, for `joined`. `key`, `text` and `within` are columns; `text` has one for each language if `translated`."""
    name = JSONObject(
        kind=Value(kind),
        key=F(key),
        own=F(f"{text}_{reading_language()}") if translated else Value(""),
        english=F(f"{text}_en" if translated else text),
        within=F(within) if within else Value(""),
    )
    # One column, because modeltranslation hands several on in any order. The rows' own order would be refused inside a union.
    return rows.order_by().values_list(name)


def said(one: Mapping[str, Any]) -> Mention:
    """A row as `names_of` says it."""
    own, english = one["own"], one["english"] or ""
    language = reading_language() if own or not english else "en"
    return Mention(one["kind"], one["key"], own or english, language, one["within"])


def joined(parts: Sequence[QuerySet[Any]], most: int) -> list[Mention]:
    """At most so many rows of all parts, in one statement; a kind after the other, by name."""
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    found = [said(one) for (one,) in rows[:most]]
    place = {one.kind: number for number, one in reversed(list(enumerate(found)))}
    return sorted(found, key=lambda one: (place[one.kind], one.text))
