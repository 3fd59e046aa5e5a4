"""Where in a text the terms of a search stand, so that a page can mark them."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .words import RUNS, Term, fold

# Half-width katakana write the voicing as a letter of its own.
_VOICING = "\uff9e\uff9f"


@dataclass(frozen=True)
class Piece:
    """A stretch of text as it was written, and whether it is what somebody looked for."""

    text: str
    is_match: bool = False


def marked(text: str, terms: Sequence[Term]) -> list[Piece]:
    """The whole text in pieces."""
    pieces, place = [], 0
    for start, end in _spans(text, terms):
        if start > place:
            pieces.append(Piece(text[place:start]))
        pieces.append(Piece(text[start:end], True))
        place = end
    if place < len(text):
        pieces.append(Piece(text[place:]))
    return pieces


def excerpt(text: str, terms: Sequence[Term], width: int = 180) -> list[Piece]:
    """About `width` letters around the first place where a term stands, in pieces; nothing where none stands."""
    spans = _spans(text, terms)
    if not spans:
        return []
    start = max(0, spans[0][0] - width // 3)
    if start:
        # Not in the middle of a word: a space soon after, else a place where a letter begins.
        space = text.find(" ", start, spans[0][0])
        start = space + 1 if space >= 0 else next(begin for begin, _end in _clusters(text) if begin >= start)
    end = min(len(text), start + width)
    if end < len(text):
        space = text.rfind(" ", spans[0][1], end)
        end = space if space > 0 else max(spans[0][1], max(stop for _begin, stop in _clusters(text) if stop <= end))
    pieces = marked(text[start:end], terms)
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    return [*([Piece(before)] if before else []), *pieces, *([Piece(after)] if after else [])]


def opening(text: str, width: int = 180) -> list[Piece]:
    """The beginning of a text in which nothing is marked; nothing where there is no text."""
    if len(text) <= width:
        return [Piece(text)] if text else []
    space = text.rfind(" ", width // 2, width)
    end = space if space > 0 else max(stop for _begin, stop in _clusters(text) if stop <= width)
    return [Piece(text[:end]), Piece(" …")]


def _clusters(text: str) -> list[tuple[int, int]]:
    """Start and end of each letter with the signs that belong to it."""
    starts = [
        place
        for place, letter in enumerate(text)
        if place == 0
        or not (unicodedata.category(letter)[0] == "M" or letter in _VOICING or unicodedata.category(letter) == "Cf")
    ]
    return list(zip(starts, [*starts[1:], len(text)], strict=True)) if text else []


def _spans(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    folded: list[str] = []
    origin: list[tuple[int, int]] = []
    for start, end in _clusters(text):
        letters = fold(text[start:end])
        folded.append(letters)
        origin += [(start, end)] * len(letters)
    found = sorted((origin[first][0], origin[last - 1][1]) for first, last in _matches("".join(folded), terms) if last > first)
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _matches(folded: str, terms: Sequence[Term]) -> Iterable[tuple[int, int]]:
    for run in RUNS.finditer(folded):
        text, start = run.group(), run.start()
        for term in terms:
            if run.group(1) is None:
                if not term.unspaced and (text.startswith(term.text) if term.beginning else text == term.text):
                    yield start, run.end()
            elif term.unspaced:
                place = text.find(term.text)
                while place >= 0:
                    yield start + place, start + place + len(term.text)
                    place = text.find(term.text, place + 1)
