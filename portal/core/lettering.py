"""How wide a text is, and where its lines break, without a browser: for pictures made on the server.

Widths are in em, by class of character, taken from the widest of the usual system fonts in bold (Noto Sans, Noto Sans CJK,
Noto Sans Kannada) and rounded up: a text may turn out narrower than said, never wider. Line breaks follow the script: between
words in Latin and Kannada; in Japanese between phrases, never before a mark or a small kana.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

_LATIN = {
    **dict.fromkeys("ijlI.,:;'|!", 0.31),
    **dict.fromkeys("ft()[]/-‐ ", 0.43),
    **dict.fromkeys("rszJ", 0.52),
    **dict.fromkeys("acevxykFELPST", 0.63),
    **dict.fromkeys("bdghnopquABCGKRUVXYZ&", 0.74),
    **dict.fromkeys("DHNOQw", 0.87),
    **dict.fromkeys("mMW%@—", 1.0),
}
_SPACE = 0.28
_DIGIT = 0.6
_OTHER = 0.75
_WIDE = 1.0
_KANNADA_LETTER = 0.9
_KANNADA = {
    **dict.fromkeys("ಮಯಉಊ", 1.36),
    **dict.fromkeys("ಘಝ", 1.12),
    **dict.fromkeys("ಾೀೇೌಃ", 0.52),
    **dict.fromkeys("ು", 0.4),
    **dict.fromkeys("ೂ", 0.85),
    **dict.fromkeys("ೊ", 0.9),
    **dict.fromkeys("ೋ", 1.32),
    **dict.fromkeys("ಂ", 0.62),
    **dict.fromkeys("ೃೈ", 0.2),
}
_VIRAMA = "\u0ccd"
_JOINERS = "\u200b\u200c\u200d"
# Never at the start of a line, and never at the end of one.
_NOT_FIRST = "、。，．・：；！？）］｝」』】〉》ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々％)]},.:;!?%"
_NOT_LAST = "（［｛「『【〈《(["


def width(text: str, size: float) -> float:
    """The room a line of text takes at most, in the unit of `size` (the font's size)."""
    return size * sum(_em(one, before) for before, one in pairwise("\n" + text))


def _em(one: str, before: str) -> float:
    if one == " ":
        return _SPACE
    if one.isdecimal():
        return _DIGIT
    if one in _LATIN:
        return _LATIN[one]
    if "\u0c80" <= one <= "\u0cff":
        if before == _VIRAMA and one not in _KANNADA:
            # The second consonant of a cluster hangs below the first.
            return 0.25
        if one == _VIRAMA:
            return 0.2
        return _KANNADA.get(one, 0.06 if unicodedata.combining(one) or unicodedata.category(one)[0] == "M" else _KANNADA_LETTER)
    if one in _JOINERS:
        return 0.25 if before == _VIRAMA else 0
    if unicodedata.category(one)[0] == "M":
        return 0
    return _WIDE if unicodedata.east_asian_width(one) in "WFA" else _OTHER


# The same names are set on every request; what they measure does not change.
@lru_cache(maxsize=4096)
def lines(text: str, room: float, size: float) -> tuple[str, ...]:
    """The text in as few lines as fit into `room`, of lengths as even as they can be. A word wider than the room is broken."""
    pieces = _pieces(" ".join(text.split()), room, size)
    if not pieces:
        return ()
    fewest = _filled(pieces, room, size)
    low, high = max(width(piece.rstrip(), size) for piece in pieces), room
    while high - low > 1:
        middle = (low + high) / 2
        if len(_filled(pieces, middle, size)) > len(fewest):
            low = middle
        else:
            high = middle
    return tuple(line.strip() for line in _filled(pieces, high, size))


def _filled(pieces: list[str], room: float, size: float) -> list[str]:
    found: list[str] = []
    for piece in pieces:
        if found and width((found[-1] + piece).rstrip(), size) <= room:
            found[-1] += piece
        else:
            found.append(piece)
    return found


def _pieces(text: str, room: float, size: float) -> list[str]:
    """What stays together, in order; a space belongs to the piece before it."""
    found = [""]
    for before, one in pairwise("\n" + text):
        if found[-1] and _may_part(before, one):
            found.append("")
        found[-1] += one
    return [part for piece in found for part in _broken(piece, room, size)]


def _may_part(before: str, one: str) -> bool:
    if one in _NOT_FIRST or before in _NOT_LAST or one == " " or unicodedata.category(one)[0] == "M":
        return False
    if before == " " or before in "/・、。）」":
        return True
    kinds = _kind(before), _kind(one)
    # Japanese writes no spaces: phrases end where kana give way to another script, or one script to another.
    return "" not in kinds and kinds[0] != kinds[1] and kinds != ("kanji", "hiragana")


def _kind(one: str) -> str:
    if "\u3040" <= one <= "\u309f":
        return "hiragana"
    if "\u30a0" <= one <= "\u30ff":
        return "katakana"
    if "\u3400" <= one <= "\u9fff" or one == "々":
        return "kanji"
    return "latin" if re.match(r"[A-Za-z0-9]", one) else ""


def _broken(piece: str, room: float, size: float) -> list[str]:
    """The piece itself, or its parts where it is wider than the room, cut where no letter loses its marks."""
    found = [""]
    for sign in _signs(piece, room, size):
        if found[-1] and width(found[-1] + sign, size) > room:
            found.append("")
        found[-1] += sign
    return [part for part in found if part]


def _signs(piece: str, room: float, size: float) -> list[str]:
    """Letters with what hangs on them: their marks always, and what may not begin a line as long as there is room."""
    found: list[str] = []
    for before, one in pairwise("\n" + piece):
        hangs = unicodedata.category(one)[0] == "M" or before == _VIRAMA or before in _JOINERS or one in _JOINERS
        if found and (hangs or (one in _NOT_FIRST and width(found[-1] + one, size) <= room)):
            found[-1] += one
        else:
            found.append(one)
    return found
