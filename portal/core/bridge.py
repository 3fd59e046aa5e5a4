"""A chain of things drawn as a bridge: each is a span, its parts hang below it. Geometry only; `components/spans.html` writes it.

The same spans are drawn several times, for windows of different width, and the style sheet shows the one that fits: text is
never smaller than 14 units, and a unit is never shown smaller than a pixel.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .lettering import lines

NAME, PART, NOTE, DISC = 17, 15, 14, 17
_PAD = 16
_BULLET = 20


@dataclass(frozen=True)
class Part:
    """What hangs below a span. `spoken` is all of it in one sentence; `lang` is set where the name is not in the page's language.

    `here` marks where the reader is: "page" for the very page, "true" for what it belongs to.
    """

    name: str
    url: str
    spoken: str
    notes: Sequence[str] = ()
    lang: str = ""
    here: str = ""


@dataclass(frozen=True)
class Span(Part):
    """One link of the chain. `hangers` says how many parts it has in all, `lit` which of them (from 0) the reader is at."""

    parts: Sequence[Part] = ()
    hangers: int = 0
    lit: int | None = None


@dataclass(frozen=True)
class View:
    """How much of the bridge stands in one row, and how much is written on it. Sizes are in units of the picture."""

    kind: str
    width: int
    columns: int
    rise: int
    names: bool = True
    notes: bool = True
    parts: bool = True


FULL = (View("wide", 1152, 5, 96), View("medium", 720, 3, 90), View("narrow", 288, 1, 84))
# Where the parts would make a long page on a telephone.
BRIEF = (*FULL[:2], View("narrow", 288, 1, 84, parts=False))
STRIP = (
    View("wide", 1152, 99, 56, notes=False, parts=False),
    View("medium", 720, 99, 46, notes=False, parts=False),
    View("narrow", 288, 99, 30, names=False, notes=False, parts=False),
)


@dataclass(frozen=True)
class Words:
    """One text of the picture, line by line: (baseline, words)."""

    x: int
    lines: Sequence[tuple[int, str]]


@dataclass
class Drawn:
    """A link of the picture: where it takes the pointer, its mark, its words."""

    item: Part
    number: int
    box: tuple[int, int, int, int]
    mark: tuple[int, int]
    name: Words | None = None
    notes: Words | None = None
    parts: list["Drawn"] = field(default_factory=list)
    stem: str = ""


@dataclass
class Drawing:
    """One picture: paths of the bridge, and its links in reading order."""

    view: View
    height: int = 0
    arches: list[str] = field(default_factory=list)
    hangers: list[str] = field(default_factory=list)
    lit: list[tuple[int, int, int]] = field(default_factory=list)
    decks: list[str] = field(default_factory=list)
    piers: list[str] = field(default_factory=list)
    waters: list[str] = field(default_factory=list)
    spans: list[Drawn] = field(default_factory=list)


def drawings(spans: Sequence[Span], views: Iterable[View], *, language: str) -> list[Drawing]:
    """The bridge once for each view; nothing where there is no span."""
    # Kannada and Japanese need more air between lines.
    leading = 1.3 if language == "en" else 1.5
    return [_drawn(spans, view, leading) for view in views] if spans else []


def _drawn(spans: Sequence[Span], view: View, leading: float) -> Drawing:
    drawing = Drawing(view)
    columns = min(view.columns, len(spans))
    bay = view.width // columns
    top = 4
    for first in range(0, len(spans), columns):
        top = _row(drawing, spans[first : first + columns], first, top, bay, leading)
    drawing.height = top
    return drawing


def _row(drawing: Drawing, spans: Sequence[Span], first: int, top: int, bay: int, leading: float) -> int:
    """Draw one row of spans from `top` down; answers where the next one begins."""
    view = drawing.view
    deck = top + 2 * DISC + view.rise
    end = deck + 8
    for place, span in enumerate(spans):
        left = place * bay
        drawn = Drawn(span, first + place + 1, (0, 0, 0, 0), (left + bay // 2, deck - view.rise))
        _arch(drawing, span, left, deck, bay)
        bottom = _words(drawn, span, view, left, deck, bay, leading)
        drawn.box = (left + 6, top, bay - 12, bottom + 8 - top)
        if view.parts and span.parts:
            bottom = _parts(drawn, span.parts, left, bottom + 10, bay, leading)
        end = max(end, bottom + 8)
        drawing.spans.append(drawn)
    across = len(spans) * bay
    drawing.decks.append(f"M2 {deck}H{across - 2}")
    if not view.notes:
        return end
    drawing.piers += [f"M{min(max(place * bay, 4), across - 4)} {deck}V{end + 14}" for place in range(len(spans) + 1)]
    drawing.waters += [f"M4 {end + 14}H{across - 4}", f"M28 {end + 24}H{across - 28}"]
    return end + 44


def _arch(drawing: Drawing, span: Span, left: int, deck: int, bay: int) -> None:
    start, run, rise = left + 8, bay - 16, drawing.view.rise
    high = deck - round(rise * 4 / 3)
    drawing.arches.append(f"M{start} {deck}C{start + run // 4} {high} {start + run - run // 4} {high} {start + run} {deck}")
    for number in range(1, span.hangers + 1):
        t = number / (span.hangers + 1)
        x = start + round(run * (0.75 * t + 0.75 * t * t - 0.5 * t**3))
        y = deck - round(4 * t * (1 - t) * rise)
        drawing.hangers.append(f"M{x} {y}V{deck}")
        if span.lit == number - 1:
            drawing.lit.append((x, y, deck))


def _words(drawn: Drawn, span: Span, view: View, left: int, deck: int, bay: int, leading: float) -> int:
    """Name and counts below the deck; answers where they end."""
    bottom = deck
    if view.names:
        x, room = (left + _PAD, bay - 2 * _PAD) if view.notes else (left + bay // 2, bay - 12)
        size = NAME if view.notes else PART
        drawn.name, bottom = _set(lines(span.name, room, size), x, deck + 12, size, leading)
    if view.notes and span.notes:
        set_lines = [line for note in span.notes for line in lines(note, bay - 2 * _PAD, NOTE)]
        drawn.notes, bottom = _set(set_lines, left + _PAD, bottom + 4, NOTE, leading)
    return bottom


def _parts(drawn: Drawn, parts: Sequence[Part], left: int, top: int, bay: int, leading: float) -> int:
    x, room, bottom = left + _PAD + _BULLET, bay - 2 * _PAD - _BULLET, top
    for number, part in enumerate(parts, start=1):
        name, below = _set(lines(part.name, room, PART), x, bottom + 3, PART, leading)
        mark = (left + _PAD + 5, name.lines[0][0] - 5)
        hung = Drawn(part, number, (0, 0, 0, 0), mark, name)
        if part.notes:
            set_lines = [line for note in part.notes for line in lines(note, room, NOTE)]
            hung.notes, below = _set(set_lines, x, below, NOTE, leading)
        hung.box = (left + _PAD - 8, bottom, bay - 2 * _PAD + 16, below + 5 - bottom)
        drawn.parts.append(hung)
        bottom = below + 6
    drawn.stem = f"M{left + _PAD + 5} {top}V{drawn.parts[-1].mark[1]}"
    return bottom


def _set(words: Sequence[str], x: int, top: int, size: int, leading: float) -> tuple[Words, int]:
    """Lines below `top`; answers them and where they end."""
    step = round(size * leading)
    baselines = [(top + round(step * (number + 0.5) + size * 0.35), line) for number, line in enumerate(words)]
    return Words(x, baselines), top + step * len(words)
