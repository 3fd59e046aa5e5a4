"""Distances in a straight line: along the great circle, on a sphere with the mean radius of the earth.

Points are degrees north and east (WGS 84). The sphere differs from the ellipsoid by half a percent at most; the offer's points
have two decimals of a degree, which is about a kilometre. Distances are therefore told in whole kilometres, and roads are longer.
The arithmetic is the database's, so that a list can be ordered and narrowed by it.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Expression, F, FloatField, IntegerField, Value
from django.db.models.functions import Abs, ATan2, Cast, Cos, Radians, Round, Sin, Sqrt

# (2 a + b) / 3 of WGS 84, in metres.
EARTH_RADIUS = 6_371_009
METRES_PER_KM = 1_000


@dataclass(frozen=True)
class Point:
    """Degrees north and east (WGS 84)."""

    latitude: Decimal
    longitude: Decimal

    @property
    def decimals(self) -> int:
        """How many decimals of a degree are given, the zeros at the end aside."""
        return max(_decimals(self.latitude), _decimals(self.longitude))


def _decimals(degrees: Decimal) -> int:
    exponent = degrees.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def metres_from(point: Point, latitude: str = "latitude", longitude: str = "longitude") -> Expression:
    """Whole metres from a point to the one in these columns of degrees, by the haversine formula; NULL where there is none."""
    north, east = (Radians(Cast(F(column), FloatField())) for column in (latitude, longitude))
    from_north, from_east = (Radians(Value(degrees, FloatField())) for degrees in (point.latitude, point.longitude))
    half_north, half_east = Sin((north - from_north) / Value(2.0)), Sin((east - from_east) / Value(2.0))
    haversine = half_north * half_north + Cos(north) * Cos(from_north) * half_east * half_east
    # Rounding may carry the antipodes a hair beyond 1, where the arc sine ends; LEAST would be no help, for it takes NULL for nothing.
    arc = Value(2.0) * ATan2(Sqrt(haversine), Sqrt(Abs(Value(1.0) - haversine)))
    return Cast(Round(Value(float(EARTH_RADIUS)) * arc), IntegerField())
