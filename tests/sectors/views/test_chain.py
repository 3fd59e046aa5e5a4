"""The value chain as a picture one can walk, and what is counted at each of its links."""

import re

import pytest
from django.test import Client

from investors.models import Establishment
from sectors.models import Incentive, Opportunity, Segment, Township
from tests.cast import Cast

from .offer_rows import make_offer

pytestmark = pytest.mark.django_db

PICTURE = re.compile(r"<svg class=\"spans spans-(\w+)\".*?</svg>", re.S)


def pictures(page: str) -> dict[str, str]:
    return {found[1]: found[0] for found in PICTURE.finditer(page)}


def links(text: str) -> list[str]:
    return re.findall(r'<a [^>]*href="(/[^"]*segments/[^"]*)"', text)


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


@pytest.fixture
def chain() -> None:
    """Two links; the first with two parts, of which the second has all there is to count."""
    make_offer(3)
    root = Segment.objects.get(code="root")
    second = Segment.objects.create(code="second", name="Second", name_en="Second", position=9)
    Segment.objects.create(code="second-part", name="Part of second", name_en="Part of second", parent=second)
    benefit = Incentive.objects.first()
    assert benefit is not None and root.parent is None
    benefit.segments.add(Segment.objects.get(code="part-1"))


@pytest.mark.parametrize("prefix", ["", "/ja", "/kn"])
@pytest.mark.usefixtures("chain")
def test_the_picture_stands_in_three_widths_and_its_twin_has_the_same_links(client: Client, prefix: str) -> None:
    page = text_of(client, f"{prefix}/segments/")
    drawn = pictures(page)
    assert list(drawn) == ["wide", "medium", "narrow"]
    twin = page[page.index('<ol class="chain-list">') : page.index("</ol>", page.index('<ol class="chain-list">'))]
    wanted = [f"{prefix}/segments/{code}/" for code in ("root", "part-0", "part-1", "part-2", "second", "second-part")]
    for picture in drawn.values():
        assert links(picture) == wanted
    assert links(twin) == wanted


def said(text: str) -> list[str]:
    """What each link of a part of the page says, in words."""
    inside = re.findall(r"<a [^>]*segments/.*?</a>(?: – \s*<span class=\"muted\">.*?</span>)?", text, re.S)
    return [" ".join(re.sub(r"<[^>]+>|[–,]", " ", one).split()) for one in inside]


@pytest.mark.usefixtures("chain")
def test_the_twin_says_the_same_words_and_numbers_as_the_picture(client: Client) -> None:
    page = text_of(client, "/segments/")
    picture = said(pictures(page)["wide"])
    assert picture[0] == "1 Root 3 opportunities 3 townships 1 incentive 3 establishments"
    assert picture[2] == "Part 1 1 incentive"
    twin = said(page[page.index('<ol class="chain-list">') : page.index('<form class="filters"')])
    numbered = iter(("1 ", "2 "))
    assert picture == [next(numbered) + words if words.startswith(("Root", "Second")) else words for words in twin]


@pytest.mark.usefixtures("chain")
def test_an_unpublished_opportunity_is_counted_for_officials_only(client: Client, cast: Cast) -> None:
    Opportunity.objects.filter(slug="chance-0").update(status="draft")
    assert "1 Root 2 opportunities" in said(pictures(text_of(client, "/segments/"))["wide"])[0]
    client.force_login(cast.officer)
    assert "1 Root 3 opportunities" in said(pictures(text_of(client, "/segments/"))["wide"])[0]


@pytest.mark.usefixtures("chain")
def test_an_establishment_without_source_is_counted_for_officials_only(client: Client, cast: Cast) -> None:
    Establishment.objects.get(key="site-0").sources.clear()
    assert "2 establishments" in text_of(client, "/segments/")
    public = text_of(client, "/segments/root/")
    client.force_login(cast.officer)
    assert "3 establishments" in text_of(client, "/segments/")
    assert (public.count("Works"), text_of(client, "/segments/root/").count("Works")) == (2, 3)


@pytest.mark.usefixtures("chain")
def test_a_link_shows_where_it_stands_and_the_way_on(client: Client) -> None:
    root = text_of(client, "/segments/root/")
    for picture in pictures(root).values():
        assert links(picture) == ["/segments/root/", "/segments/second/"]
        assert re.findall(r'aria-current="(\w+)"', picture) == ["page"]
    assert 'rel="next" href="/segments/second/"' in root and 'rel="prev"' not in root
    part = text_of(client, "/segments/part-1/")
    for picture in pictures(part).values():
        assert re.findall(r'aria-current="(\w+)"', picture) == ["true"]
        assert picture.count("spans-lit-foot") == 1
    assert 'rel="prev" href="/segments/part-0/"' in part and 'rel="next" href="/segments/part-2/"' in part
    assert re.search(r'<span aria-current="page">(<span>)?Part 1', part) and 'href="/segments/root/"' in part


@pytest.mark.usefixtures("chain")
def test_a_link_joins_opportunities_townships_incentives_establishments_and_figures(client: Client) -> None:
    page = text_of(client, "/segments/root/")
    for what in ("Chance 0", "Place 0", "Works", "the minister", "Reported 0"):
        assert what in page
    assert "No source ties them to the link itself" in page


def test_a_link_with_hundreds_of_parts_shows_the_first_and_counts_the_rest(client: Client) -> None:
    make_offer(300)
    page = text_of(client, "/segments/")
    assert len(links(pictures(page)["wide"])) == 13
    assert "288 more parts" in page


def test_a_name_without_translation_is_marked_as_english_in_the_picture(client: Client) -> None:
    make_offer(1)
    picture = pictures(text_of(client, "/ja/segments/"))["wide"]
    assert re.search(r'<text class="spans-name" lang="en">', picture)
    assert "根" in picture


def test_without_any_link_the_page_says_so(client: Client) -> None:
    assert Township.objects.count() == 0
    page = text_of(client, "/segments/")
    assert "The chain has no link yet" in page and '<svg class="spans' not in page
