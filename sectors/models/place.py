"""What has a place on the earth: a point in degrees north and east (WGS 84), or none where it is not known."""

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import IntegerField, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sectors.geography import METRES_PER_KM, Point, metres_from

Row = TypeVar("Row", bound=models.Model)
# Farther than any place on the earth: rows without a point come last.
BEYOND = 100_000_000


class PlacedQuerySet(models.QuerySet[Row]):
    """Rows with the columns `latitude` and `longitude`."""

    def placed(self) -> Self:
        """Those of which the point is known."""
        return self.filter(latitude__isnull=False, longitude__isnull=False)

    def measured_from(self, point: Point) -> Self:
        """Each with its distance in a straight line in whole metres (`metres`, NULL without a point) and `reach`, which is never NULL."""
        metres = metres_from(point)
        return self.annotate(metres=metres, reach=Coalesce(metres, Value(BEYOND), output_field=IntegerField()))

    def within(self, point: Point, km: int) -> Self:
        """Those no farther than so many kilometres, in a straight line."""
        return self.measured_from(point).filter(metres__lte=km * METRES_PER_KM)


class Placed:
    """A row with a point, or without."""

    latitude: Any
    longitude: Any

    @property
    def point(self) -> Point | None:
        """Where it is, None where that is not known."""
        return None if self.latitude is None or self.longitude is None else Point(self.latitude, self.longitude)


def on_the_earth(name: str) -> models.CheckConstraint:
    """Holds a point to both coordinates within their bounds, or neither."""
    neither = Q(latitude__isnull=True, longitude__isnull=True)
    both = Q(latitude__isnull=False, longitude__isnull=False)
    bounds = Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180)
    return models.CheckConstraint(
        condition=neither | (both & bounds),
        name=name,
        violation_error_message=_("A place has a latitude from -90 to 90 and a longitude from -180 to 180 degrees, or neither."),
    )
