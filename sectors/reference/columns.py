"""What a cell of each kind may hold, and which fields of a row it fills."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from portal.core.fields import parse_partial_date
from portal.core.text import PlainText

from .problems import found, listed, shown

ENGLISH = settings.MODELTRANSLATION_DEFAULT_LANGUAGE
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
OTHER_LANGUAGES = tuple(code for code in LANGUAGES if code != ENGLISH)

# ASCII digits only: `\d` and Decimal() also take Arabic-Indic ones, and Decimal() takes NaN and 1e400.
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
_WHOLE = re.compile(r"[0-9]{1,18}")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_plain = PlainText()


class Refused(Exception):
    """A cell that may not be loaded; the text says what was found and what is allowed."""


class Known:
    """Keys of every kind of row that may be referred to: those in the files and those in the database already."""

    def __init__(self) -> None:
        self._keys: dict[str, dict[str, UUID]] = {}
        # Files that could not be read to the end: references into them are not judged, or one error would make thousands.
        self.uncertain: set[str] = set()

    def add(self, kind: str, keys: Mapping[str, UUID]) -> None:
        self._keys.setdefault(kind, {}).update(keys)

    def kinds(self) -> list[str]:
        return sorted(self._keys)

    def has(self, kind: str, key: str) -> bool:
        return key in self._keys.get(kind, {}) or kind in self.uncertain

    def get(self, kind: str, key: str) -> UUID | None:
        """The id of that row, None if its file could not be read. Raises Refused if there is no such row."""
        try:
            return self._keys[kind][key]
        except KeyError:
            if kind in self.uncertain:
                return None
            raise Refused(
                _("found “%(key)s”, which is no known %(kind)s in the files or the database.") % {"key": shown(key), "kind": kind}
            ) from None


def parts(cell: str) -> list[str]:
    """The items of a list cell, separated by `|`. Raises Refused for an empty item or one named twice."""
    if not cell:
        return []
    items = [item.strip(" \t\n") for item in cell.split("|")]
    if not all(items):
        raise Refused(found(cell, _("items separated by |, none of them empty")))
    twice = next((item for item in items if items.count(item) > 1), None) if len(set(items)) < len(items) else None
    if twice:
        raise Refused(_("found “%(item)s” twice in one list.") % {"item": shown(twice)})
    return items


@dataclass(frozen=True)
class Column:
    """A column and the field it fills (of the same name unless told). `optional`: a file may do without it."""

    name: str
    field: str = ""
    optional: bool = False

    @property
    def target(self) -> str:
        return self.field or self.name

    def names(self) -> list[str]:
        """Every column this may read."""
        return [self.name]

    def missing(self, columns: Iterable[str]) -> bool:
        return not self.optional and self.name not in columns

    def fields(self, model: type[models.Model], columns: Iterable[str]) -> dict[str, str]:
        """Fields written when the file has these columns, each with the column its errors belong to."""
        return {self.target: self.name} if self.name in columns else {}

    def values(self, cells: Mapping[str, str], model: type[models.Model], known: Known) -> dict[str, Any]:
        """Field values of one row. Raises Refused."""
        return {self.target: self.value(cells[self.name], known)} if self.name in cells else {}

    def value(self, cell: str, known: Known) -> Any:
        return cell


class Text(Column):
    """Words; the model field says how many and which."""

    def value(self, cell: str, known: Known) -> str:
        try:
            PlainText(lines=True)(cell)
        except ValidationError as error:
            raise Refused(f"{_('found')} “{shown(cell)}”: {' '.join(error.messages)}") from error
        return cell


class Word(Column):
    """A free slug: kinds, measures and units that other states may add to."""

    def value(self, cell: str, known: Known) -> str:
        if cell and not _WORD.fullmatch(cell):
            raise Refused(found(cell, _("letters a to z, digits, dots, hyphens, underscores")))
        return cell


class NeededWord(Word):
    """A free slug that may not be empty."""

    def value(self, cell: str, known: Known) -> str:
        if not cell:
            raise Refused(found(cell, _("letters a to z, digits, dots, hyphens, underscores")))
        return super().value(cell, known)


class Country(Column):
    """Two capital letters, or nothing."""

    def value(self, cell: str, known: Known) -> str:
        if cell and not _COUNTRY.fullmatch(cell):
            raise Refused(found(cell, _("two capital letters (ISO 3166), like JP")))
        return cell


class Address(Column):
    """An http or https address, or nothing where the model allows that."""

    def value(self, cell: str, known: Known) -> str:
        try:
            sound = not cell or (urlsplit(cell).scheme in ("http", "https") and bool(urlsplit(cell).hostname))
        except ValueError:
            sound = False
        if not sound:
            raise Refused(found(cell, _("an address that starts with https:// or http://")))
        return cell


@dataclass(frozen=True)
class Translated(Column):
    """Content in several languages: `field` in English, and any column `<field>_<language>` the file has."""

    def _english(self, columns: Iterable[str]) -> str:
        written = f"{self.target}_{ENGLISH}"
        return written if self.name not in columns and written in columns else self.name

    def names(self) -> list[str]:
        return [self.name, *(f"{self.target}_{code}" for code in LANGUAGES)]

    def missing(self, columns: Iterable[str]) -> bool:
        return not self.optional and self._english(columns) not in columns

    def fields(self, model: type[models.Model], columns: Iterable[str]) -> dict[str, str]:
        written = {self.target: self._english(columns), f"{self.target}_{ENGLISH}": self._english(columns)}
        written |= {f"{self.target}_{code}": f"{self.target}_{code}" for code in OTHER_LANGUAGES}
        return {field: column for field, column in written.items() if column in columns}

    def values(self, cells: Mapping[str, str], model: type[models.Model], known: Known) -> dict[str, Any]:
        values: dict[str, Any] = {}
        if (english := self._english(cells)) in cells:
            values[f"{self.target}_{ENGLISH}"] = cells[english]
        for code in OTHER_LANGUAGES:
            if (column := f"{self.target}_{code}") in cells:
                # NULL, not "": the reader's language then falls back to English everywhere.
                values[column] = cells[column] or None
        return values


class PartialDate(Column):
    """A day, month or year, or nothing; its precision goes to `<field>_precision`."""

    def fields(self, model: type[models.Model], columns: Iterable[str]) -> dict[str, str]:
        return {self.target: self.name, f"{self.target}_precision": self.name} if self.name in columns else {}

    def values(self, cells: Mapping[str, str], model: type[models.Model], known: Known) -> dict[str, Any]:
        if self.name not in cells:
            return {}
        day, precision = partial_date(cells[self.name])
        return {self.target: day, f"{self.target}_precision": precision}


class Day(Column):
    """A whole date, or nothing."""

    def value(self, cell: str, known: Known) -> date | None:
        day, precision = partial_date(cell)
        if day is not None and precision != "day":
            raise Refused(found(cell, _("a day like 2024-01-10, or nothing")))
        return day


def partial_date(cell: str) -> tuple[date | None, str]:
    """As `parse_partial_date`; raises Refused."""
    try:
        return parse_partial_date(cell)
    except ValueError:
        raise Refused(found(cell, _("a date like 2024-01-10, 2024-01 or 2024, or nothing"))) from None


@dataclass(frozen=True)
class Number(Column):
    """A decimal number in plain digits within bounds, or nothing."""

    least: int | None = None
    most: int | None = None
    above_zero: bool = False

    def value(self, cell: str, known: Known) -> Decimal | None:
        if not cell:
            return None
        if not _NUMBER.fullmatch(cell):
            raise Refused(found(cell, _("a number in plain digits, like 519.55")))
        number = Decimal(cell)
        if (self.least is not None and number < self.least) or (self.most is not None and number > self.most):
            raise Refused(found(cell, self._range()))
        if self.above_zero and number <= 0:
            raise Refused(found(cell, _("a number above zero")))
        return number

    def _range(self) -> str:
        if self.most is None:
            return _("a number of %(least)s or more") % {"least": self.least}
        return _("a number from %(least)s to %(most)s") % {"least": self.least, "most": self.most}


class Whole(Column):
    """A whole number, zero or more, or nothing."""

    def value(self, cell: str, known: Known) -> int | None:
        if cell and not _WHOLE.fullmatch(cell):
            raise Refused(found(cell, _("a whole number in plain digits, like 2000")))
        return int(cell) if cell else None


class Choice(Column):
    """One of the words that the model knows."""

    def values(self, cells: Mapping[str, str], model: type[models.Model], known: Known) -> dict[str, Any]:
        if self.name not in cells:
            return {}
        cell = cells[self.name]
        target = model._meta.get_field(self.target)
        allowed = [str(value) for value, _label in target.flatchoices if value != ""]
        if cell not in allowed and not (cell == "" and target.blank):
            raise Refused(found(cell, listed(allowed)))
        return {self.target: cell}


@dataclass(frozen=True)
class Reference(Column):
    """The key of another row."""

    kind: str = ""
    needed: bool = True

    def value(self, cell: str, known: Known) -> UUID | None:
        if cell:
            return known.get(self.kind, cell)
        if self.needed:
            raise Refused(found(cell, _("the key of a %(kind)s") % {"kind": self.kind}))
        return None


@dataclass(frozen=True)
class References(Column):
    """Keys of other rows, separated by `|`: the links of a many-to-many field."""

    kind: str = ""
    needed: bool = False

    def ids(self, cell: str, known: Known) -> set[UUID]:
        """Raises Refused."""
        items = parts(cell)
        if self.needed and not items:
            raise Refused(found(cell, _("at least one key of a %(kind)s") % {"kind": self.kind}))
        return {identity for item in items if (identity := known.get(self.kind, item)) is not None}


Check = Callable[[dict[str, Any]], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class Layout:
    """One file: its columns, its key, and what else must hold within a row.

    `check` gets the values of a row's fields and answers (column, message) of what does not hold. The database judges the
    same rules again; the check is there because only it can name the column.
    """

    file: str
    kind: str
    model: type[models.Model]
    key: str
    columns: tuple[Column, ...]
    key_field: str = ""
    links: tuple[References, ...] = ()
    # Columns that must be there but whose cells fill rows of other tables; the table's own class reads them.
    elsewhere: tuple[Column, ...] = ()
    # Columns of the format that fill nothing here.
    unused: tuple[str, ...] = ()
    has_position: bool = False
    check: Check | None = field(default=None)

    @property
    def stem(self) -> str:
        return self.file.removesuffix(".csv")
