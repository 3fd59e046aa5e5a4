"""The same page in the other languages. English stands without prefix, the others under `/ja/` and `/kn/`."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language

# Each language in its own letters: a reader must recognise it in any language's page.
OWN_NAMES = {"en": "English", "ja": "日本語", "kn": "ಕನ್ನಡ"}


@dataclass(frozen=True)
class Alternate:
    """This page in one language. `url` begins with a slash and keeps the query; `absolute` is its address to the world."""

    code: str
    name: str
    url: str
    absolute: str
    current: bool


_PREFIX = re.compile(rf"(?:/(?:{'|'.join(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)})(?=/))+")


def in_language(path: str, code: str) -> str:
    """The path (with its query, if it has one) under another language's prefix. It stays within this site."""
    bare = _PREFIX.sub("", path, count=1) if _PREFIX.match(path) else path
    # Browsers read a backslash as a slash, and two slashes as another site.
    bare = bare.replace("\\", "%5C")
    return escape_leading_slashes(bare) if code == settings.LANGUAGE_CODE else f"/{code}{bare}"


def alternates(request: HttpRequest) -> list[Alternate]:
    """This page in each language, the reader's included; empty where a page has no other language (the administration).

    A page that was not found has them too: the reader learns in his own language that it is not there.
    """
    current, here = get_language() or settings.LANGUAGE_CODE, request.get_full_path()
    if request.resolver_match is not None and not _has_prefixes(request.path, current):
        return []
    return [
        Alternate(
            code, OWN_NAMES[code], in_language(here, code), settings.SITE_URL + in_language(request.path, code), code == current
        )
        for code, _name in settings.LANGUAGES
    ]


def _has_prefixes(path: str, current: str) -> bool:
    other = next(code for code, _name in settings.LANGUAGES if code != current)
    return translate_url(path, other) != path
