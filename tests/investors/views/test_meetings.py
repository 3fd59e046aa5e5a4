"""The list of meetings, one meeting, and what is done to it with one button."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from investors.models import Attendance, Commitment, Company, FollowUp, Meeting
from portal.outbox.models import Delivery
from tests.cast import Cast

from .desk_rows import log

MOST = 12


@pytest.fixture
def officer(cast: Cast, client: Client) -> Client:
    client.force_login(cast.officer)
    return client


def _statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as told:
        assert client.get(address).status_code == 200
    return len(told)


def _many(number: int, **fields: object) -> list[Meeting]:
    day = datetime.date(2023, 1, 1)
    return Meeting.objects.bulk_create(
        [
            Meeting(title=f"Reported meeting {n}", state="reported", date=day + datetime.timedelta(days=n % 200), **fields)
            for n in range(number)
        ]
    )


def test_the_list_costs_the_same_for_3_and_for_300_meetings(cast: Cast, officer: Client) -> None:
    company = Company.objects.get(slug="example-denchi")
    for meeting in _many(3):
        meeting.companies.add(company)
    few = _statements(officer, "/desk/meetings/")
    for meeting in _many(297):
        meeting.companies.add(company)
    assert _statements(officer, "/desk/meetings/") == few <= MOST


def test_the_list_is_paged_by_key_without_gap_or_repetition(officer: Client) -> None:
    _many(75)
    address, seen = "/desk/meetings/?state=reported", []
    while address:
        text = officer.get(address).content.decode()
        seen += re.findall(r"/desk/meetings/([0-9a-f-]{36})/", text)
        following = re.search(r'rel="next" href="([^"]+)"', text)
        address = "/desk/meetings/" + following.group(1).replace("&amp;", "&") if following else ""
    assert (len(seen), len(set(seen))) == (75, 75)


def test_more_than_ten_thousand_are_counted_as_ten_thousand_and_more(officer: Client) -> None:
    _many(10_001)
    assert "10,000+ meetings" in officer.get("/desk/meetings/").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=e-mobility", True),
        ("q=another+state", True),
        ("q=no+such+word", False),
        ("company=example-denchi", True),
        ("company=example-motor", False),
        ("organisation=example-department", True),
        ("state=held&kind=delegation", True),
        ("state=cancelled", False),
        ("date_to=2020-01-01", False),
        ("owner={officer}", True),
        ("owner={colleague}", False),
        ("township=japan-industrial-township", False),
    ],
)
def test_the_list_is_narrowed_by_its_address(query: str, found: bool, cast: Cast, officer: Client) -> None:
    meeting = log(cast)
    text = officer.get("/desk/meetings/?" + query.format(officer=cast.officer.pk, colleague=cast.colleague.pk)).content.decode()
    assert (f"/desk/meetings/{meeting.pk}/" in text) is found
    assert ("No meeting fits" in text) is not found


@pytest.mark.parametrize("query", ["page=99999999999", "page=1", "nonsense=1", "cursor=nonsense", "q=%00", "q=" + "x" * 10_000])
def test_an_address_that_nobody_reads_is_answered_with_400(query: str, officer: Client) -> None:
    assert officer.get(f"/desk/meetings/?{query}").status_code == 400


def test_the_answer_to_an_unknown_filter_names_the_known_ones(officer: Client) -> None:
    text = officer.get("/desk/meetings/?page=99999999999").content.decode()
    assert "page" in text
    assert "delegation, kind, organisation, owner" in text


@pytest.mark.parametrize(
    "query", ["date_from=2024-02-30", "state=nonsense", "owner=nonsense", "q=" + "x" * 300, "segment=%3Cimg%3E"]
)
def test_a_wrong_value_is_told_beside_its_filter_and_finds_nothing(query: str, cast: Cast, officer: Client) -> None:
    log(cast)
    answer = officer.get(f"/desk/meetings/?{query}")
    assert (answer.status_code, answer.content.decode().count("field-error") >= 1) == (200, True)
    assert answer.context["page"].rows == []


def test_a_desk_without_meetings_says_what_to_do(officer: Client) -> None:
    assert "No meetings yet" in officer.get("/desk/meetings/").content.decode()


def test_the_page_shows_everything_that_belongs_to_the_meeting(cast: Cast, officer: Client) -> None:
    meeting = log(cast)
    text = officer.get(f"/desk/meetings/{meeting.pk}/").content.decode()
    for words in (
        "Japanese delegation on e-mobility", "India Standard Time", "Vidhana Soudha, Bengaluru", "Example mission of January",
        "Example Department", "Example Denchi", "Example Minister", "Hanako Example", '<span class="muted" lang="ja">例 花子</span>', "Director",
        "clean mobility policy", "They also look at another state.", "Send the township’s plot list", "Name the suppliers",
        "Awaiting approval", "1 message waits for approval", "Japan Standard Time", "Meeting logged", "Officer", "web page",
        "Not yet recorded.", "Example</span>",
    ):  # fmt: skip
        assert words in text, words


def test_the_page_costs_the_same_for_a_meeting_with_3_and_with_300_rows(cast: Cast, officer: Client) -> None:
    meeting = log(cast, promises=3)
    few = _statements(officer, f"/desk/meetings/{meeting.pk}/")
    Attendance.objects.bulk_create(
        [Attendance(meeting=meeting, side="guest", office=f"Office {n}", position=n) for n in range(300)]
    )
    one = Commitment.objects.filter(meeting=meeting).first()
    assert one is not None
    Commitment.objects.bulk_create(
        [
            Commitment(
                meeting=meeting,
                text=f"Promise {n}",
                side="host",
                promised_by_company=Company.objects.get(slug="example-denchi") if n == 0 else None,
                promised_by_contact=None if n == 0 else one.promised_by_contact,
                answered_for_by=cast.officer,
                due_on=one.due_on,
            )
            for n in range(297)
        ]
    )
    assert _statements(officer, f"/desk/meetings/{meeting.pk}/") == few <= MOST


def test_what_was_typed_is_inert_on_the_page(cast: Cast, officer: Client) -> None:
    meeting = log(cast, title="<img src=x onerror=alert(1)> {{7*7}}")
    text = officer.get(f"/desk/meetings/{meeting.pk}/").content.decode()
    assert "<img src=x" not in text
    assert "{{7*7}}" in text


def test_a_meeting_that_does_not_exist_is_404(officer: Client) -> None:
    assert officer.get("/desk/meetings/00000000-0000-7000-8000-000000000000/").status_code == 404


def test_cancelling_stops_what_is_not_sent_and_is_told_in_the_history(cast: Cast, officer: Client) -> None:
    meeting = log(cast)
    address = f"/desk/meetings/{meeting.pk}/"
    answer = officer.post(f"{address}cancel/", {"reason": "The guests could not come"})
    assert (answer.status_code, answer["Location"]) == (302, address)
    text = officer.get(address).content.decode()
    assert "Meeting cancelled" in text
    assert "The guests could not come" in text
    assert f"{address}cancel/" not in text
    assert set(Commitment.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert not FollowUp.objects.filter(state__in=FollowUp.OPEN).exists()
    assert not Delivery.objects.filter(state="waiting").exists()
    assert officer.get(f"{address}cancel/").status_code == 302


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501, "two\nlines\u202e"])
def test_a_cancellation_without_a_sound_reason_changes_nothing(reason: str, cast: Cast, officer: Client) -> None:
    meeting = log(cast)
    answer = officer.post(f"/desk/meetings/{meeting.pk}/cancel/", {"reason": reason})
    assert answer.status_code == 200
    assert "reason" in answer.context["form"].errors
    assert Meeting.objects.get().state == "held"


def test_the_outcome_is_recorded_and_its_reminder_stopped(cast: Cast, officer: Client) -> None:
    meeting = log(cast)
    address = f"/desk/meetings/{meeting.pk}/"
    officer.post(
        f"{address}outcome/", {"outcome": "They will send a team.", "shared_summary": "A team will come.", "version": "1"}
    )
    text = officer.get(address).content.decode()
    assert "Outcome recorded" in text
    assert "They will send a team." in text
    assert FollowUp.objects.get(step="record_outcome").state == "cancelled"


def test_a_stale_outcome_shows_both_texts_and_overwrites_nothing(cast: Cast, officer: Client) -> None:
    meeting = log(cast)
    address = f"/desk/meetings/{meeting.pk}/outcome/"
    officer.post(address, {"outcome": "Theirs", "version": "1"})
    answer = officer.post(address, {"outcome": "Mine", "version": "1"})
    text = answer.content.decode()
    assert "Theirs" in text
    assert "Mine" in text
    assert Meeting.objects.get().outcome == "Theirs"
    assert (
        officer.post(
            address, {"outcome": "Both", "version": re.search(r'name="version" value="(\d+)"', text).group(1)}
        ).status_code
        == 302
    )  # type: ignore[union-attr]
    assert Meeting.objects.get().outcome == "Both"
