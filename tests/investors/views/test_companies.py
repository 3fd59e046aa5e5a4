"""Companies as the desk sees them."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from investors.models import Company, Contact, Establishment, Meeting, Project, ProjectStep
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


def test_the_list_costs_the_same_for_3_and_for_300_companies(officer: Client) -> None:
    few = _statements(officer, "/desk/companies/")
    Company.objects.bulk_create([Company(slug=f"firm-{n}", name=f"Firm {n}", name_en=f"Firm {n}") for n in range(300)])
    assert _statements(officer, "/desk/companies/") == few <= MOST


def test_the_page_shows_sites_ladder_people_meetings_and_promises(cast: Cast, officer: Client) -> None:
    meeting = log(cast)
    company = Company.objects.get(slug="example-denchi")
    Establishment.objects.create(key="one", company=company, kind="plant", place="Narasapura", is_example=True)
    project = Project.objects.create(slug="cells", company=company, title="Cell plant", stage="mou")
    ProjectStep.objects.create(project=project, stage="stated_interest", jobs=700)
    ProjectStep.objects.create(
        project=project, stage="mou", amount_inr_crore=Decimal("3237.30"), on=datetime.date(2024, 1, 1), on_precision="month"
    )
    text = " ".join(officer.get("/desk/companies/example-denchi/").content.decode().split())
    for words in (
        "Narasapura", "Cell plant", "700 jobs", "INR 3,237.30 crore", "January 2024", "not reached", "Hanako Example", "hanako@example.org",
        f"/desk/meetings/{meeting.pk}/", "Send the township’s plot list", "Japan",
    ):  # fmt: skip
        assert words in text, words


def test_the_page_costs_the_same_for_3_and_for_300_rows(cast: Cast, officer: Client) -> None:
    company = Company.objects.get(slug="example-denchi")
    address = "/desk/companies/example-denchi/"

    def fill(first: int, last: int) -> None:
        Establishment.objects.bulk_create(
            [Establishment(key=f"site-{n}", company=company, kind="plant") for n in range(first, last)]
        )
        projects = Project.objects.bulk_create(
            [Project(slug=f"p-{n}", company=company, title=f"Project {n}", stage="mou") for n in range(first, last)]
        )
        ProjectStep.objects.bulk_create([ProjectStep(project=project, stage="mou") for project in projects])
        Contact.objects.bulk_create([Contact(name=f"Person {n}", company=company) for n in range(first, last)])
        for meeting in Meeting.objects.bulk_create(
            [Meeting(title=f"Meeting {n}", state="reported", date_precision="unknown") for n in range(first, last)]
        ):
            meeting.companies.add(company)

    log(cast)
    fill(0, 3)
    few = _statements(officer, address)
    fill(3, 300)
    assert _statements(officer, address) == few <= MOST


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=denchi", True), ("country=JP", True), ("country=IN", False), ("kind=plant", False), ("q=nothing", False)],
)
def test_the_list_is_narrowed_by_its_address(query: str, found: bool, officer: Client) -> None:
    assert ("/desk/companies/example-denchi/" in officer.get(f"/desk/companies/?{query}").content.decode()) is found


def test_a_company_that_does_not_exist_is_404(officer: Client) -> None:
    assert officer.get("/desk/companies/no-such-firm/").status_code == 404
