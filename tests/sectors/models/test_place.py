"""Distances as the database measures them, beside the same figure from another formula."""

import math
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.core.formats import kilometres
from sectors.geography import EARTH_RADIUS, Point
from sectors.models import District, Township

pytestmark = pytest.mark.django_db

BENGALURU = Point(Decimal("12.97"), Decimal("77.59"))


def place(slug: str, latitude: str | None, longitude: str | None) -> Township:
    district, _new = District.objects.get_or_create(code="d", defaults={"name": "D", "name_en": "D"})
    north, east = (None if text is None else Decimal(text) for text in (latitude, longitude))
    return Township.objects.create(slug=slug, name=slug, name_en=slug, district=district, latitude=north, longitude=east)


def by_cosines(one: Point, other: Point) -> float:
    """The spherical law of cosines, in metres: another way to the same arc."""
    north, there = math.radians(float(one.latitude)), math.radians(float(other.latitude))
    turn = math.radians(float(other.longitude) - float(one.longitude))
    cosine = math.sin(north) * math.sin(there) + math.cos(north) * math.cos(there) * math.cos(turn)
    return EARTH_RADIUS * math.acos(max(-1.0, min(1.0, cosine)))


@pytest.mark.parametrize(
    ("latitude", "longitude", "km"),
    [
        ("13.47", "77.03", 82),  # Vasanthanarasapura
        ("12.97", "77.59", 0),
        ("35.68", "139.77", 6669),  # Tokyo
        ("28.61", "77.21", 1740),  # Delhi
        ("-12.97", "-102.41", 20015),  # the antipodes: half the circumference
        ("-90", "0", 11450),
        ("13.00", "-179.99", 10991),  # beyond the date line
    ],
)
def test_a_distance_is_the_great_circle(latitude: str, longitude: str, km: int) -> None:
    row = place("there", latitude, longitude)
    measured = Township.objects.measured_from(BENGALURU).get()
    assert measured.point is not None
    assert abs(measured.metres - by_cosines(BENGALURU, row.point)) <= 25
    assert abs(measured.metres / 1000 - km) <= 1


def test_it_is_as_far_there_as_back() -> None:
    there = place("there", "15.48", "74.93").point
    place("here", "12.97", "77.59")
    back = Township.objects.measured_from(there).get(slug="here").metres
    assert back == Township.objects.measured_from(BENGALURU).get(slug="there").metres


def test_a_row_without_a_point_has_no_distance_and_comes_last() -> None:
    place("nowhere", None, None)
    place("far", "-12.97", "-102.41")
    rows = Township.objects.measured_from(BENGALURU).order_by("reach")
    assert [(row.slug, row.metres is None) for row in rows] == [("far", False), ("nowhere", True)]
    assert rows[1].point is None


def test_within_takes_the_bound_itself() -> None:
    place("near", "13.47", "77.03")
    metres = Township.objects.measured_from(BENGALURU).get().metres
    assert not Township.objects.within(BENGALURU, metres // 1000).exists()
    assert Township.objects.within(BENGALURU, metres // 1000 + 1).exists()


@pytest.mark.parametrize(("latitude", "longitude"), [("91", "0"), ("-90.00001", "0"), ("0", "181"), ("0", None), (None, "0")])
def test_a_place_off_the_earth_is_refused(latitude: str | None, longitude: str | None) -> None:
    with pytest.raises(IntegrityError, match="sectors_township_point"), transaction.atomic():
        place("off", latitude, longitude)
    row = place("on", "90", "-180")
    row.latitude = None if latitude is None else Decimal(latitude)
    row.longitude = None if longitude is None else Decimal(longitude)
    with pytest.raises(ValidationError, match="latitude from -90 to 90"):
        row.full_clean()


def test_decimals_are_those_that_were_given() -> None:
    assert Point(Decimal("13.47000"), Decimal("77.5")).decimals == 2
    assert Point(Decimal("13"), Decimal("77")).decimals == 0


@pytest.mark.parametrize(
    ("metres", "language", "text"),
    [(82_499, "en", "82 km"), (82_500, "ja", "83 km"), (1_234_567, "en", "1,235 km"), (0, "kn", "1 km"), (None, "en", "")],
)
def test_a_distance_is_told_in_whole_kilometres(metres: int | None, language: str, text: str) -> None:
    assert kilometres(metres, language) == text
