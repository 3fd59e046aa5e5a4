"""The name of a file as it was typed, without what deceives a reader or leads a browser astray."""

import re
import unicodedata

LONGEST = 200
_SEPARATORS = re.compile(r"[/\\]")
# Besides control characters: what turns the reading direction, and signs that some system keeps for itself.
_UNWANTED = re.compile(r'[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb<>:"|?*]')


def shown(typed: str) -> str:
    """The last part of the path, in composed letters, at most LONGEST characters, with its ending; "file" where nothing is left."""
    name = _SEPARATORS.split(unicodedata.normalize("NFC", typed))[-1]
    name = "".join(sign for sign in name if unicodedata.category(sign) not in ("Cc", "Cs", "Cn", "Co"))
    name = " ".join(_UNWANTED.sub("", name).split()).strip(". ")
    if len(name) > LONGEST:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[: LONGEST - len(ending) - 1].rstrip()}.{ending}" if dot and len(ending) <= 10 else name[:LONGEST]
    return name or "file"


def ending(name: str) -> str:
    """What stands behind the last dot, in small letters."""
    return name.rpartition(".")[2].lower() if "." in name else ""
