"""The language in which a translated text of a row is really shown: the reader's, or English where nobody has translated it yet."""

from typing import Any

from django.utils.translation import get_language

from .formats import reading_language


class Shown(str):
    """A text and, in `language`, the language it is in where that is not the page's; "" where it is."""

    language: str

    def __new__(cls, text: str, language: str = "") -> "Shown":
        made = super().__new__(cls, text)
        made.language = language
        return made


def language_of(row: Any, field: str) -> str:
    """The reader's language, or "en" where this text has no translation into it."""
    code = reading_language(get_language())
    return code if getattr(row, f"{field}_{code}", None) or not getattr(row, field) else "en"


def shown(row: Any) -> Shown:
    """What a select or a group of boxes calls a row: its words, and their language where it is another than the page's."""
    field = next((name for name in ("name", "title") if hasattr(row, f"{name}_en")), "")
    language = language_of(row, field) if field else ""
    return Shown(str(row), "" if language == reading_language() else language)
