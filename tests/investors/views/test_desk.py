"""Today's desk."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from investors.models import Commitment, Meeting
from portal.core import clock
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


def test_the_desk_shows_what_waits_for_me(cast: Cast, officer: Client) -> None:
    meeting = log(cast)
    context = officer.get("/desk/").context
    assert [row.text for row in context["promises"].rows] == [
        "Send the township’s plot list, part 1",
        "Name the suppliers, part 2",
    ]
    assert [row.contact.name for row in context["approvals"].rows] == ["Hanako Example"]
    assert [row.pk for row in context["silent"].rows] == [row.pk for row in context["logged"].rows] == [meeting.pk]


def test_what_waits_for_a_colleague_shows_on_the_whole_desk_only(cast: Cast, officer: Client) -> None:
    log(cast, by=cast.colleague)
    mine, desk = officer.get("/desk/").context, officer.get("/desk/?whose=desk").context
    boxes = ("promises", "approvals", "silent", "logged")
    assert [len(mine[name].rows) for name in boxes] == [0, 0, 0, 0]
    assert [len(desk[name].rows) for name in boxes] == [2, 1, 1, 1]


def test_who_owns_nothing_sees_the_whole_desk(cast: Cast, client: Client) -> None:
    log(cast)
    client.force_login(cast.reader)
    assert len(client.get("/desk/").context["logged"].rows) == 1


def test_an_overdue_promise_says_so(cast: Cast, officer: Client) -> None:
    log(cast)
    Commitment.objects.update(due_on=clock.now().date() - datetime.timedelta(days=3))
    assert "overdue" in officer.get("/desk/").content.decode()


def test_a_meeting_with_its_outcome_is_silent_no_more(cast: Cast, officer: Client) -> None:
    log(cast)
    Meeting.objects.update(outcome="They come again.")
    assert officer.get("/desk/").context["silent"].rows == []


def test_the_desk_costs_the_same_for_few_and_for_many_rows(cast: Cast, officer: Client) -> None:
    log(cast)
    few = _statements(officer, "/desk/")
    for number in range(12):
        log(cast, title=f"Meeting {number}", promises=25)
    Commitment.objects.update(due_on=clock.now().date())
    assert _statements(officer, "/desk/") == few <= MOST
    assert "302" in officer.get("/desk/").content.decode()


def test_an_empty_desk_says_so(officer: Client) -> None:
    text = officer.get("/desk/").content.decode()
    for words in (
        "Nothing is due.",
        "No message waits.",
        "Every meeting that is over has its outcome.",
        "No meeting has been logged yet.",
    ):
        assert words in text


def test_an_address_that_nobody_reads_is_answered_with_400(officer: Client) -> None:
    assert officer.get("/desk/?page=99999999999").status_code == 400
