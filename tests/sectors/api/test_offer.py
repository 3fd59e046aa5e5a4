"""The offer over the API, without a key."""

import subprocess
import sys
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from portal.core.api.resources import Resource
from sectors.api.resources import DISTRICTS, INCENTIVES, OPPORTUNITIES, POLICIES, SEGMENTS, TOWNSHIPS
from sectors.models import District, Opportunity, Township

pytestmark = pytest.mark.django_db
ALL = [SEGMENTS, DISTRICTS, TOWNSHIPS, OPPORTUNITIES, POLICIES, INCENTIVES]


@pytest.fixture
def offer(db: None) -> None:
    """Everything that is shipped."""
    cache.clear()
    call_command("load_reference", verbosity=0)


@pytest.mark.parametrize("resource", ALL, ids=lambda one: one.name)
def test_a_list_is_one_statement_and_its_rows_are_the_details(
    offer: None, client: Client, resource: Resource, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        answer = client.get(f"/api/v1/{resource.name}/?limit=200")
    assert answer.status_code == 200
    rows = answer.json()["results"]
    assert rows
    for row in rows[:3]:
        assert list(row) == resource.shape.names
        with django_assert_num_queries(1):
            detail = client.get(f"/api/v1/{resource.name}/{row[resource.lookup]}/")
        assert detail.json() == row


def test_statements_are_the_same_for_three_and_three_hundred(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cache.clear()
    district = District.objects.create(code="d", name="D", name_en="D")
    for many in (3, 300):
        Township.objects.all().delete()
        Township.objects.bulk_create(
            Township(slug=f"t-{n}", name="T", name_en="T", district=district, position=n) for n in range(many)
        )
        with django_assert_num_queries(1):
            answer = client.get("/api/v1/townships/?limit=200")
        assert len(answer.json()["results"]) == min(many, 200)


def test_texts_come_in_the_language_asked_for(offer: None, client: Client) -> None:
    said = {}
    for header, language in (
        ("ja-JP,en;q=0.5", "ja"),
        ("kn", "kn"),
        ("fr", "en"),
        ("", "en"),
        ("*", "en"),
        ("fr,ja;q=0.1", "ja"),
    ):
        answer = client.get("/api/v1/segments/battery-cell/", headers={"Accept-Language": header})
        assert answer["Content-Language"] == language
        assert "Accept-Language" in answer["Vary"]
        said[language] = answer.json()["name"]
    assert said == {"en": "Battery and cell manufacturing", "ja": "電池・セル製造", "kn": "ಬ್ಯಾಟರಿ ಮತ್ತು ಸೆಲ್ ತಯಾರಿಕೆ"}


def test_a_figure_carries_its_source_and_contradictions_stand_side_by_side(offer: None, client: Client) -> None:
    township = client.get("/api/v1/townships/japan-industrial-township/").json()
    assert township["acres"] == "519.55"
    assert len(township["figures"]) > 1
    for figure in township["figures"]:
        assert figure["source"]["url"].startswith("http")
        assert (figure["value"] is None) != (figure["date"] is None)


def test_drafts_are_not_there(offer: None, client: Client) -> None:
    Opportunity.objects.filter(slug="battery-and-cell-manufacturing").update(status="draft")
    assert client.get("/api/v1/opportunities/battery-and-cell-manufacturing/").status_code == 404
    assert "battery-and-cell-manufacturing" not in client.get("/api/v1/opportunities/").content.decode()


def test_fields_narrow(offer: None, client: Client) -> None:
    rows = client.get("/api/v1/townships/?fields=name,slug").json()["results"]
    assert {tuple(row) for row in rows} == {("slug", "name")}
    assert client.get("/api/v1/townships/japan-industrial-township/?fields=slug").json() == {"slug": "japan-industrial-township"}
    for query in ("fields=secret", "fields=", "fields=slug,zz"):
        answer = client.get(f"/api/v1/townships/?{query}")
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == "/query/fields"
    assert "Allowed are: slug" in client.get("/api/v1/townships/?fields=secret").json()["detail"]


def test_filters_filter(offer: None, client: Client) -> None:
    def slugs(query: str) -> set[str]:
        answer = client.get(f"/api/v1/{query}")
        assert answer.status_code == 200, answer.content
        return {row.get("slug", row.get("code")) for row in answer.json()["results"]}

    assert "japan-industrial-township" in slugs("townships/?district=tumakuru&segment=components&status=ready")
    assert slugs("townships/?district=tumakuru&district=kolar") == slugs("townships/?district=tumakuru") | slugs(
        "townships/?district=kolar"
    )
    assert "battery-cells" in slugs("segments/?parent=battery-cell")
    assert slugs("opportunities/?segment=battery-cell&policy=karnataka-clean-mobility-2025-30") == {
        "battery-and-cell-manufacturing"
    }
    assert slugs("townships/?q=日本工業団地") == {"japan-industrial-township"}
    assert slugs("incentives/?policy=pli-acc")
    # Where the source names no limit, everybody may claim.
    assert "cm-capital-subsidy" in slugs("incentives/?segment=components&limit=200")


def test_an_answer_that_is_known_is_not_sent_again(offer: None, client: Client) -> None:
    first = client.get("/api/v1/segments/")
    assert first["ETag"].startswith('W/"')
    again = client.get("/api/v1/segments/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert client.get("/api/v1/segments/", headers={"If-None-Match": first["ETag"], "Accept-Language": "ja"}).status_code == 200


def test_pages_join_to_the_whole_list_and_back(offer: None, client: Client) -> None:
    whole = [row["slug"] for row in client.get("/api/v1/incentives/?limit=200&fields=slug").json()["results"]]
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 7, "fields": "slug"}
    page = client.get("/api/v1/incentives/", query).json()
    assert page["previous"] is None
    while True:
        seen += [row["slug"] for row in page["results"]]
        if page["next"] is None:
            break
        page = client.get("/api/v1/incentives/", {**query, "cursor": page["next"]}).json()
    assert seen == whole
    back = [row["slug"] for row in page["results"]]
    while page["previous"]:
        page = client.get("/api/v1/incentives/", {**query, "cursor": page["previous"]}).json()
        back = [row["slug"] for row in page["results"]] + back
    assert back == whole


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("unknown=1", "/query/unknown"),
        ("status=gone", "/query/status"),
        ("limit=0", "/query/limit"),
        ("limit=201", "/query/limit"),
        ("limit=1e9", "/query/limit"),
        ("limit=99999999999", "/query/limit"),
        ("limit=-1", "/query/limit"),
        ("limit=²", "/query/limit"),
        ("page=99999999999", "/query/page"),
        ("cursor=x", "/query/cursor"),
        ("ordering=random", "/query/ordering"),
        ("q=" + "x" * 201, "/query/q"),
        ("q=%E2%80%AEx", "/query/q"),
        ("q=a%0a1", "/query/q"),
        ("district=%3Cimg%3E", "/query/district"),
        ("district=nowhere", "/query/district"),
        ("segment=" + "&segment=".join(map(str, range(51))), "/query/segment"),
        ("format=csv", "/query/format"),
        ("_method=DELETE", "/query/_method"),
    ],
)
def test_bad_queries_are_answered_with_a_pointer(client: Client, query: str, pointer: str) -> None:
    cache.clear()
    answer = client.get(f"/api/v1/townships/?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize("query", ["q=%00", "q=%ff", "q=" + "x" * 10_000, "&".join(f"f{n}=1" for n in range(2000))])
def test_broken_addresses_are_refused(client: Client, query: str) -> None:
    answer = client.get(f"/api/v1/townships/?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("get", "/api/v1/nothing/", {}, 404),
        ("get", "/api/v1/townships/nothing/", {}, 404),
        ("get", "/api/v1/townships/%3Cscript%3E/", {}, 404),
        ("post", "/api/v1/townships/", {}, 405),
        ("delete", "/api/v1/townships/", {}, 405),
        ("patch", "/api/v1/townships/x/", {}, 405),
        ("options", "/api/v1/townships/", {}, 405),
        ("get", "/api/v1/townships/", {"Accept": "text/csv"}, 406),
        ("post", "/api/v1/townships/", {"X-HTTP-Method-Override": "GET"}, 405),
    ],
)
def test_every_refusal_is_a_problem_document(
    client: Client, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    cache.clear()
    answer = getattr(client, method)(path, headers=headers)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status


def test_the_addresses_may_first_be_asked_for_in_any_language() -> None:
    # In a process of its own: here they have been asked for already.
    script = (
        "import django; django.setup()\n"
        "from django.urls import reverse\nfrom django.utils import translation\n"
        "with translation.override('ja'): print(reverse('api-townships'), reverse('start'))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.split() == ["/api/v1/townships/", "/ja/"], done.stderr[-2000:]
