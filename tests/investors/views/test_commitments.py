"""The list of promises, one promise, and every verb on it."""

import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from investors.models import Commitment, FollowUp
from portal.outbox.models import Delivery
from tests.cast import Cast

from .desk_rows import log

MOST = 12


@pytest.fixture
def officer(cast: Cast, client: Client) -> Client:
    client.force_login(cast.officer)
    return client


@pytest.fixture
def promise(cast: Cast) -> Commitment:
    log(cast)
    return Commitment.objects.select_related("answered_for_by").get(position=0)


def _history(client: Client, promise: Commitment) -> str:
    text = client.get(f"/desk/commitments/{promise.pk}/").content.decode()
    return re.sub(r"\s+", " ", text[text.index('class="timeline"') :])


def _statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as told:
        assert client.get(address).status_code == 200
    return len(told)


def test_the_list_costs_the_same_for_3_and_for_300_promises(cast: Cast, officer: Client) -> None:
    log(cast, promises=3)
    few = _statements(officer, "/desk/commitments/")
    one = Commitment.objects.filter(position=0).get()
    many = [
        Commitment(
            meeting_id=one.meeting_id,
            text=f"Promise {n}",
            side="host",
            promised_by_contact_id=one.promised_by_contact_id,
            answered_for_by=cast.officer,
            due_on=one.due_on,
        )
        for n in range(297)
    ]
    Commitment.objects.bulk_create(many)
    assert _statements(officer, "/desk/commitments/") == few <= MOST
    assert "300 promises" in officer.get("/desk/commitments/").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=open", True),
        ("state=kept", False),
        ("side=host", True),
        ("side=guest", False),
        ("overdue=true", False),
        ("overdue=false", True),
        ("answered_for_by={officer}", True),
        ("answered_for_by={colleague}", False),
        ("due_to=2020-01-01", False),
        ("q=plot+list", True),
    ],
)
def test_the_list_is_narrowed_by_its_address(query: str, found: bool, cast: Cast, officer: Client, promise: Commitment) -> None:
    text = officer.get(
        "/desk/commitments/?" + query.format(officer=cast.officer.pk, colleague=cast.colleague.pk)
    ).content.decode()
    assert (f"/desk/commitments/{promise.pk}/" in text) is found


@pytest.mark.parametrize("query", ["page=99999999999", "cursor=nonsense", "q=%00"])
def test_an_address_that_nobody_reads_is_answered_with_400(query: str, officer: Client) -> None:
    assert officer.get(f"/desk/commitments/?{query}").status_code == 400


def test_the_page_costs_the_same_for_few_and_for_many_reminders(cast: Cast, officer: Client, promise: Commitment) -> None:
    address = f"/desk/commitments/{promise.pk}/"
    few = _statements(officer, address)
    one = promise.follow_ups.first()
    assert one is not None
    FollowUp.objects.bulk_create(
        [
            FollowUp(
                meeting_id=one.meeting_id,
                commitment=promise,
                step="overdue",
                occurrence=f"x{n}",
                user=cast.officer,
                state="planned",
                due_at=one.due_at,
            )
            for n in range(300)
        ]
    )
    assert _statements(officer, address) == few <= MOST


def test_editing_changes_words_and_date_and_tells_old_and_new(officer: Client, promise: Commitment) -> None:
    address = f"/desk/commitments/{promise.pk}/"
    moved = promise.due_on.replace(year=promise.due_on.year + 1)
    officer.post(
        f"{address}edit/", {"text": "Send the list by post", "due_on": moved.isoformat(), "is_shared": "on", "version": "1"}
    )
    told = _history(officer, promise)
    assert "Promise changed" in told
    assert "Officer · web page" in told
    assert "→ Send the list by post" in told
    assert str(moved.year) in told
    assert not Delivery.objects.filter(
        state="waiting", due_at__year=promise.due_on.year, object_id__in=promise.follow_ups.values("pk")
    ).exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"text": "Send\u202ethe list"}, "text"),
        ({"due_on": "2026-02-30"}, "due_on"),
        ({"due_on": "9999-01-01"}, "due_on"),
        ({"due_on": "1e400"}, "due_on"),
        ({"version": "1e400"}, "version"),
    ],
)
def test_a_wrong_value_is_told_at_its_field_and_nothing_is_saved(
    typed: dict[str, str], field: str, officer: Client, promise: Commitment
) -> None:
    whole = {"text": "Send the list", "due_on": "2027-01-04", "version": "1", **typed}
    body = "&".join(f"{name}={_quoted(value)}" for name, value in whole.items())
    answer = officer.post(f"/desk/commitments/{promise.pk}/edit/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert Commitment.objects.get(pk=promise.pk).version == 1


def _quoted(value: str) -> str:
    return quote(value)


def test_a_stale_edit_shows_both_texts_and_overwrites_nothing(officer: Client, promise: Commitment) -> None:
    address = f"/desk/commitments/{promise.pk}/edit/"
    officer.post(address, {"text": "Theirs", "due_on": "2027-01-04", "version": "1"})
    text = officer.post(address, {"text": "Mine", "due_on": "2027-01-04", "version": "1"}).content.decode()
    assert ("Theirs" in text, "Mine" in text, "Nothing was overwritten" in text) == (True, True, True)
    assert Commitment.objects.get(pk=promise.pk).text == "Theirs"


def test_proposing_keeps_the_reminders_and_shows_the_evidence(officer: Client, promise: Commitment) -> None:
    officer.post(f"/desk/commitments/{promise.pk}/propose/", {"evidence": "Sent by post"})
    assert "Promise proposed as done" in _history(officer, promise)
    assert Delivery.objects.filter(state="waiting", object_id__in=promise.follow_ups.values("pk")).exists()


def test_closing_as_kept_needs_evidence(officer: Client, promise: Commitment) -> None:
    answer = officer.post(f"/desk/commitments/{promise.pk}/close/", {"kept": "kept", "evidence": " "})
    assert "evidence" in answer.context["form"].errors
    assert Commitment.objects.get(pk=promise.pk).state == "open"


def test_closing_as_missed_needs_the_reason(officer: Client, promise: Commitment) -> None:
    answer = officer.post(f"/desk/commitments/{promise.pk}/close/", {"kept": "missed", "reason": ""})
    assert "reason" in answer.context["form"].errors


def test_closing_as_kept_stops_the_reminders_and_can_be_undone(officer: Client, promise: Commitment) -> None:
    address = f"/desk/commitments/{promise.pk}/"
    officer.post(f"{address}close/", {"kept": "kept", "evidence": "Letter 12", "evidence_url": "https://example.org/letter"})
    assert "Promise closed as kept" in _history(officer, promise)
    assert not Delivery.objects.filter(state="waiting", object_id__in=promise.follow_ups.values("pk")).exists()
    assert officer.get(f"{address}close/").status_code == 302
    officer.post(f"{address}reopen/", {"reason": "The letter came back"})
    assert "Promise reopened" in _history(officer, promise)
    assert Delivery.objects.filter(state="waiting", object_id__in=promise.follow_ups.values("pk")).exists()


def test_closing_as_missed_tells_the_reason(officer: Client, promise: Commitment) -> None:
    officer.post(f"/desk/commitments/{promise.pk}/close/", {"kept": "missed", "reason": "The plots are gone"})
    told = _history(officer, promise)
    assert "Promise closed as missed" in told
    assert "The plots are gone" in told


def test_withdrawing_tells_the_reason(officer: Client, promise: Commitment) -> None:
    officer.post(f"/desk/commitments/{promise.pk}/withdraw/", {"reason": "Said by mistake"})
    told = _history(officer, promise)
    assert "Promise withdrawn" in told
    assert "Said by mistake" in told


@pytest.mark.parametrize("verb", ["withdraw", "reopen"])
@pytest.mark.parametrize("reason", ["", "x" * 501, "two\nlines"])
def test_a_decision_without_a_sound_reason_changes_nothing(verb: str, reason: str, officer: Client, promise: Commitment) -> None:
    if verb == "reopen":
        officer.post(f"/desk/commitments/{promise.pk}/close/", {"kept": "missed", "reason": "The plots are gone"})
    before = Commitment.objects.get(pk=promise.pk).version
    answer = officer.post(f"/desk/commitments/{promise.pk}/{verb}/", {"reason": reason})
    assert "reason" in answer.context["form"].errors
    assert Commitment.objects.get(pk=promise.pk).version == before


def test_reassigning_sends_the_reminders_to_the_new_official(cast: Cast, officer: Client, promise: Commitment) -> None:
    officer.post(f"/desk/commitments/{promise.pk}/reassign/", {"to": str(cast.colleague.pk)})
    told = _history(officer, promise)
    assert "Promise reassigned" in told
    assert "Officer → Colleague" in told
    waiting = Delivery.objects.filter(state="waiting", object_id__in=promise.follow_ups.values("pk"))
    assert set(waiting.values_list("user__name", flat=True)) == {"Colleague"}


@pytest.mark.parametrize("whom", ["reader", "investor"])
def test_a_promise_is_not_reassigned_to_who_may_not_act(whom: str, cast: Cast, officer: Client, promise: Commitment) -> None:
    answer = officer.post(f"/desk/commitments/{promise.pk}/reassign/", {"to": str(getattr(cast, whom).pk)})
    assert "to" in answer.context["form"].errors


def test_a_supervisor_closes_for_the_officer_and_is_named(cast: Cast, client: Client, promise: Commitment) -> None:
    client.force_login(cast.supervisor)
    client.post(f"/desk/commitments/{promise.pk}/close/", {"kept": "kept", "evidence": "Seen"})
    assert "Supervisor · web page" in _history(client, promise)
