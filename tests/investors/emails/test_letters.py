"""What guests and officials read: a letter of their own language, from the first line to the last."""

import re

import pytest
from django.utils import translation

from investors.actions.follow_ups import approve_follow_up, draft_message
from investors.emails import reminders, thank_you
from investors.models import Attendance, Company, Contact, FollowUp
from tests.cast import Cast
from tests.investors.views.desk_rows import log

pytestmark = pytest.mark.django_db
LETTERS = {"ja": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]"), "kn": re.compile(r"[\u0c80-\u0cff]")}


def thanks(cast: Cast, language: str) -> tuple[FollowUp, str]:
    """A thank-you note to Hanako in this language, approved as it was proposed; and the mail's text."""
    meeting = log(cast)
    Company.objects.filter(slug="example-denchi").update(name_ja="例電池株式会社")
    Contact.objects.filter(email="hanako@example.org").update(language=language, family_name="Rei", given_name="Hanako")
    note = FollowUp.objects.select_related("meeting__owner", "contact__company", "contact__organisation").get(
        meeting=meeting, step="thank_you"
    )
    approve_follow_up(follow_up=note, message=draft_message(note), by=meeting.owner)
    note.refresh_from_db()
    with translation.override(language):
        return note, thank_you.render(note).text()


def test_a_japanese_guest_reads_a_japanese_business_letter(cast: Cast) -> None:
    _note, text = thanks(cast, "ja")
    lines = text.splitlines()
    assert lines[:4] == ["例電池株式会社", "例 花子 様", "", "平素より大変お世話になっております。"]
    assert "ご査収くださいますようお願い申し上げます。" in text
    assert "- Director 例 花子 様" in text  # the guest is honoured
    assert "- Minister Example Minister" in text  # one's own side is not
    closing = lines.index("何卒よろしくお願い申し上げます。")
    assert lines[closing + 2 : closing + 4] == ["Officer", "Setu"]
    assert closing > lines.index("出席者")


def test_an_english_letter_keeps_english_manners(cast: Cast) -> None:
    _note, text = thanks(cast, "en")
    assert text.startswith("Dear Rei-san,\n\nOn behalf of Setu, thank you very much for the meeting.")
    assert "- Hanako Example, Director" in text
    assert "\nYours sincerely,\n\nOfficer\nSetu\n" in text


def test_a_kannada_letter_is_respectful(cast: Cast) -> None:
    _note, text = thanks(cast, "kn")
    assert text.startswith("ಮಾನ್ಯ Hanako Example ಅವರೇ,\n")
    assert "\nವಂದನೆಗಳೊಂದಿಗೆ,\n\nOfficer\n" in text


@pytest.mark.parametrize("language", ["en", "ja", "kn"])
@pytest.mark.parametrize("step", ["record_outcome", "due_soon", "due_today", "overdue"])
def test_each_reminder_greets_and_closes_by_mail_and_comes_to_the_point_under_the_bell(
    cast: Cast, step: str, language: str
) -> None:
    log(cast)
    follow_up = FollowUp.objects.filter(user__isnull=False, commitment__isnull=False).select_related("meeting").first()
    assert follow_up is not None
    follow_up.step = step
    with translation.override(language):
        message = reminders.render_record_outcome(follow_up) if step == "record_outcome" else reminders.render_promise(follow_up)
        text, bell = message.text(), message.body()
    greeting = {"en": "Dear Officer,", "ja": "Officer 様", "kn": "ಮಾನ್ಯ Officer ಅವರೇ,"}[language]
    closing = {"en": "Yours sincerely,", "ja": "何卒よろしくお願い申し上げます。", "kn": "ವಂದನೆಗಳೊಂದಿಗೆ,"}[language]
    assert text.startswith(greeting)
    assert closing in text
    assert greeting not in bell and closing not in bell
    if language != "en":
        assert LETTERS[language].search(message.subject)


def test_a_person_without_name_is_shown_by_office(cast: Cast) -> None:
    meeting = log(cast)
    Attendance.objects.filter(meeting=meeting, side="guest").update(contact=None)
    note = FollowUp(meeting=meeting, message="…")
    with translation.override("ja"):
        assert "- Director\n" in thank_you.render(note).text()
