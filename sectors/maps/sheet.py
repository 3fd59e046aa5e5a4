"""The sheet a map is drawn on: its size, and how degrees become units of it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sectors.geography import EARTH_RADIUS, Point

KM_PER_DEGREE = math.pi * EARTH_RADIUS / 1_000 / 180
# What a bar or the step of a grid may measure.
_ROUND = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


@dataclass(frozen=True)
class Size:
    """A sheet in units, which are pixels at its natural width. On a small one there is room for numbers, not for names."""

    name: str
    width: float
    height: float
    margin: float
    has_names: bool


LARGE = Size("large", 800, 640, 52, True)
SMALL = Size("small", 340, 440, 26, False)


@dataclass(frozen=True)
class Projection:
    """Equirectangular about the middle of what is shown: true to scale there, and within one percent over a few hundred kilometres."""

    size: Size
    middle: tuple[float, float]
    units_per_km: float

    @classmethod
    def fitting(cls, points: Sequence[Point], size: Size, least_km: float = 20) -> "Projection":
        """The largest one that shows all these points."""
        north = [float(point.latitude) for point in points]
        east = [float(point.longitude) for point in points]
        middle = ((min(north) + max(north)) / 2, (min(east) + max(east)) / 2)
        wide = max((max(east) - min(east)) * _km_east(middle[0]), least_km)
        high = max((max(north) - min(north)) * KM_PER_DEGREE, least_km)
        return cls(size, middle, min((size.width - 2 * size.margin) / wide, (size.height - 2 * size.margin) / high))

    @classmethod
    def around(cls, point: Point, km: float, size: Size) -> "Projection":
        """One that shows so many kilometres to every side of a point."""
        middle = (float(point.latitude), float(point.longitude))
        return cls(size, middle, (min(size.width, size.height) / 2 - size.margin / 2) / max(km, 1))

    def at(self, point: Point) -> tuple[float, float]:
        """Units from the left and from the top."""
        return self.x(float(point.longitude)), self.y(float(point.latitude))

    def x(self, longitude: float) -> float:
        return self.size.width / 2 + (longitude - self.middle[1]) * _km_east(self.middle[0]) * self.units_per_km

    def y(self, latitude: float) -> float:
        return self.size.height / 2 - (latitude - self.middle[0]) * KM_PER_DEGREE * self.units_per_km

    def grid(self) -> tuple[list[float], list[float]]:
        """Round parallels and meridians (degrees) that cross the sheet, some ninety units apart or more."""
        north, east = KM_PER_DEGREE * self.units_per_km, _km_east(self.middle[0]) * self.units_per_km
        return _steps(self.middle[0], self.size.height, north), _steps(self.middle[1], self.size.width, east)

    def bar_km(self) -> float:
        """A round length in kilometres that takes a sixth of the sheet at most."""
        most = self.size.width / 6 / self.units_per_km
        return max((one for one in _ROUND if one <= most), default=_ROUND[0])


def _km_east(latitude: float) -> float:
    # Near the poles a degree to the east has no length; nothing of ours lies there, and nothing may be divided by zero.
    return KM_PER_DEGREE * max(math.cos(math.radians(latitude)), 0.01)


def _steps(middle: float, length: float, units_per_degree: float) -> list[float]:
    step = next((one for one in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20) if one * units_per_degree >= 90), 45)
    half = min(length / 2 / units_per_degree, 180)
    first, last = math.ceil((middle - half) / step), math.floor((middle + half) / step)
    return [round(number * step, 6) for number in range(first, last + 1)]


def rings_km(reach: float) -> list[float]:
    """Two to four round distances in kilometres up to about `reach`."""
    step = next((one for one in _ROUND if reach / one <= 4.2), _ROUND[-1])
    return [step * number for number in range(1, max(2, math.floor(reach / step)) + 1)]
