"""Approve a message in words of one's own, or dismiss it with the reason."""

import pytest
from django.test import Client

from investors.models import FollowUp
from portal.outbox.models import Delivery
from tests.cast import Cast

from .desk_rows import log


@pytest.fixture
def officer(cast: Cast, client: Client) -> Client:
    client.force_login(cast.officer)
    return client


@pytest.fixture
def thanks(cast: Cast) -> FollowUp:
    log(cast)
    return FollowUp.objects.get(step="thank_you")


def _page(client: Client, follow_up: FollowUp) -> str:
    return client.get(f"/desk/meetings/{follow_up.meeting_id}/").content.decode()


def test_the_proposed_words_stand_in_the_box(officer: Client, thanks: FollowUp) -> None:
    answer = officer.get(f"/desk/follow-ups/{thanks.pk}/approve/")
    assert "例 花子" in answer.context["form"].initial["message"]
    assert "Japan Standard Time" in answer.content.decode()


def test_the_preview_shows_the_mail_and_changes_nothing(officer: Client, thanks: FollowUp) -> None:
    answer = officer.post(f"/desk/follow-ups/{thanks.pk}/approve/", {"message": "Thank you, <b>all</b>!", "preview": "1"})
    text = answer.content.decode()
    assert text.count("Thank you, &lt;b&gt;all&lt;/b&gt;!") == 2
    assert "Japanese delegation on e-mobility" in text
    assert "They also look at another state." not in text
    assert FollowUp.objects.get(pk=thanks.pk).state == "awaiting_approval"


def test_an_approved_message_waits_for_its_moment_in_the_words_given(officer: Client, thanks: FollowUp) -> None:
    officer.post(f"/desk/follow-ups/{thanks.pk}/approve/", {"message": "Thank you all."})
    text = _page(officer, thanks)
    assert "Follow-up approved" in text
    assert "Officer" in text
    assert FollowUp.objects.get(pk=thanks.pk).message == "Thank you all."
    assert Delivery.objects.get(object_id=thanks.pk).state == "waiting"
    assert officer.get(f"/desk/follow-ups/{thanks.pk}/approve/").status_code == 302


@pytest.mark.parametrize("message", ["", "  ", "x" * 20_001, "reversed \u202e"])
def test_a_message_without_sound_words_is_not_approved(message: str, officer: Client, thanks: FollowUp) -> None:
    answer = officer.post(f"/desk/follow-ups/{thanks.pk}/approve/", {"message": message})
    assert "message" in answer.context["form"].errors
    assert not Delivery.objects.filter(object_id=thanks.pk).exists()


def test_a_message_approved_twice_leaves_once(officer: Client, thanks: FollowUp) -> None:
    address = f"/desk/follow-ups/{thanks.pk}/approve/"
    officer.post(address, {"message": "Thank you all."})
    answer = officer.post(address, {"message": "Thank you all."})
    assert "This message is not waiting for approval." in answer.content.decode()
    assert Delivery.objects.filter(object_id=thanks.pk).count() == 1


def test_a_dismissed_follow_up_says_why_and_is_not_sent(officer: Client, thanks: FollowUp) -> None:
    officer.post(f"/desk/follow-ups/{thanks.pk}/dismiss/", {"reason": "Thanked by telephone"})
    text = _page(officer, thanks)
    assert "Follow-up dismissed" in text
    assert "Thanked by telephone" in text
    assert not Delivery.objects.filter(object_id=thanks.pk, state="waiting").exists()
    assert officer.get(f"/desk/follow-ups/{thanks.pk}/dismiss/").status_code == 302


@pytest.mark.parametrize("reason", ["", "x" * 301, "two\nlines"])
def test_a_dismissal_without_a_sound_reason_changes_nothing(reason: str, officer: Client, thanks: FollowUp) -> None:
    answer = officer.post(f"/desk/follow-ups/{thanks.pk}/dismiss/", {"reason": reason})
    assert "reason" in answer.context["form"].errors
    assert FollowUp.objects.get(pk=thanks.pk).state == "awaiting_approval"


def test_a_reminder_to_an_official_is_not_for_approval(officer: Client, thanks: FollowUp) -> None:
    reminder = FollowUp.objects.filter(step="due_today").first()
    assert reminder is not None
    assert officer.get(f"/desk/follow-ups/{reminder.pk}/approve/").status_code == 302
