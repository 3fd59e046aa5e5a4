"""Every country by its name, for a select."""

from babel import Locale

from portal.core.formats import reading_language

# The desk's own partners first; the rest by name.
FIRST = ("JP", "IN")


def countries() -> list[tuple[str, str]]:
    """Every country by its name in the reader's language."""
    names = {
        code: name
        for code, name in Locale.parse(reading_language()).territories.items()
        if len(code) == 2 and code.isalpha() and code not in ("EU", "UN", "EZ", "ZZ", "XA", "XB", "QO")
    }
    rest = sorted((name, code) for code, name in names.items() if code not in FIRST)
    return [("", "–"), *((code, names[code]) for code in FIRST), *((code, name) for name, code in rest)]
