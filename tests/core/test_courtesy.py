"""How a letter calls a person, begins and ends."""

from typing import Any

import pytest
from django.utils import translation

from portal.core.courtesy import called, closing, greeting

HANAKO = {"name": "Rei Hanako", "family_name": "Rei", "native_name": "例 花子"}


@pytest.mark.parametrize(
    ("language", "person", "expected"),
    [
        ("ja", HANAKO, "例 花子 様"),
        ("ja", {"name": "Ann Example"}, "Ann Example 様"),
        ("ja", HANAKO | {"honorific": "閣下"}, "例 花子 閣下"),
        ("ja", {"name": "Ann Example", "honorific": "Dr."}, "Ann Example 様"),
        ("en", HANAKO, "Rei-san"),
        ("en", {"name": "Rei Hanako", "native_name": "例 花子"}, "Rei Hanako-san"),
        ("en", {"name": "Ann Example"}, "Ann Example"),
        ("en", {"name": "Ann Example", "honorific": "Dr."}, "Dr. Ann Example"),
        ("en", HANAKO | {"honorific": "閣下"}, "Rei-san"),
        ("kn", {"name": "Asha Rao", "native_name": "ಆಶಾ ರಾವ್"}, "Asha Rao"),
    ],
)
def test_a_person_is_called_as_the_letters_language_does(language: str, person: dict[str, str], expected: str) -> None:
    with translation.override(language):
        assert called(**person) == expected


def test_a_letter_begins_with_the_manners_of_its_language() -> None:
    with translation.override("en"):
        assert greeting("Rei-san", body="Example Denchi") == "Dear Rei-san,"
    with translation.override("ja"):
        assert (
            greeting("例 花子 様", body="例電池株式会社") == "例電池株式会社\n例 花子 様\n\n平素より大変お世話になっております。"
        )
        assert greeting("例 花子 様").startswith("例 花子 様\n")
    with translation.override("kn"):
        assert greeting("Asha Rao") == "ಮಾನ್ಯ Asha Rao ಅವರೇ,"


def test_a_letter_ends_with_who_writes_and_for_whom(settings: Any) -> None:
    settings.SITE_OWNER, settings.SITE_NAME, settings.SITE_CONTACT = "Japan Desk", "Setu", "desk@example.org"
    with translation.override("ja"):
        assert closing("Asha Rao") == "何卒よろしくお願い申し上げます。\n\nAsha Rao\nJapan Desk\nSetu\ndesk@example.org"
    settings.SITE_OWNER = ""
    with translation.override("en"):
        assert closing() == "Yours sincerely,\n\nSetu\ndesk@example.org"
