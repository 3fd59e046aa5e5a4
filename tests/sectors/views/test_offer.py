"""The public pages: what they show, to whom, and what they cost."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from investors.models import Establishment, Meeting, Project
from sectors.models import Opportunity, Segment, Township
from tests.cast import Cast

from .offer_rows import DAY, make_offer

pytestmark = pytest.mark.django_db

LISTS = [
    "/",
    "/segments/",
    "/segments/?q=part",
    "/opportunities/",
    "/townships/",
    "/incentives/",
    "/sources/",
    "/sources/figures/",
]
ONES = [
    "/segments/root/",
    "/segments/part-0/",
    "/opportunities/chance-0/",
    "/townships/place-0/",
    "/policies/rules/",
    "/sources/X1/",
]
MOST = 12


def cost(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as statements:
        assert client.get(path).status_code == 200, path
    return len(statements)


@pytest.mark.parametrize("count", [3, 300])
def test_a_page_costs_at_most_twelve_statements(client: Client, cast: Cast, count: int) -> None:
    make_offer(count)
    costs = {path: cost(client, path) for path in LISTS + ONES}
    assert {path: spent for path, spent in costs.items() if spent > MOST} == {}
    client.force_login(cast.officer)
    signed_in = {path: cost(client, path) for path in LISTS + ONES}
    assert {path: spent for path, spent in signed_in.items() if spent > MOST} == {}


@pytest.mark.parametrize("prefix", ["", "/ja", "/kn"])
def test_every_page_opens_in_three_languages(client: Client, prefix: str) -> None:
    make_offer(3)
    for path in LISTS + ONES:
        assert client.get(prefix + path).status_code == 200


@pytest.mark.parametrize("path", LISTS)
def test_an_empty_offer_is_still_a_page(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


def test_a_long_list_comes_in_pages_of_fifty(client: Client) -> None:
    make_offer(120)
    seen: set[str] = set()
    cursor, pages = "", 0
    while cursor is not None:
        page = client.get("/townships/", {"cursor": cursor} if cursor else {}).context["page"]
        assert len(page.rows) <= 50
        seen |= {row.slug for row in page.rows}
        cursor, pages = page.next, pages + 1
    assert (len(seen), pages) == (120, 3)


@pytest.mark.parametrize("path", [*LISTS[1:], "/townships/place-0/"])
def test_an_unknown_filter_is_refused_by_name(client: Client, path: str) -> None:
    make_offer(3)
    answer = client.get(path, {"colour": "blue"})
    assert answer.status_code == 400
    assert "colour" in answer.content.decode() and "cursor" in answer.content.decode()


@pytest.mark.parametrize("query", ["?cursor=99999999999", "?cursor=%27%3B--", "?q=%00", "?page=99999999999"])
@pytest.mark.parametrize("path", ["/townships/", "/sources/", "/incentives/"])
def test_broken_addresses_are_refused(client: Client, path: str, query: str) -> None:
    assert client.get(path + query).status_code == 400


def test_what_does_not_exist_is_not_found(client: Client) -> None:
    for path in ("/segments/none/", "/opportunities/none/", "/townships/none/", "/policies/none/", "/sources/none/"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_only_officials_see_what_is_not_published(client: Client, cast: Cast, status: str) -> None:
    make_offer(3)
    Opportunity.objects.filter(slug="chance-0").update(status=status)
    pages = ("/", "/opportunities/", "/segments/root/", "/townships/place-0/")
    for user in (None, cast.investor):
        if user:
            client.force_login(user)
        assert client.get("/opportunities/chance-0/").status_code == 404
        for path in pages:
            assert "Chance 0" not in client.get(path).content.decode()
    for user in cast.desk:
        client.force_login(user)
        assert client.get("/opportunities/chance-0/").status_code == 200
        assert "Chance 0" in client.get("/opportunities/").content.decode()


def test_contradicting_figures_stand_side_by_side(client: Client) -> None:
    make_offer(3)
    page = client.get("/townships/place-0/").content.decode()
    for figure in ("over 500 acres", "over 501 acres", "over 502 acres"):
        assert figure in page
    assert "nothing is averaged" in page and "the minister" in page and "10 January 2024" in page
    assert 'href="https://example.org/report"' in page and "Example Times" in page


def test_plots_say_their_date_and_that_they_are_invented(client: Client) -> None:
    make_offer(3)
    page = client.get("/townships/place-0/").content.decode()
    assert "0000" in page and "10 January 2024" in page and "tag-example" in page


def test_a_rate_is_the_top_of_its_range_and_an_unseen_clause_says_so(client: Client) -> None:
    make_offer(3)
    page = client.get("/incentives/").content.decode()
    assert "up to 25 %" in page and "clause not seen" in page
    assert "Instead of, never beside" in page and "booster on top" in page
    assert 'id="empty"' in page and "No benefit of it is known" in page


def test_the_first_page_opens_with_the_counts_as_they_were_stated(client: Client) -> None:
    make_offer(1)
    page = client.get("/").content.decode()
    assert "over 500 firms" in page and "the minister" in page and "10 January 2024" in page
    assert "Reported 0" in page


def test_a_text_without_translation_is_english_and_says_so(client: Client) -> None:
    make_offer(3)
    page = client.get("/ja/segments/root/").content.decode()
    assert "根" in page
    assert '<div class="prose untranslated" lang="en">' in page
    assert page.count("点線の下線が付いた部分は") == 1
    assert 'lang="en"' not in client.get("/segments/root/").content.decode().split("<h1>")[1].split("</h1>")[0]
    Segment.objects.update(name_ja="根", summary_ja="すべて。")
    assert "untranslated" not in client.get("/ja/segments/").content.decode()


def test_catalogue_pages_show_only_what_was_reported(client: Client, cast: Cast) -> None:
    make_offer(3)
    place = Township.objects.get(slug="place-0")
    Establishment.objects.filter(key="site-0").get().sources.clear()
    Project.objects.filter(slug="plan-0").get().sources.clear()
    logged = Meeting.objects.create(
        title="SECRET-MEETING",
        state="held",
        date=DAY,
        starts_at="2024-01-10T05:00Z",
        ends_at="2024-01-10T06:00Z",
        owner=cast.officer,
    )
    logged.townships.add(place)
    for user in (None, cast.stranger):
        if user:
            client.force_login(user)
        page = client.get("/townships/place-0/").content.decode()
        assert "SECRET-MEETING" not in page and "CANARY" not in page
        assert "Plan 0" not in page and "Plan 1" in page
    client.force_login(cast.officer)
    page = client.get("/townships/place-0/").content.decode()
    assert "SECRET-MEETING" in page and "Plan 0" in page and "CANARY" not in page


def test_markup_in_a_name_stays_inert(client: Client) -> None:
    make_offer(3)
    evil = "<img src=x onerror=alert(1)>{{7*7}}"
    place = Township.objects.get(slug="place-0")
    place.name = place.name_en = evil
    place.save()
    for path in ("/", "/townships/", "/townships/place-0/", "/segments/root/"):
        page = client.get(path).content.decode()
        assert "<img src=x" not in page and "{{7*7}}" in page


@pytest.mark.parametrize("path", [*LISTS, "/townships/place-0/"])
def test_pages_are_only_read(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
