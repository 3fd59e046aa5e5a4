"""The schematic map: points where they are, labels that cover nothing, the same in every order."""

import math
from decimal import Decimal
from itertools import combinations

import pytest
from django.utils import translation

from sectors.geography import EARTH_RADIUS, Point
from sectors.maps import Drawing, draw, numbered
from sectors.maps.drawing import Mark, Town
from sectors.maps.room import Box, short, width_of
from sectors.maps.sheet import LARGE, Projection, rings_km
from sectors.places import Place


def place(
    key: str, latitude: float, longitude: float, kind: str = "township", name: str = "", metres: int | None = None
) -> Place:
    return Place(kind, key, name or key, "en", "", Point(Decimal(str(latitude)), Decimal(str(longitude))), metres)


def crowd(count: int, kind: str = "township") -> list[Place]:
    """A spiral of places that grows dense towards its middle, as around a city."""
    return [
        place(f"{kind[0]}{n}", 13 + 0.02 * n * math.sin(n), 77 + 0.02 * n * math.cos(n), kind, f"Industrial area {n}")
        for n in range(1, count + 1)
    ]


def boxes(drawing: Drawing) -> list[tuple[object, Box]]:
    """Every badge and text as it is drawn."""
    found: list[tuple[object, Box]] = []
    for one in drawing.points:
        wide = width_of(one.name, 13 if isinstance(one, Mark) else 11.5)
        if isinstance(one, Mark) and one.has_badge:
            found.append((one.place, Box.about(float(one.badge_x), float(one.badge_y), 10, 10)))
        if one.name:
            x, y = float(one.name_x), float(one.name_y if isinstance(one, Mark) else one.y)
            found.append((one.place, Box(x, y - 7, x + wide, y + 7) if one.anchor == "start" else Box(x - wide, y - 7, x, y + 7)))
    return found


@pytest.mark.parametrize("count", [1, 18, 60, 300])
def test_no_label_covers_another_or_leaves_the_sheet(count: int) -> None:
    for drawing in draw([*crowd(count), *crowd(min(count, 40), "district")]):
        for (_one, first), (_other, second) in combinations(boxes(drawing), 2):
            assert not first.meets(second)
        for _one, box in boxes(drawing):
            assert box.left >= 0 and box.right <= drawing.size.width and box.top >= 0 and box.bottom <= drawing.size.height


def test_no_badge_covers_the_point_of_another() -> None:
    for drawing in draw(crowd(18)):
        marks = [one for one in drawing.points if isinstance(one, Mark)]
        for one in marks:
            badge = Box.about(float(one.badge_x), float(one.badge_y), 9, 9)
            for other in marks:
                if other is not one:
                    assert not badge.meets(Box.about(float(other.x), float(other.y), 1, 1))


def test_every_place_is_drawn_in_both_sizes_even_at_the_same_point() -> None:
    twins = [place(f"t{n}", 13.1, 77.1) for n in range(4)] + [place("d", 13.1, 77.1, "district")]
    for drawing in draw(twins):
        assert {one.place.key for one in drawing.points} == {"t0", "t1", "t2", "t3", "d"}


def test_points_stand_where_they_are() -> None:
    west, east, north = place("west", 13, 76), place("east", 13, 78), place("north", 15, 77)
    large = draw([west, east, north])[0]
    at = {one.place.key: (float(one.x), float(one.y)) for one in large.points}
    assert at["west"][0] < at["north"][0] < at["east"][0]
    assert at["north"][1] < at["west"][1] == at["east"][1]
    # One scale for both directions: two degrees to the north are longer than two to the east by the cosine.
    ratio = (at["east"][0] - at["west"][0]) / (at["west"][1] - at["north"][1])
    assert ratio == pytest.approx(math.cos(math.radians(14)), abs=0.005)


def test_the_scale_bar_is_as_long_as_it_says() -> None:
    large = draw([place("a", 13, 77), place("b", 13, 78)])[0]
    first, second = (float(one.x) for one in large.points)
    units_per_km = (second - first) / (math.radians(1) * math.cos(math.radians(13)) * EARTH_RADIUS / 1000)
    assert float(large.bar_units) / float(large.bar_km) == pytest.approx(units_per_km, rel=0.01)


def test_points_are_read_from_north_to_south_and_numbered_so() -> None:
    places = [
        place("south", 12, 77),
        place("east", 13, 78),
        place("west", 13, 76),
        place("north", 14, 77),
        place("town", 13.5, 77, "district"),
    ]
    assert numbered(places) == {"north": 1, "west": 2, "east": 3, "south": 4}
    assert [one.place.key for one in draw(places)[0].points] == ["north", "town", "west", "east", "south"]


def test_a_local_map_shows_the_land_around_with_rings() -> None:
    here, near = place("here", 13, 77, metres=0), place("near", 13.5, 77, metres=55_600)
    far = place("far", 20, 77, "district", metres=778_000)
    large = draw([here, near, far], origin=here, is_local=True, numbers={"near": 1})[0]
    assert [one.place.key for one in large.points] == ["near", "here"]
    assert [ring.km for ring in large.rings] == ["20", "40"]
    mark = next(one for one in large.points if one.place is here)
    assert (mark.is_here, float(mark.x), float(mark.y)) == (True, large.size.width / 2, large.size.height / 2)
    # The ring of 40 km cuts the line to the place 55.6 km away at 40 / 55.6 of it.
    gone = float(mark.y) - float(next(one for one in large.points if one.place is near).y)
    assert float(large.rings[1].radius) == pytest.approx(gone * 40 / 55.6, rel=0.01)


@pytest.mark.parametrize(
    ("reach", "rings"), [(3, [1, 2, 3]), (8.4, [2, 4, 6, 8]), (100, [50, 100]), (101, [50, 100]), (460, [200, 400])]
)
def test_rings_are_few_and_round(reach: float, rings: list[float]) -> None:
    assert rings_km(reach) == rings


def test_nothing_to_draw_is_no_map() -> None:
    assert draw([]) == []


def test_one_place_alone_has_land_around_it() -> None:
    large = draw([place("only", 13, 77)])[0]
    assert float(large.bar_km) >= 2


@pytest.mark.parametrize("latitude", [0, 60, -75, 90, -90])
def test_a_map_can_be_drawn_at_any_latitude(latitude: int) -> None:
    projection = Projection.fitting([Point(Decimal(latitude), Decimal(10))], LARGE)
    assert all(math.isfinite(value) for value in projection.at(Point(Decimal(latitude), Decimal(10))))
    assert len(projection.grid()[0]) < 200 and len(projection.grid()[1]) < 200


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Japan Industrial Township (JIT), Vasanthanarasapura", "Japan Industrial Township"),
        ("Jigani, Bommasandra and neighbouring areas", "Jigani"),
        ("日本工業団地(ジャパン・インダストリアル・タウンシップ)", "日本工業団地"),
        ("(only brackets)", "(only brackets)"),
        ("x", "x"),
    ],
)
def test_a_label_is_the_name_without_remarks(name: str, label: str) -> None:
    assert short(name) == label


def test_a_long_label_is_cut_between_letters_of_kannada() -> None:
    label = short("ದೊಡ್ಡಬಳ್ಳಾಪುರ ಕೈಗಾರಿಕಾ ಪ್ರದೇಶ ದೊಡ್ಡಬಳ್ಳಾಪುರ")
    assert label.endswith("…") and width_of(label, 1) <= 16
    assert not label[:-1].endswith("\u0ccd")


def test_a_map_in_another_language_has_no_other_numbers() -> None:
    with translation.override("ja"):
        assert "," not in "".join(one.x for one in draw(crowd(5))[0].points)


def test_towns_keep_silent_where_there_is_no_room() -> None:
    places = [place(f"d{n}", 13 + n / 1000, 77 + n / 1000, "district", f"Town {n}") for n in range(30)]
    places += [place("low", 12.9, 76.9), place("high", 13.5, 77.5)]
    towns = [one for one in draw(places)[0].points if isinstance(one, Town)]
    assert len(towns) == 30
    assert 1 <= len([one for one in towns if one.name]) < 30
