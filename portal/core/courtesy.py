"""How a letter calls the person it is for, how it begins and how it ends: each language has its own good manners.

A Japanese letter names the firm and the person with 様 on lines of their own, opens with thanks for the relation, and closes with a
request for goodwill; a Kannada one speaks of the person with respect (ಮಾನ್ಯ … ಅವರೇ). What is asked here is in the active language.
"""

import re

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .formats import reading_language

_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_SCRIPTS = (("ja", _JAPANESE), ("kn", re.compile(r"[\u0c80-\u0cff]")), ("hi", re.compile(r"[\u0900-\u097f]")))


def is_japanese(text: str) -> bool:
    """Whether a text is written with kana or kanji."""
    return bool(_JAPANESE.search(text))


def language_of_script(text: str) -> str:
    """The language that a name's letters tell, "" where they tell none."""
    return next((language for language, letters in _SCRIPTS if letters.search(text)), "")


def called(name: str, *, family_name: str = "", native_name: str = "", honorific: str = "") -> str:
    """A person in a letter: 例 花子 様; Rei-san for a Japanese reader of English; Dr. Ann Example. `name` is in the order he prefers.

    A form of address that was recorded wins where the letter's script can write it.
    """
    language = reading_language()
    if language == "ja":
        return f"{native_name or name} {honorific if is_japanese(honorific) else '様'}"
    if honorific and not is_japanese(honorific):
        return f"{honorific} {name}"
    return f"{family_name or name}-san" if language == "en" and is_japanese(native_name) else name


def greeting(called_as: str, *, body: str = "") -> str:
    """How a letter begins: Dear Rei-san, / 例電池株式会社, 例 花子 様, 平素より… / ಮಾನ್ಯ … ಅವರೇ,

    `body` is the firm or body of the person: a Japanese letter names it above the person.
    """
    begun = pgettext("beginning of a letter", "Dear %(name)s,") % {"name": called_as}
    return f"{body}\n{begun}" if body and reading_language() == "ja" else begun


def closing(by: str = "") -> str:
    """How a letter ends: the closing words, who writes, and the house he writes for."""
    house = [settings.SITE_OWNER, settings.SITE_NAME, settings.SITE_CONTACT]
    return "\n".join([_("Yours sincerely,"), "", *(line for line in (by, *house) if line)])
