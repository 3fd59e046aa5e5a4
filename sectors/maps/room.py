"""Where on a sheet there is still room, so that no label covers another or a point."""

import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

_CELL = 48


@dataclass(frozen=True)
class Box:
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def about(cls, x: float, y: float, half_wide: float, half_high: float) -> "Box":
        return cls(x - half_wide, y - half_high, x + half_wide, y + half_high)

    def meets(self, other: "Box") -> bool:
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom


@dataclass
class Room:
    """The boxes taken on a sheet of this width and height, found by cell."""

    width: float
    height: float
    _taken: dict[tuple[int, int], list[Box]] = field(default_factory=lambda: defaultdict(list))

    def _cells(self, box: Box) -> Iterator[tuple[int, int]]:
        for column in range(int(box.left // _CELL), int(box.right // _CELL) + 1):
            for row in range(int(box.top // _CELL), int(box.bottom // _CELL) + 1):
                yield column, row

    def is_free(self, box: Box, but: Box | None = None) -> bool:
        """Whether the box lies on the sheet and meets nothing, one box aside."""
        if box.left < 4 or box.top < 4 or box.right > self.width - 4 or box.bottom > self.height - 4:
            return False
        return not any(box.meets(other) and other != but for cell in self._cells(box) for other in self._taken.get(cell, ()))

    def take(self, box: Box) -> None:
        for cell in self._cells(box):
            self._taken[cell].append(box)


def around(radius: float) -> Iterator[tuple[float, float]]:
    """Offsets on a circle: to the right and left first, then ever steeper."""
    if not radius:
        yield 0.0, 0.0
        return
    for angle in (0, 180, 22, -22, 158, -158, 45, -45, 135, -135, 68, -68, 112, -112, 90, -90):
        yield radius * math.cos(math.radians(angle)), -radius * math.sin(math.radians(angle))


def width_of(text: str, size: float) -> float:
    """About how wide a text is at a font size, rather too wide than too narrow: marks take none, letters of Kannada much, Han a square."""
    ems = 0.0
    for letter in text:
        if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
            continue
        if unicodedata.east_asian_width(letter) in "WF":
            ems += 1.0
        elif ord(letter) > 0x7F:
            ems += 0.82
        else:
            ems += 0.3 if letter in " .,:;'|ijl()-" else 0.72 if letter.isupper() or letter in "mw" else 0.58
    return ems * size


def short(text: str, ems: float = 15) -> str:
    """A name for a label: without what stands in brackets or after a comma, cut where it is still long."""
    for mark in ("(", "（", ",", "、"):
        text = text.split(mark)[0].strip() or text
    if width_of(text, 1) <= ems:
        return text
    while text and width_of(text, 1) > ems - 1:
        # A letter with its marks goes together.
        text = text[:-1]
        while text and unicodedata.category(text[-1]) in ("Mn", "Mc", "Me", "Cf"):
            text = text[:-1]
    return f"{text.rstrip()}…"
