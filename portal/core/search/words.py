"""Text as a search sees it. The database cuts what is stored by the same rules (`setu_fold`, `setu_terms` in core's migrations);
a test holds the two together.

Japanese is written without spaces, so a run of kana and kanji becomes its pairs of neighbouring letters (and its last letter alone):
電池材料 is 電池, 池材, 材料, 料. Other scripts keep their words. Kannada and English put endings to a word, so one is asked for by
its beginning, without its ending.
"""

import re
import unicodedata
from dataclasses import dataclass

# Accents (ū is u), joiners, soft hyphens, variants of one kanji: what two people write differently and mean alike.
_DROPPED = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
# Katakana as hiragana, the digits of Kannada and Devanagari as ours.
_ALIKE = {code: chr(code - 0x60) for code in range(0x30A1, 0x30F7)} | {
    zero + digit: str(digit) for zero in (0x0CE6, 0x0966) for digit in range(10)
}
_UNSPACED = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_SPACED = "0-9a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u0963\u0966-\u1fff"
RUNS = re.compile(f"([{_UNSPACED}]+)|([{_SPACED}]+)")

_LONGEST = 64
_MOST_TERMS = 10
_KANNADA = re.compile("[\u0c80-\u0cff]")
# Endings of case and number, longest first; then what a stem ends in before another ending takes its place.
_KANNADA_ENDINGS = (
    *("ಗಳಲ್ಲಿ", "ಗಳನ್ನು", "ಗಳಿಂದ", "ಗಳಿಗೆ", "ಗಳಿಗಾಗಿ", "ಗಳು", "ಗಳ"),
    *("ಿನಲ್ಲಿ", "ದಲ್ಲಿ", "ಯಲ್ಲಿ", "ವನ್ನು", "ಯನ್ನು", "ನ್ನು", "ಕ್ಕಾಗಿ", "ಿಗಾಗಿ", "ಿಂದ", "ದಿಂದ", "ಯಿಂದ", "ಕ್ಕೆ", "ಿಗೆ", "ಿನ"),
)
_KANNADA_VOWEL_SIGNS = "\u0cbe\u0cbf\u0cc0\u0cc1\u0cc2\u0cc3\u0cc6\u0cc7\u0cc8\u0cca\u0ccb\u0ccc\u0ccd"
_SHORTEST_STEM = 3


def fold(text: str) -> str:
    """Letters as a search compares them: width, case, accents and the kind of kana aside."""
    bare = _DROPPED.sub("", unicodedata.normalize("NFKD", text))
    return "".join(letter.lower() for letter in unicodedata.normalize("NFKC", bare)).translate(_ALIKE)


@dataclass(frozen=True)
class Term:
    """One thing that was asked for, folded. `unspaced` text is found anywhere, a `beginning` where a word begins with it."""

    text: str
    unspaced: bool = False
    beginning: bool = False

    @property
    def query(self) -> str:
        """This term in PostgreSQL's language of text queries. Only letters and digits can stand in a term: nothing to escape."""
        if not self.unspaced:
            return f"'{self.text}':*" if self.beginning else f"'{self.text}'"
        if len(self.text) == 1:
            return f"'{self.text}':*"
        pairs = [f"'{self.text[place : place + 2]}'" for place in range(len(self.text) - 1)]
        return f"({' <-> '.join(pairs)})"


def terms_of(text: str) -> list[Term]:
    """What a line typed into a search asks for, at most ten terms, none twice; none where it holds no letter and no digit."""
    found: dict[Term, None] = {}
    for run in RUNS.finditer(fold(text)):
        unspaced, word = run.groups()
        found[_unspaced(unspaced) if unspaced else _word(word[:_LONGEST])] = None
        if len(found) == _MOST_TERMS:
            break
    return list(found)


def _unspaced(run: str) -> Term:
    # モーター and モータ are one word.
    shorter = run.rstrip("ー")
    return Term(shorter if len(shorter) > 1 else run, unspaced=True)


def _word(word: str) -> Term:
    if word.isdigit() or len(word) < 3:
        # "ev" must not find "every", nor 50 find 500.
        return Term(word)
    return Term(_kannada_stem(word) if _KANNADA.search(word) else _english_stem(word), beginning=True)


def _english_stem(word: str) -> str:
    for ending, least in (("ies", 3), ("es", 4), ("s", 3)):
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    return word[:-1] if word.endswith("y") and len(word) > 4 else word


def _kannada_stem(word: str) -> str:
    stem = next(
        (word[: -len(one)] for one in _KANNADA_ENDINGS if word.endswith(one) and len(word) - len(one) >= _SHORTEST_STEM), word
    )
    shorter = stem.rstrip(_KANNADA_VOWEL_SIGNS)
    return shorter if len(shorter) >= _SHORTEST_STEM else stem
