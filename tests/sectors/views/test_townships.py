"""Townships: where they are, how far, what was stated beside what is computed, and the map."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sectors.models import Claim, District, Opportunity, Policy, Segment, Source, Township
from tests.cast import Cast

from .offer_rows import DAY, make_offer

pytestmark = pytest.mark.django_db


def district(code: str, latitude: str, longitude: str, town: str = "") -> District:
    return District.objects.create(
        code=code,
        name=code.title(),
        name_en=code.title(),
        headquarters=town,
        latitude=Decimal(latitude),
        longitude=Decimal(longitude),
    )


def township(slug: str, latitude: str | None, longitude: str | None, of: District, **more: Any) -> Township:
    north, east = (None if text is None else Decimal(text) for text in (latitude, longitude))
    return Township.objects.create(
        slug=slug, name=slug.title(), name_en=slug.title(), district=of, latitude=north, longitude=east, **more
    )


@pytest.fixture
def land() -> None:
    """A city and two districts around it; four townships, one of which nobody knows the place."""
    district("city", "12.97", "77.59", "Bengaluru")
    hills = district("hills", "13.34", "77.10", "Tumakuru (unsourced)")
    coast = district("coast", "12.91", "74.86", "Mangaluru")
    township("north", "13.47", "77.03", hills, position=3)
    township("node", "13.46", "77.02", hills, position=2)
    township("sea", "12.90", "74.90", coast, position=1)
    township("lost", None, None, coast, position=0)


def distance(slug: str, key: str, value: int, measure: str = "distance_to_bengaluru", **more: Any) -> None:
    source, _new = Source.objects.get_or_create(code="X1", defaults={"publisher": "Example Times"})
    Claim.objects.create(
        key=key, subject_kind="township", subject=slug, measure=measure, value=value, unit="km", as_of=DAY,
        as_of_precision="year", source=source, status="reported", qualifier="about", **more,
    )  # fmt: skip


def slugs(client: Client, query: str) -> list[str]:
    answer = client.get(f"/townships/{query}")
    assert answer.status_code == 200
    return [row.slug for row in answer.context["page"].rows]


def test_townships_come_nearest_first_from_a_chosen_place(land: None, client: Client) -> None:
    assert slugs(client, "") == ["lost", "sea", "node", "north"]
    assert slugs(client, "?near=district.city") == ["north", "node", "sea", "lost"]
    assert slugs(client, "?near=district.coast") == ["sea", "node", "north", "lost"]
    assert slugs(client, "?near=township.node") == ["node", "north", "sea", "lost"]
    page = client.get("/townships/?near=district.city").content.decode()
    assert "nearest to City (Bengaluru) first" in page and ">82 km<" in page
    assert "roads are longer" in page
    assert "City (Bengaluru)に近い順に4件" in client.get("/ja/townships/?near=district.city").content.decode()


def test_townships_can_be_bound_to_a_distance_in_any_digits(land: None, client: Client) -> None:
    # It is 82.3 km to both and 291.6 km to the third.
    assert slugs(client, "?near=district.city&within=82") == []
    assert slugs(client, "?near=district.city&within=８３") == ["north", "node"]
    assert slugs(client, "?near=district.city&within=೮೩") == ["north", "node"]
    assert slugs(client, "?near=district.city&within=८३") == ["north", "node"]
    assert slugs(client, "?near=district.city&within=292") == ["north", "node", "sea"]
    assert slugs(client, "?near=district.city&within=84&district=coast") == []


def test_the_api_filters_by_the_same_distance(land: None, client: Client) -> None:
    rows = client.get("/api/v1/townships/?near=district.city&within=84").json()["results"]
    assert {row["slug"] for row in rows} == {"north", "node"}
    answer = client.get("/api/v1/townships/?near=district.nowhere&within=84")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/query/near")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("near=district.nowhere", "No place with known coordinates is called “district.nowhere”."),
        ("near=township.lost", "No place with known coordinates is called “township.lost”."),
        ("near=tumakuru", "is called “tumakuru”"),
        ("near=district.", "is called “district.”"),
        ("near=%3Cimg+src%3Dx%3E", "is called “&lt;img src=x&gt;”"),
        ("near=" + "x" * 121, "at most 120"),
        ("near=%E2%80%AEx", "reverse the reading direction"),
        ("within=50", "Choose the place to measure from."),
        ("near=district.city&within=0", "whole kilometres from 1 to 3,000"),
        ("near=district.city&within=-1", "whole kilometres from 1 to 3,000"),
        ("near=district.city&within=99999999999", "whole kilometres from 1 to 3,000"),
        ("near=district.city&within=far", "whole kilometres from 1 to 3,000"),
        ("near=district.city&within=1.5", "whole kilometres from 1 to 3,000"),
    ],
)
def test_a_distance_that_makes_no_sense_is_explained(land: None, client: Client, query: str, message: str) -> None:
    answer = client.get(f"/townships/?{query}")
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert answer.context["page"].rows == []


def test_a_list_by_distance_comes_in_pages_too(client: Client) -> None:
    make_offer(120)
    district("city", "12.97", "77.59")
    Township.objects.filter(position__lt=60).update(latitude=Decimal("13.5"), longitude=Decimal("77.5"))
    Township.objects.filter(position__gte=60, position__lt=100).update(latitude=Decimal("14.5"), longitude=Decimal("77.5"))
    seen: list[int | None] = []
    query: dict[str, str] = {"near": "district.city"}
    while True:
        page = client.get("/townships/", query).context["page"]
        seen += [row.metres for row in page.rows]
        if page.next is None:
            break
        query["cursor"] = page.next
    known = [metres for metres in seen if metres is not None]
    assert len(seen) == 120 and len(known) == 100 and known == sorted(known) and seen[-20:] == [None] * 20
    back = client.get("/townships/", {**query, "cursor": page.previous}).context["page"]
    assert len(back.rows) == 50


def test_computed_distances_stand_beside_those_that_were_stated(land: None, client: Client) -> None:
    distance("north", "a", 90, stated_by="JETRO")
    distance("north", "b", 60, stated_by="press", note="From the ring road")
    distance("north", "c", 7, measure="distance_to_atlantis")
    distance("north", "d", 3, measure="distance_to_tumakuru")
    answer = client.get("/townships/north/")
    around = answer.context["around"]
    assert [
        (one.place.key if one.place else one.label, [int(claim.value) for claim in one.stated]) for one in around.distances
    ] == [
        ("hills", [3]),
        ("city", [90, 60]),
        ("coast", []),
        ("distance to atlantis", [7]),
    ]
    page = answer.content.decode()
    for text in ("82 km", "about 90 km", "about 60 km", "JETRO", "From the ring road", "straight lines", 'href="/sources/X1/"'):
        assert text in page, text
    # They are told once.
    assert page.count("about 90 km") == 1


def test_neighbours_are_the_nearest_others(land: None, client: Client) -> None:
    around = client.get("/townships/north/").context["around"]
    assert [(one.key, one.metres // 100) for one in around.neighbours] == [("node", 15), ("sea", 2391)]
    page = client.get("/townships/north/").content.decode()
    assert '<a href="/townships/node/"' in page and "?near=township.north" in page


def test_a_township_without_a_point_has_no_map_and_keeps_what_was_stated(land: None, client: Client) -> None:
    distance("lost", "a", 350)
    answer = client.get("/townships/lost/")
    page = answer.content.decode()
    assert answer.context["drawings"] == [] and "map-township" not in page
    assert "about 350 km" in page and "not known" in page


def test_the_map_is_one_link_for_each_point_in_reading_order_and_has_a_twin(land: None, client: Client) -> None:
    page = client.get("/townships/").content.decode()
    large = re.search(r'<svg class="map-large".*?</svg>', page, re.S)
    small = re.search(r'<svg class="map-small".*?</svg>', page, re.S)
    assert large and small
    for drawing in (large.group(), small.group()):
        assert re.findall(r'<a class="map-(?:township|town)[^"]*" href="([^"]+)"', drawing)[:2] == [
            "/townships/north/",
            "/townships/node/",
        ]
        assert 'href="/townships/?near=district.' in drawing or drawing == small.group()
        assert "style=" not in drawing
    assert "no boundaries" in page and "2 decimals" in page
    table = page[page.index("<table") :]
    for slug in ("north", "node", "sea", "lost"):
        assert f'href="/townships/{slug}/"' in table
    assert 'href="/ja/townships/north/"' in client.get("/ja/townships/").content.decode()


def test_a_name_on_the_map_stays_inert(land: None, client: Client) -> None:
    evil = '"><script>alert(1)</script>'
    north = Township.objects.get(slug="north")
    north.name = north.name_en = evil
    north.save()
    for path in ("/townships/", "/townships/node/", "/townships/north/"):
        assert "<script>alert" not in client.get(path).content.decode()


def test_policies_of_a_township_are_those_its_opportunities_and_its_focus_name(land: None, client: Client, cast: Cast) -> None:
    by_chance, by_focus, hidden = (
        Policy.objects.create(slug=slug, name=slug, name_en=slug, level="state") for slug in ("chance", "focus", "hidden")
    )
    cells = Segment.objects.create(code="cells", name="cells", name_en="cells")
    north = Township.objects.get(slug="north")
    north.focus.add(cells)
    by_focus.incentives.create(slug="one", name="one", name_en="one", kind="pli").segments.add(cells)
    for policy, status in ((by_chance, "published"), (hidden, "draft")):
        row = Opportunity.objects.create(
            slug=policy.slug, title=policy.slug, title_en=policy.slug, sought="x", sought_en="x", status=status
        )
        row.townships.add(north)
        row.policies.add(policy)
    assert {policy.key for policy in client.get("/townships/north/").context["policies"]} == {"chance", "focus"}
    client.force_login(cast.officer)
    assert {policy.key for policy in client.get("/townships/north/").context["policies"]} == {"chance", "focus", "hidden"}


def test_plots_are_told_by_state_with_their_dates(client: Client) -> None:
    make_offer(3)
    page = client.get("/townships/place-0/").content.decode()
    assert "4,047 m²" in page and "10 January 2024" in page


@pytest.mark.parametrize("path", ["/townships/", "/townships/?near=district.city", "/townships/place-0/"])
def test_statements_are_the_same_for_three_and_three_hundred(client: Client, cast: Cast, path: str) -> None:
    costs = []
    for user in (None, cast.officer):
        if user:
            client.force_login(user)
        for count in (3, 300):
            for model in (Opportunity, Claim):
                model.objects.all().delete()
            if not Township.objects.exists():
                make_offer(3)
                district("city", "12.97", "77.59")
            Township.objects.exclude(slug__startswith="place-").delete()
            home = District.objects.get(code="valley")
            Township.objects.bulk_create(
                Township(slug=f"extra-{n}", name="T", name_en="T", district=home, latitude=13 + Decimal(n) / 200, longitude=77)
                for n in range(count)
            )
            Township.objects.filter(slug="place-0").update(latitude=13, longitude=77)
            with CaptureQueriesContext(connection) as statements:
                assert client.get(path).status_code == 200
            costs.append(len(statements))
    assert costs[0] == costs[1] and costs[2] == costs[3] and max(costs) <= 12
