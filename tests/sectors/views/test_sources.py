"""Sources, what rests on each, and the figures that differ."""

import pytest
from django.test import Client

from investors.models import Company, Project
from sectors.models import Claim, Incentive, Opportunity, Source
from tests.cast import Cast

from .offer_rows import DAY, make_offer

pytestmark = pytest.mark.django_db


def claim(key: str, value: int, **more: object) -> Claim:
    given = {
        "subject_kind": "state", "subject": "here", "measure": "japanese_firms", "unit": "firms", "as_of": DAY,
        "as_of_precision": "day", "status": "reported", "qualifier": "exact", **more,
    }  # fmt: skip
    return Claim.objects.create(key=key, value=value, source=Source.objects.get(code="X1"), **given)


def test_a_source_names_every_figure_and_row_that_rests_on_it(client: Client) -> None:
    make_offer(3)
    page = client.get("/sources/X1/").content.decode()
    assert "Example Times" in page and 'href="https://example.org/report"' in page
    assert "over 500 acres" in page and 'href="/townships/place-0/"' in page
    assert 'href="/opportunities/chance-2/"' in page
    assert 'href="/policies/rules/#benefit-1"' in page
    assert "Reported 0" not in page  # a meeting without a key of the reference data
    assert "Plan 1" in page and "Works" in page


def test_what_the_public_may_not_know_is_not_named_on_a_source(client: Client, cast: Cast) -> None:
    make_offer(3)
    Opportunity.objects.filter(slug="chance-0").update(status="draft")
    quiet = Project.objects.create(slug="quiet", company=Company.objects.get(slug="works"), title="SECRET-PLAN", stage="mou")
    claim("on-the-plan", 5, subject_kind="project", subject="quiet", measure="amount", unit="inr_crore")
    page = client.get("/sources/X1/").content.decode()
    assert "Chance 0" not in page and "SECRET-PLAN" not in page and "Quiet" in page
    quiet.sources.add(Source.objects.get(code="X1"))
    assert "SECRET-PLAN" in client.get("/sources/X1/").content.decode()
    client.force_login(cast.officer)
    assert "Chance 0" in client.get("/sources/X1/").content.decode()


def test_a_source_with_many_figures_comes_in_pages(client: Client) -> None:
    make_offer(60)
    seen: set[str] = set()
    cursor: str | None = ""
    while cursor is not None:
        page = client.get("/sources/X1/", {"cursor": cursor} if cursor else {}).context["page"]
        seen |= {row.key for row in page.rows}
        cursor = page.next
    assert len(seen) == 240


def test_the_list_counts_what_rests_on_each_and_marks_the_weak(client: Client, cast: Cast) -> None:
    make_offer(3)
    Source.objects.create(code="X2", publisher="Rumour", quality="weak")
    Opportunity.objects.filter(slug="chance-0").update(status="draft")
    rows = {row.code: row for row in client.get("/sources/").context["page"].rows}
    assert (rows["X1"].claim_count, rows["X1"].row_count) == (12, 8)
    assert (rows["X2"].claim_count, rows["X2"].row_count) == (0, 0)
    assert "tag-weak" in client.get("/sources/").content.decode()
    client.force_login(cast.officer)
    assert {row.code: row.row_count for row in client.get("/sources/").context["page"].rows}["X1"] == 9


@pytest.mark.parametrize(
    ("query", "found"), [("quality=weak", ["X2"]), ("q=example", ["X1"]), ("q=x1+times", ["X1"]), ("q=no", [])]
)
def test_sources_are_found_by_quality_and_word(client: Client, query: str, found: list[str]) -> None:
    make_offer(1)
    Source.objects.create(code="X2", publisher="Rumour", quality="weak")
    assert [row.code for row in client.get(f"/sources/?{query}").context["page"].rows] == found


def test_a_quality_that_does_not_exist_is_explained_where_it_was_given(client: Client) -> None:
    answer = client.get("/sources/?quality=excellent")
    assert answer.status_code == 200
    assert "Quality: Nothing here is called “excellent”." in answer.content.decode()


def test_figures_that_differ_stand_side_by_side_and_equal_ones_do_not(client: Client) -> None:
    source = Source.objects.create(code="X1", publisher="Example Times")
    for key, value in (("a", 228), ("b", 525), ("c", 525)):
        claim(key, value)
        claim(f"{key}2", value, subject="village", subject_kind="village", measure="amount", unit="inr_crore")
    for key in ("d", "e"):
        claim(key, 7, measure="jobs", unit="jobs", subject="village", subject_kind="village")
    Claim.objects.create(
        key="f", subject_kind="policy", subject="rules", measure="end_date", unit="date", value_date=DAY, source=source,
        status="reported", qualifier="exact",
    )  # fmt: skip
    answer = client.get("/sources/figures/")
    # The headline counts open the page and are not told a second time.
    assert [(one.label, len(one.claims)) for one in answer.context["headline"].counts] == [("Japanese firms", 3)]
    (one,) = answer.context["subjects"]
    assert (one.about.text, [(two.label, len(two.claims)) for two in one.measures]) == ("Village", [("amount", 3)])
    assert all(two.is_contradicted for two in one.measures)
    page = answer.content.decode()
    assert "228 firms" in page and "INR 525 crore" in page and "7 jobs" not in page


def test_differing_figures_come_in_pages_that_split_no_measure(client: Client) -> None:
    Source.objects.create(code="X1", publisher="Example Times")
    for number in range(25):
        for value in (1, 2, 3):
            claim(f"k-{number}-{value}", value, subject=f"place-{number:02}", subject_kind="village")
    first = client.get("/sources/figures/")
    assert [len(one.measures[0].claims) for one in first.context["subjects"]] == [3] * 20
    second = client.get("/sources/figures/", {"cursor": first.context["page"].next})
    assert [len(one.measures[0].claims) for one in second.context["subjects"]] == [3] * 5


def test_figures_on_pages_lead_to_their_source(client: Client) -> None:
    make_offer(1)
    for path in ("/townships/place-0/", "/segments/root/", "/incentives/", "/opportunities/chance-0/", "/policies/rules/"):
        assert 'href="/sources/X1/"' in client.get(path).content.decode(), path


def test_a_policy_shows_what_it_gives_and_what_can_be_taken_up_under_it(client: Client) -> None:
    make_offer(3)
    page = client.get("/policies/rules/").content.decode()
    assert "Benefit 2" in page and "up to 25 %" in page and "clause not seen" in page
    assert 'href="/opportunities/chance-0/"' in page and "INR 500 crore" in page
    Incentive.objects.all().delete()
    assert "No benefit of it is known from a source." in client.get("/policies/rules/").content.decode()
