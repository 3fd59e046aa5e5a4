"""Looking for words across the offer: what is found, by whom, in which order, and what a search costs."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sectors.models import Opportunity, Segment, Source
from tests.cast import Cast

from .offer_rows import make_offer

pytestmark = pytest.mark.django_db


def page(client: Client, q: str, prefix: str = "", **more: str) -> str:
    answer = client.get(f"{prefix}/search/", {"q": q, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def titles(text: str) -> list[str]:
    """What was found, in the order of the page, without marks."""
    found = re.findall(r'<p class="hit-title"[^>]*>(.*?)</p>', text, re.S)
    return [" ".join(re.sub(r"<[^>]+>", "", one).split()) for one in found]


def chance(slug: str, title: str, sought: str = "Makers.", **fields: str) -> Opportunity:
    return Opportunity.objects.create(
        slug=slug, title=title, title_en=title, sought=sought, sought_en=sought, **{"status": "published", **fields}
    )


def test_every_kind_is_found_and_stands_under_its_heading(client: Client) -> None:
    make_offer(3)
    for word, kind, title in (
        ("root", "segment", "Root"),
        ("chance", "opportunity", "Chance 0"),
        ("place", "township", "Place 0"),
        ("benefit", "incentive", "Benefit 0"),
        ("rules", "policy", "Rules"),
        ("valley", "district", "Valley"),
        ("times", "source", "Example Times"),
    ):
        text = page(client, word)
        assert f'<h2 id="{kind}"' in text, word
        assert title in titles(text)
        assert "<mark>" in text


def test_what_is_found_is_linked(client: Client) -> None:
    make_offer(1)
    for word, address in (
        ("chance", "/opportunities/chance-0/"),
        ("benefit", "/policies/rules/#benefit-0"),
        ("valley", "/townships/?district=valley"),
        ("times", "/sources/X1/"),
    ):
        assert f'href="{address}"' in page(client, word), word
    assert 'href="/ja/segments/root/"' in page(client, "根", "/ja")


def test_words_of_each_language_find_the_row_in_every_language(client: Client) -> None:
    Segment.objects.create(code="cell", name="Cell", name_en="Battery cells", name_ja="電池セル", name_kn="ಬ್ಯಾಟರಿ ಸೆಲ್‌ಗಳು")
    Segment.objects.filter(code="cell").update(name="Battery cells")
    for prefix, shown in (("", "Battery cells"), ("/ja", "電池セル"), ("/kn", "ಬ್ಯಾಟರಿ ಸೆಲ್‌ಗಳು")):
        for query in ("batteries", "電池", "ｾﾙ", "セル", "池", "ಬ್ಯಾಟರಿಗಳು", "電池 battery", "ಸೆಲ್ CELLS 電池"):
            text = page(client, query, prefix)
            assert titles(text) == [shown], (prefix, query)
            assert "<mark>" in text
    # Found by a word that the shown title does not hold: the line below says where it stands.
    text = page(client, "電池")
    assert '<p lang="ja"><mark>電池</mark>セル</p>' in text


def test_titles_come_before_texts_and_the_readers_language_before_others(client: Client) -> None:
    chance("text", "Components", "Motors and batteries.")
    chance("title", "Batteries", "Makers.")
    assert titles(page(client, "battery")) == ["Batteries", "Components"]
    chance("other", "Cells", title_ja="Motor")
    chance("own", "Motor")
    assert titles(page(client, "motor"))[:2] == ["Motor", "Cells"]
    assert titles(page(client, "motor", "/ja"))[:1] == ["Motor"]
    assert 'href="/ja/opportunities/other/"' in page(client, "motor", "/ja").split("hit-title")[1]


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_what_is_not_published_is_found_by_officials_only_and_not_counted_for_others(
    client: Client, cast: Cast, status: str
) -> None:
    chance("open", "Sodium cells")
    before = page(client, "sodium")
    chance("unseen", "Sodium secret", status=status)
    for user in (None, cast.investor, cast.stranger):
        if user:
            client.force_login(user)
        assert titles(page(client, "sodium")) == ["Sodium cells"]
        assert titles(page(client, "secret")) == []
        # Nothing holds both words; what holds one of them is the published one alone.
        assert titles(page(client, "sodium secret")) == ["Sodium cells"]
        assert "unseen" not in page(client, "sodium")
    client.logout()
    assert page(client, "sodium") == before
    for user in cast.desk:
        client.force_login(user)
        assert titles(page(client, "secret")) == ["Sodium secret"]


def test_where_no_row_holds_all_words_those_with_some_are_shown(client: Client) -> None:
    chance("a", "Battery packs")
    text = page(client, "battery unicorn")
    assert titles(text) == ["Battery packs"]
    assert "Nothing holds all of these words" in text


def test_a_few_of_each_kind_are_shown_and_the_rest_on_demand(client: Client) -> None:
    make_offer(120)
    text = page(client, "chance")
    assert len(titles(text)) == 5 and "100+" in text and "kind=opportunity" in text
    text = page(client, "chance", kind="opportunity")
    assert len(titles(text)) == 100 and "Look in everything" in text


@pytest.mark.parametrize("count", [3, 300])
def test_a_search_costs_at_most_twelve_statements(client: Client, cast: Cast, count: int) -> None:
    make_offer(count)
    Source.objects.create(code="X2", publisher="Root place chance benefit rules valley")
    for user in (None, cast.officer):
        if user:
            client.force_login(user)
        for query in ("chance", "example", "root place chance benefit rules valley part", "nothing here"):
            with CaptureQueriesContext(connection) as statements:
                page(client, query)
            assert len(statements) <= 12, [one["sql"][:90] for one in statements]


@pytest.mark.parametrize(
    "query",
    ["", "   ", "!!!", "・、。", "🔋", "'", "\\", "' OR 1=1 --", "a & b | !c <-> (d:*", "'x':*A", "%", "_", "<script>alert(1)</script>",
     "{{ 7*7 }}", "\u200d", "#opportunity", "x" * 200],
)  # fmt: skip
@pytest.mark.parametrize("prefix", ["", "/ja", "/kn"])
def test_strange_words_get_a_calm_page(client: Client, prefix: str, query: str) -> None:
    chance("hidden", "Draft", status="draft")
    text = page(client, query, prefix)
    assert titles(text) == []
    assert "<script>alert" not in text and 'id="q"' in text


def test_what_cannot_be_looked_for_is_refused_beside_the_line(client: Client) -> None:
    for query in ("x" * 1000, "a\u202eb", "a\nb"):
        text = page(client, query)
        assert 'aria-invalid="true"' in text and "field-error" in text
    assert client.get("/search/?q=%00").status_code == 400
    assert client.get("/search/?q=%ff").status_code == 400
    assert client.get("/search/?query=x").status_code == 400
    assert client.post("/search/", {"q": "x"}).status_code == 405
    assert titles(page(client, "x", kind="company")) == []


def test_an_empty_search_offers_ways_to_go_on(client: Client) -> None:
    make_offer(1)
    for text in (client.get("/search/").content.decode(), page(client, "unicorn")):
        assert 'href="/segments/root/"' in text and 'href="/opportunities/"' in text
        assert "電池" in text
    assert "Nothing matches" in page(client, "unicorn")


def test_the_lists_and_the_api_find_by_the_same_words(client: Client) -> None:
    make_offer(3)
    Segment.objects.filter(code="part-1").update(name_ja="電池")
    for address in ("/segments/?q=電池", "/api/v1/segments/?q=電池"):
        text = client.get(address).content.decode()
        assert "part-1" in text and "part-2" not in text
    # Every word, in the township or in its district.
    assert "place-0" in client.get("/townships/", {"q": "Place valley"}).content.decode()
    assert "place-0" not in client.get("/townships/", {"q": "Place mountain"}).content.decode()
    assert "place-0" not in client.get("/townships/", {"q": "!!!"}).content.decode()
