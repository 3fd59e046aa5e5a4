"""Places to measure from and to draw: townships and the headquarters of districts, by name in the reader's language.

In an address a place is called by kind and key: `district.tumakuru` (its headquarters), `township.japan-industrial-township`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.text import slugify

from portal.core.formats import reading_language

from .geography import Point
from .models import District, Township

TOWNSHIP, DISTRICT = "township", "district"
# What a map or a list of places holds at most.
MOST = 300


@dataclass(frozen=True)
class Place:
    """A township, or the headquarters of a district: then `name` is the district's and `town` the town's, as it is written in English.

    `language` is that of the name. `metres` is the distance in a straight line from where somebody measures, None where nobody does.
    """

    kind: str
    key: str
    name: str
    language: str
    town: str
    point: Point
    metres: int | None = None

    @property
    def code(self) -> str:
        """What the place is called in an address."""
        return f"{self.kind}.{self.key}"

    @property
    def url(self) -> str:
        """A township's page; for headquarters the list of townships, measured from there."""
        if self.kind == TOWNSHIP:
            return reverse("sectors:township", args=[self.key])
        return f"{reverse('sectors:township_list')}?near={self.code}"

    @property
    def label(self) -> str:
        """The name, with the town's where that is another: Bengaluru North (Devanahalli)."""
        town = self.town.split("(")[0].strip()
        return f"{self.name} ({town})" if town and town != self.name else self.name

    def is_called(self, slug: str) -> bool:
        """Whether people call it so: by its key or by the name of its town. What stands in brackets is a remark."""
        return slug in (self.key, slugify(self.town.split("(")[0]))


def _said(kind: str, rows: QuerySet[Any], point: Point | None, most: int) -> QuerySet[Any]:
    rows = rows.placed()
    if point is not None:
        rows = rows.measured_from(point).order_by("reach", "pk")
    else:
        rows = rows.order_by("pk")
    said = JSONObject(
        kind=Value(kind),
        key=F("slug" if kind == TOWNSHIP else "code"),
        own=F(f"name_{reading_language()}"),
        english=F("name_en"),
        town=Value("") if kind == TOWNSHIP else F("headquarters"),
        latitude=F("latitude"),
        longitude=F("longitude"),
        metres=F("metres") if point is not None else Value(None),
    )
    return rows.values_list(said)[:most]


def _place(one: dict[str, Any]) -> Place:
    point = Point(Decimal(str(one["latitude"])), Decimal(str(one["longitude"])))
    language = reading_language() if one["own"] else "en"
    return Place(one["kind"], one["key"], one["own"] or one["english"] or "", language, one["town"], point, one["metres"])


def places(
    townships: QuerySet[Township], districts: QuerySet[District], *, measured_from: Point | None = None, most: int = MOST
) -> list[Place]:
    """The townships and headquarters of which the point is known, at most so many of each: the nearest, where somebody measures. One statement."""
    parts = [_said(TOWNSHIP, townships, measured_from, most), _said(DISTRICT, districts, measured_from, most)]
    found = [_place(one) for (one,) in parts[0].union(parts[1], all=True)]
    return sorted(found, key=lambda one: (one.metres or 0, one.kind, one.key)) if measured_from else found


def place_called(code: str) -> Place | None:
    """The place of this code, None where there is none or its point is not known. One statement."""
    kind, _dot, key = code.partition(".")
    rows: dict[str, QuerySet[Any]] = {
        TOWNSHIP: Township.objects.filter(slug=key),
        DISTRICT: District.objects.filter(code=key),
    }
    if kind not in rows or not key:
        return None
    return next((_place(one) for (one,) in _said(kind, rows[kind], None, 1)), None)


def decimals_of(found: Iterable[Place]) -> int:
    """How many decimals of a degree the points are given to, at most."""
    return max((one.point.decimals for one in found), default=0)
