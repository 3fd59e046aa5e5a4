"""The list of visits, one visit, recording and changing it."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from investors.models import Company, Delegation, Meeting
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


def test_the_list_costs_the_same_for_3_and_for_300_visits(officer: Client) -> None:
    Delegation.objects.bulk_create([Delegation(name=f"Visit {n}") for n in range(3)])
    few = _statements(officer, "/desk/delegations/")
    Delegation.objects.bulk_create([Delegation(name=f"Visit {n}", starts_on=datetime.date(2024, 1, 10)) for n in range(297)])
    assert _statements(officer, "/desk/delegations/") == few <= MOST


def test_the_page_costs_the_same_for_3_and_for_300_meetings(cast: Cast, officer: Client) -> None:
    visit = Delegation.objects.create(name="Visit")
    address = f"/desk/delegations/{visit.pk}/"
    Meeting.objects.bulk_create(
        [Meeting(title=f"Meeting {n}", state="reported", date_precision="unknown", delegation=visit) for n in range(3)]
    )
    few = _statements(officer, address)
    Meeting.objects.bulk_create(
        [Meeting(title=f"Meeting {n}", state="reported", date_precision="unknown", delegation=visit) for n in range(297)]
    )
    assert _statements(officer, address) == few <= MOST


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=january", True),
        ("q=march", False),
        ("date_from=2024-01-12", True),
        ("date_from=2024-01-13", False),
        ("date_to=2024-01-09", False),
        ("country=JP", True),
        ("country=IN", False),
        ("company=example-denchi", True),
        ("company=example-motor", False),
    ],
)
def test_the_list_is_narrowed_by_its_address(query: str, found: bool, officer: Client) -> None:
    visit = Delegation.objects.create(
        name="Mission of January", country_code="JP", starts_on=datetime.date(2024, 1, 10), ends_on=datetime.date(2024, 1, 12)
    )
    visit.companies.add(Company.objects.get(slug="example-denchi"))
    text = officer.get(f"/desk/delegations/?{query}").content.decode()
    assert (f"/desk/delegations/{visit.pk}/" in text) is found


def test_a_visit_of_unknown_date_stands_last(officer: Client) -> None:
    Delegation.objects.create(name="Undated")
    Delegation.objects.create(name="Dated", starts_on=datetime.date(2020, 1, 1))
    text = officer.get("/desk/delegations/").content.decode()
    assert text.index(">Dated<") < text.index(">Undated<")


def test_a_visit_is_recorded_changed_and_told(officer: Client) -> None:
    company = Company.objects.get(slug="example-denchi")
    typed = {
        "name": "Mission",
        "country_code": "JP",
        "starts_on": "2024-01-10",
        "ends_on": "2024-01-12",
        "companies": [str(company.pk)],
        "is_example": "on",
    }
    address = officer.post("/desk/delegations/new/", typed)["Location"]
    text = officer.get(address).content.decode()
    assert ("Mission" in text, "Example Denchi" in text, "Delegation recorded" in text) == (True, True, True)
    officer.post(f"{address}edit/", {**typed, "name": "Great mission", "companies": []})
    text = officer.get(address).content.decode()
    assert ("Delegation changed" in text, "Mission → Great mission" in " ".join(text.split())) == (True, True)
    assert "Companies: Example Denchi taken off" in text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "two\nlines"}, "name"),
        ({"name": "Bob\r\nBcc: all@example.org"}, "name"),
        ({"note": "x" * 4001}, "note"),
        ({"country_code": "XX"}, "country_code"),
        ({"starts_on": "2024-02-30"}, "starts_on"),
        ({"starts_on": "1e400"}, "starts_on"),
        ({"starts_on": "0001-01-01"}, "starts_on"),
        ({"starts_on": "2024-01-12", "ends_on": "2024-01-10"}, "__all__"),
        ({"companies": ["nonsense"]}, "companies"),
    ],
)
def test_a_wrong_value_is_told_at_its_field_and_nothing_is_saved(typed: dict[str, object], field: str, officer: Client) -> None:
    answer = officer.post("/desk/delegations/new/", {"name": "Mission", **typed})
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not Delegation.objects.exists()


def test_a_meeting_shows_on_its_visits_page(cast: Cast, officer: Client) -> None:
    meeting = log(cast)
    assert f"/desk/meetings/{meeting.pk}/" in officer.get(f"/desk/delegations/{meeting.delegation_id}/").content.decode()
