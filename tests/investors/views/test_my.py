"""An investor's own pages: what is shared, and nothing of the desk's or of others."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from investors.models import Attendance, Commitment, Company, Contact, Establishment, Meeting, Membership, Project, ProjectStep
from tests.cast import Cast

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 1, 10)
SECRETS = ("CANARY-NOTES", "CANARY-OUTCOME", "CANARY-REASON", "CANARY-EVIDENCE", "CANARY-UNSHARED", "hidden@example.org")


def log(cast: Cast, slug: str, title: str, **fields: object) -> Meeting:
    """A meeting of the company with this slug, with a promise each way and one that is not shared."""
    company = Company.objects.get(slug=slug)
    values = {"state": "held", "shared_summary": "SHARED-SUMMARY", **fields}
    meeting = Meeting.objects.create(
        title=title, date=DAY, starts_at="2024-01-10T05:00Z", ends_at="2024-01-10T06:00Z", owner=cast.officer, place="Bengaluru",
        internal_notes="CANARY-NOTES", outcome="CANARY-OUTCOME", **values,
    )  # fmt: skip
    meeting.companies.add(company)
    contact = Contact.objects.create(name="Example Guest", email="hidden@example.org", company=company, note="CANARY-NOTES")
    Attendance.objects.create(
        meeting=meeting, side="guest", contact=contact, office="Director", company=company, note="CANARY-NOTES"
    )
    Attendance.objects.create(meeting=meeting, side="host", office="Commissioner")
    for text, side, shared in (
        ("Send the plot list", "host", True),
        ("Send the firm list", "guest", True),
        ("CANARY-UNSHARED", "host", False),
    ):
        Commitment.objects.create(
            meeting=meeting, text=text, side=side, promised_by_company=company, answered_for_by=cast.officer, due_on=DAY,
            is_shared=shared, evidence="CANARY-EVIDENCE", close_reason="CANARY-REASON", is_example=True,
        )  # fmt: skip
    return meeting


@pytest.mark.parametrize("path", ["/my/", "/my/meetings/0190b5f0-0000-7000-8000-000000000000/"])
def test_only_investors_have_own_pages(client: Client, cast: Cast, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next=/my/")
    for user in cast.desk:
        client.force_login(user)
        assert client.get(path).status_code == 404


def test_an_investor_reads_what_was_shared_and_both_sides_promises(client: Client, cast: Cast) -> None:
    meeting = log(cast, "example-denchi", "Visit of the factory")
    client.force_login(cast.investor)
    for path in ("/my/", f"/my/meetings/{meeting.pk}/"):
        page = client.get(path).content.decode()
        assert "Visit of the factory" in page
        assert "Send the plot list" in page and "Send the firm list" in page
        assert "10 January 2024" in page and "tag-open" in page and "tag-example" in page
    assert "SHARED-SUMMARY" in page and "Example Guest" in page and "Commissioner" in page
    assert "India Standard Time" in page and "Japan Standard Time" in page


@pytest.mark.parametrize("prefix", ["", "/ja", "/kn"])
def test_nothing_of_the_desk_is_on_an_investors_page(client: Client, cast: Cast, prefix: str) -> None:
    meeting = log(cast, "example-denchi", "Visit")
    client.force_login(cast.investor)
    for path in ("/my/", f"/my/meetings/{meeting.pk}/"):
        page = client.get(prefix + path).content.decode()
        assert [secret for secret in SECRETS if secret in page] == []


def test_the_desks_words_are_not_even_fetched(client: Client, cast: Cast) -> None:
    meeting = log(cast, "example-denchi", "Visit")
    client.force_login(cast.investor)
    for path in ("/my/", f"/my/meetings/{meeting.pk}/"):
        with CaptureQueriesContext(connection) as statements:
            client.get(path)
        said = " ".join(statement["sql"] for statement in statements)
        assert "internal_notes" not in said and '"outcome"' not in said and "cancel_reason" not in said


def test_another_companys_meeting_does_not_exist(client: Client, cast: Cast) -> None:
    meeting = log(cast, "example-denchi", "Visit of the factory")
    client.force_login(cast.stranger)
    assert client.get(f"/my/meetings/{meeting.pk}/").status_code == 404
    assert "Visit of the factory" not in client.get("/my/").content.decode()


def test_a_draft_does_not_exist_and_a_former_member_sees_nothing(client: Client, cast: Cast) -> None:
    draft = log(cast, "example-denchi", "Not yet", state="draft")
    held = log(cast, "example-denchi", "Held")
    client.force_login(cast.investor)
    assert client.get(f"/my/meetings/{draft.pk}/").status_code == 404
    assert client.get(f"/my/meetings/{held.pk}/").status_code == 200
    Membership.objects.filter(user=cast.investor).update(ended_on=DAY)
    assert client.get(f"/my/meetings/{held.pk}/").status_code == 404
    assert "Held" not in client.get("/my/").content.decode()


@pytest.mark.parametrize("count", [3, 300])
def test_own_pages_cost_the_same_however_much_there_is(client: Client, cast: Cast, count: int) -> None:
    own = Company.objects.get(slug="example-denchi")
    for number in range(min(count, 60)):
        meeting = log(cast, "example-denchi", f"Meeting {number}")
    Establishment.objects.bulk_create(Establishment(key=f"s{n}", company=own, kind="office") for n in range(count))
    plans = Project.objects.bulk_create(Project(slug=f"p{n}", company=own, title=f"P {n}", stage="mou") for n in range(count))
    ProjectStep.objects.bulk_create(ProjectStep(project=plan, stage="mou", amount_inr_crore=5) for plan in plans)
    client.force_login(cast.investor)
    for path in ("/my/", f"/my/meetings/{meeting.pk}/"):
        with CaptureQueriesContext(connection) as statements:
            assert client.get(path).status_code == 200
        assert len(statements) <= 12


def test_unknown_parameters_and_posts_are_refused(client: Client, cast: Cast) -> None:
    client.force_login(cast.investor)
    assert client.get("/my/?colour=blue").status_code == 400
    assert client.post("/my/").status_code == 405
