"""A map as a page prints it: every number as text, so that no language writes a comma into an address of the sheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sectors.places import TOWNSHIP, Place

from .room import Box, Room, around, short, width_of
from .sheet import LARGE, SMALL, Projection, Size, rings_km

# Radius of a numbered badge, of the dot at the true point, half the square of a headquarters.
_BADGE, _DOT, _SQUARE = 10.0, 2.5, 3.0
_NAME, _TOWN = 13.0, 11.5
# How far from its point a badge may stand, and of how many townships a name is tried.
_RADII = (0, 15, 24, 34, 46, 60, 76, 94, 114)
_MOST_NAMES = 60
_NEAR = 3


@dataclass(frozen=True)
class Mark:
    """A township: the dot where it is, its badge and perhaps its name, a line between where they do not stand together."""

    number: int
    place: Place
    is_here: bool
    x: str
    y: str
    badge_x: str
    badge_y: str
    has_badge: bool
    has_line: bool
    name: str
    name_x: str
    name_y: str
    anchor: str


@dataclass(frozen=True)
class Town:
    """The headquarters of a district; the name is empty where it finds no room."""

    place: Place
    is_here: bool
    x: str
    y: str
    left: str
    top: str
    name: str
    name_x: str
    anchor: str


@dataclass(frozen=True)
class Label:
    """A place for a text: the edge at which it starts or ends, and the box it would take."""

    edge: float
    anchor: str
    box: Box


@dataclass(frozen=True)
class Line:
    """A parallel or meridian with its degrees, or a ring with its kilometres."""

    position: str
    label: str


@dataclass(frozen=True)
class Ring:
    """A circle about the township shown, and where its label stands."""

    radius: str
    x: str
    y: str
    label_y: str
    km: str


@dataclass(frozen=True)
class Drawing:
    """What the template writes as one SVG. `points` are townships and headquarters from north to south, as they are read."""

    size: Size
    points: list[Mark | Town]
    parallels: list[Line]
    meridians: list[Line]
    rings: list[Ring]
    bar_units: str
    bar_km: str


def _text(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _round(value: float) -> str:
    return f"{value:g}"


def numbered(places: list[Place]) -> dict[str, int]:
    """The number of each township by its key, as on the map: from north to south, then from west to east."""
    return {place.key: number for number, place in enumerate(sorted(_townships(places), key=_reading_order), start=1)}


def _townships(places: list[Place]) -> list[Place]:
    return [place for place in places if place.kind == TOWNSHIP]


def _reading_order(place: Place) -> tuple[float, float, str]:
    return -float(place.point.latitude), float(place.point.longitude), place.code


def draw(
    places: list[Place], *, origin: Place | None = None, is_local: bool = False, numbers: dict[str, int] | None = None
) -> list[Drawing]:
    """The map in both sizes; none where nothing can be drawn.

    With `origin`, rings tell the distance from there; `is_local` shows the land around it only, as far as the places reach.
    """
    if not places:
        return []
    given = tuple(sorted((numbers or numbered(places)).items()))
    return [_drawn(tuple(places), origin, is_local, given, size) for size in (LARGE, SMALL)]


# Placing labels takes some ten milliseconds, and the same few maps are asked for again and again.
@lru_cache(maxsize=128)
def _drawn(
    places: tuple[Place, ...], origin: Place | None, is_local: bool, given: tuple[tuple[str, int], ...], size: Size
) -> Drawing:
    numbers = dict(given)
    reach = max(((place.metres or 0) / 1000 for place in _townships(list(places))), default=0) or 20
    if origin is not None and is_local:
        projection = Projection.around(origin.point, reach, size)
    else:
        shown = [*(_townships(list(places)) or places), *([origin] if origin else [])]
        projection = Projection.fitting([place.point for place in shown], size)
    room = Room(size.width, size.height)
    inside = [place for place in places if _is_inside(projection.at(place.point), size)]
    for place in inside:
        x, y = projection.at(place.point)
        half = _DOT if place.kind == TOWNSHIP else _SQUARE
        room.take(Box.about(x, y, half, half))
    # The scale stands at the lower left, the north at the upper right.
    room.take(Box(0, size.height - 36, size.width / 6 + 60, size.height))
    room.take(Box(size.width - 40, 0, size.width, 60))
    here = origin.code if origin else ""
    marks = _marks([place for place in inside if place.kind == TOWNSHIP], here, numbers, projection, room)
    towns = _towns([place for place in inside if place.kind != TOWNSHIP], here, projection, room)
    parallels, meridians = projection.grid()
    return Drawing(
        size=size,
        points=sorted([*marks, *towns], key=lambda one: _reading_order(one.place)),
        # Where the scale or the north stands, a line keeps silent.
        parallels=[_line(projection.y(degrees), degrees, 20, size.height - 44) for degrees in parallels],
        meridians=[_line(projection.x(degrees), degrees, 0, size.width - 64) for degrees in meridians],
        rings=[_ring(km, origin, projection) for km in rings_km(reach)] if origin else [],
        bar_units=_text(projection.bar_km() * projection.units_per_km),
        bar_km=_round(projection.bar_km()),
    )


def _is_inside(at: tuple[float, float], size: Size) -> bool:
    return 6 <= at[0] <= size.width - 6 and 6 <= at[1] <= size.height - 6


def _line(at: float, degrees: float, first: float, last: float) -> Line:
    return Line(_text(at), f"{_round(degrees)}°" if first <= at <= last else "")


def _ring(km: float, origin: Place, projection: Projection) -> Ring:
    x, y = projection.at(origin.point)
    radius = km * projection.units_per_km
    return Ring(_text(radius), _text(x), _text(y), _text(y + radius - 5), _round(km))


def _marks(places: list[Place], here: str, numbers: dict[str, int], projection: Projection, room: Room) -> list[Mark]:
    # The township that the map is about takes its place first.
    order = sorted(places, key=lambda place: (place.code != here, numbers.get(place.key, 0), place.key))
    return [
        _mark(place, place.code == here, numbers.get(place.key, 0), projection, room, tries_name=tried < _MOST_NAMES)
        for tried, place in enumerate(order)
    ]


def _mark(place: Place, is_here: bool, number: int, projection: Projection, room: Room, *, tries_name: bool) -> Mark:
    x, y = projection.at(place.point)
    name = short(place.name) if projection.size.has_names and tries_name else ""
    wide = width_of(name, _NAME) if name else 0
    bare: tuple[float, float] | None = None
    for radius in _RADII if tries_name else _RADII[:_NEAR]:
        for right, down in around(radius):
            badge = Box.about(x + right, y + down, _BADGE + 1, _BADGE + 1)
            # A badge may cover its own dot, which says the same.
            if not room.is_free(badge, but=Box.about(x, y, _DOT, _DOT)):
                continue
            bare = bare or (x + right, y + down)
            if not name:
                break
            anchors = ("start", "end") if right >= 0 else ("end", "start")
            for label in _beside(x + right, y + down, _BADGE + 4, wide, 9, anchors):
                if room.is_free(label.box):
                    room.take(badge)
                    room.take(label.box)
                    return _made(place, is_here, number, (x, y), (x + right, y + down), name, label.edge, label.anchor)
        if bare and not name:
            break
    if bare:
        room.take(Box.about(*bare, _BADGE + 1, _BADGE + 1))
    return _made(place, is_here, number, (x, y), bare, "", 0, "start")


def _made(
    place: Place,
    is_here: bool,
    number: int,
    at: tuple[float, float],
    badge: tuple[float, float] | None,
    name: str,
    edge: float,
    anchor: str,
) -> Mark:
    stands = badge or at
    return Mark(
        number=number,
        place=place,
        is_here=is_here,
        x=_text(at[0]),
        y=_text(at[1]),
        badge_x=_text(stands[0]),
        badge_y=_text(stands[1]),
        has_badge=badge is not None,
        has_line=stands != at,
        name=name,
        name_x=_text(edge),
        name_y=_text(stands[1]),
        anchor=anchor,
    )


def _beside(x: float, y: float, gap: float, wide: float, half_high: float, anchors: tuple[str, ...]) -> Iterator[Label]:
    """Where a text of this width may stand beside a point: to the right of it (`start`) or to the left (`end`)."""
    for anchor in anchors:
        edge = x + gap if anchor == "start" else x - gap
        left = edge if anchor == "start" else edge - wide
        yield Label(edge, anchor, Box(left, y - half_high, left + wide, y + half_high))


def _towns(places: list[Place], here: str, projection: Projection, room: Room) -> list[Town]:
    found = []
    for place in sorted(places, key=_reading_order):
        x, y = projection.at(place.point)
        name = short(place.name) if projection.size.has_names else ""
        free = None
        if name:
            labels = _beside(x, y, _SQUARE + 4, width_of(name, _TOWN), 8, ("start", "end"))
            free = next((label for label in labels if room.is_free(label.box)), None)
        if free:
            room.take(free.box)
        found.append(
            Town(
                place=place,
                is_here=place.code == here,
                x=_text(x),
                y=_text(y),
                left=_text(x - _SQUARE),
                top=_text(y - _SQUARE),
                name=name if free else "",
                name_x=_text(free.edge if free else x),
                anchor=free.anchor if free else "start",
            )
        )
    return found
