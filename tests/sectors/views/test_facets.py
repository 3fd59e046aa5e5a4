"""The facets of the lists: what each value would leave, what is chosen, what was asked in vain."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.core import facets as core_facets
from sectors.models import District, Incentive, Opportunity, Policy, Segment, Township
from sectors.sizes import BANDS, NOT_STATED
from tests.cast import Cast

from .offer_rows import make_offer

pytestmark = pytest.mark.django_db


def opportunity(slug: str, segments: str = "", places: str = "", policies: str = "", **more: Any) -> Opportunity:
    row = Opportunity.objects.create(
        **{"slug": slug, "title": slug, "title_en": slug, "sought": "x", "sought_en": "x", "status": "published", **more}
    )
    row.segments.set(Segment.objects.filter(code__in=segments.split()))
    row.townships.set(Township.objects.filter(slug__in=places.split()))
    row.policies.set(Policy.objects.filter(slug__in=policies.split()))
    return row


@pytest.fixture
def offer() -> None:
    """Two links, one with two parts; two places; three opportunities and a draft."""
    for place, (code, parent) in enumerate(
        (("cells", ""), ("packs", "cells"), ("anodes", "packs"), ("motors", ""), ("glue", ""))
    ):
        Segment.objects.create(
            code=code,
            name=code,
            name_en=code,
            name_ja=f"{code}部",
            position=place,
            parent=Segment.objects.filter(code=parent).first(),
        )
    district = District.objects.create(code="valley", name="Valley", name_en="Valley")
    for slug in ("north", "south"):
        Township.objects.create(slug=slug, name=slug, name_en=slug, district=district, status="ready")
    for slug in ("clean", "old"):
        Policy.objects.create(slug=slug, name=slug, name_en=slug, level="state")
    opportunity("a", "packs", "north", "clean", readiness="land ready", readiness_en="land ready", readiness_ja="用地あり")
    opportunity("b", "anodes cells", "north south", investment_min_inr_crore=Decimal(40), investment_max_inr_crore=Decimal(60))
    opportunity("c", "motors", "south", "clean", investment_min_inr_crore=Decimal(1000))
    opportunity("d", "glue", "south", "old", status="draft")


def facet(client: Client, name: str, query: str = "", path: str = "/opportunities/") -> dict[str, str]:
    """The values of one facet with their counts, chosen ones starred."""
    answer = client.get(path + query)
    assert answer.status_code == 200, answer.content
    for one in answer.context["faceted"].facets:
        if one.name == name:
            return {value.value + ("*" if value.is_chosen else ""): str(value.how_many) for value in [*one.values, *one.more]}
    return {}


def found(client: Client, query: str, path: str = "/opportunities/") -> list[str]:
    return [row.slug for row in client.get(path + query).context["page"].rows]


def test_a_link_counts_what_its_parts_count_once_and_comes_before_them(offer: None, client: Client) -> None:
    values = facet(client, "segment")
    assert values == {"cells": "2", "packs": "2", "anodes": "1", "motors": "1"}
    assert list(values) == ["cells", "packs", "anodes", "motors"]
    assert found(client, "?segment=cells") == ["a", "b"]
    assert found(client, "?segment=packs") == ["a", "b"]


def test_values_of_one_facet_add_and_facets_narrow_one_another(offer: None, client: Client) -> None:
    assert found(client, "?segment=anodes&segment=motors") == ["b", "c"]
    assert found(client, "?segment=anodes&segment=motors&policy=clean") == ["c"]
    # A facet counts among what the others leave, its own choice aside.
    assert facet(client, "segment", "?segment=motors&township=south") == {
        "cells": "1",
        "packs": "1",
        "anodes": "1",
        "motors*": "1",
    }
    assert facet(client, "township", "?segment=motors&township=south") == {"south*": "1"}
    assert facet(client, "policy", "?segment=motors") == {"clean": "1"}


def test_each_count_is_what_the_value_leaves(offer: None, client: Client, cast: Cast) -> None:
    client.force_login(cast.officer)
    for name in ("segment", "township", "policy", "size", "readiness", "status"):
        for value, how_many in facet(client, name).items():
            assert len(client.get("/opportunities/", {name: value}).context["page"].rows) == int(how_many), (name, value)


def test_a_value_that_leaves_nothing_is_hidden_unless_it_is_chosen(offer: None, client: Client) -> None:
    assert "glue" not in facet(client, "segment")
    assert facet(client, "segment", "?segment=glue")["glue*"] == "0"
    assert facet(client, "readiness", "?readiness=nothing+like+it") == {"land ready": "1", "nothing like it*": "None"}


def test_only_officials_choose_by_status_and_count_drafts(offer: None, client: Client, cast: Cast) -> None:
    assert facet(client, "status") == {}
    assert found(client, "?status=draft") == []
    client.force_login(cast.investor)
    assert facet(client, "status") == {}
    client.force_login(cast.officer)
    assert facet(client, "status") == {"draft": "1", "published": "3"}
    assert facet(client, "segment")["glue"] == "1"


def test_sizes_are_bands_in_the_readers_money(offer: None, client: Client) -> None:
    assert facet(client, "size") == {"to-50": "1", "50-250": "1", "from-1000": "1", "not-stated": "1"}
    assert found(client, "?size=50-250") == ["b"] == found(client, "?size=to-50")
    assert found(client, "?size=from-1000&size=not-stated") == ["a", "c"]
    assert "INR 50 crore to under INR 250 crore" in client.get("/opportunities/").content.decode()
    assert "5億ルピー以上25億ルピー未満" in client.get("/ja/opportunities/").content.decode()


@pytest.mark.parametrize(
    ("low", "high", "bands"),
    [
        (None, None, [NOT_STATED]),
        (None, 50, ["to-50", "50-250"]),
        (50, 50, ["50-250"]),
        (10, 49, ["to-50"]),
        (250, None, ["250-1000", "from-1000"]),
        (49, 1000, list(BANDS)),
    ],
)
def test_an_opportunity_is_of_every_band_its_range_reaches_into(low: int | None, high: int | None, bands: list[str]) -> None:
    opportunity("one", investment_min_inr_crore=low, investment_max_inr_crore=high)
    assert [code for code in (*BANDS, NOT_STATED) if Opportunity.objects.of_sizes([code]).exists()] == bands


def test_a_chip_takes_out_its_own_value_and_keeps_the_rest(offer: None, client: Client) -> None:
    answer = client.get("/ja/opportunities/?segment=cells&segment=motors&township=south&q=c&cursor=")
    chips = {(chip.label): chip.url for chip in answer.context["faceted"].chips}
    assert chips["cells部"] == "?segment=motors&township=south&q=c"
    assert chips["south"] == "?segment=cells&segment=motors&q=c"
    assert chips["c"] == "?segment=cells&segment=motors&township=south"
    page = answer.content.decode()
    assert '<span lang="en">south</span>' in page and "解除：" in page


@pytest.mark.parametrize("path", ["/opportunities/", "/townships/", "/incentives/"])
@pytest.mark.parametrize("value", ["nowhere", "%3Cimg+src=x%3E", "a'--", "x" * 301, "%E2%80%AE"])
def test_a_value_that_nothing_is_called_is_refused_by_name(offer: None, client: Client, path: str, value: str) -> None:
    answer = client.get(f"{path}?segment={value}")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'role="alert"' in page and "Link of the chain:" in page
    assert answer.context["page"].rows == []
    if value == "nowhere":
        assert "Nothing here is called “nowhere”." in page
        assert "「nowhere」という項目はありません。" in client.get(f"/ja{path}?segment=nowhere").content.decode()


def test_one_wrong_value_leaves_the_other_facets_counted(offer: None, client: Client) -> None:
    assert facet(client, "township", "?segment=nowhere") == {"north": "2", "south": "2"}


def test_the_address_of_the_page_is_that_of_the_api(offer: None, client: Client) -> None:
    for query in (
        "?segment=cells",
        "?segment=anodes&segment=motors&policy=clean",
        "?size=50-250&township=north",
        "?readiness=land+ready",
    ):
        rows = client.get(f"/api/v1/opportunities/{query}").json()["results"]
        assert [row["slug"] for row in rows] == found(client, query), query
    answer = client.get("/api/v1/opportunities/?segment=nowhere")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/query/segment")


def test_a_cursor_of_one_choice_opens_no_other(client: Client) -> None:
    make_offer(120)
    cursor = client.get("/opportunities/?segment=root").context["page"].next
    assert client.get("/opportunities/", {"segment": "root", "cursor": cursor}).status_code == 200
    assert client.get("/opportunities/", {"segment": "part-1", "cursor": cursor}).status_code == 400


def test_counts_are_exact_up_to_a_bound(offer: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core_facets, "LIMIT", 1)
    assert facet(client, "segment")["cells"] == "1+"
    assert facet(client, "size")["to-50"] == "1"


def test_many_values_fold_away_and_open_for_a_choice(client: Client) -> None:
    make_offer(30)
    rows = Township.objects.order_by("position")
    for chance in Opportunity.objects.all():
        chance.townships.add(*rows)
    one = next(one for one in client.get("/opportunities/").context["faceted"].facets if one.name == "township")
    assert (len(one.values), len(one.more), one.is_open) == (8, 22, False)
    one = next(one for one in client.get("/opportunities/?township=place-29").context["faceted"].facets if one.name == "township")
    assert one.is_open


def test_incentives_are_chosen_by_link_kind_zone_level_and_policy(client: Client) -> None:
    make_offer(4)
    limited = Incentive.objects.get(slug="benefit-0")
    limited.segments.add(Segment.objects.get(code="part-1"))
    Incentive.objects.filter(slug="benefit-1").update(zone="Zone 1")
    assert facet(client, "segment", path="/incentives/") == {"root": "4", "part-1": "4"}
    assert facet(client, "kind", path="/incentives/") == {"booster": "2", "pli": "2"}
    assert facet(client, "zone", path="/incentives/") == {"Zone 1": "1"}
    assert facet(client, "level", path="/incentives/") == {"state": "4"}
    assert facet(client, "policy", path="/incentives/") == {"rules": "4"}
    assert found(client, "?zone=Zone+1&kind=booster", "/incentives/") == ["benefit-1"]
    Segment.objects.create(code="other", name="Other", name_en="Other")
    assert facet(client, "segment", path="/incentives/")["other"] == "3"
    assert found(client, "?segment=other", "/incentives/") == ["benefit-1", "benefit-2", "benefit-3"]
    for name in ("segment", "kind", "zone", "policy"):
        for value, how_many in facet(client, name, path="/incentives/").items():
            assert len(client.get("/incentives/", {name: value}).context["page"].rows) == int(how_many), (name, value)


def test_a_policy_of_which_no_benefit_is_known_is_shown_to_who_asks_for_it(client: Client) -> None:
    make_offer(1)
    page = client.get("/incentives/?policy=empty").content.decode()
    assert "Empty rules" in page and "No benefit of it is known" in page


@pytest.mark.parametrize("path", ["/opportunities/", "/townships/", "/incentives/", "/sources/"])
def test_all_facets_cost_one_statement_however_many_rows(client: Client, path: str) -> None:
    costs = set()
    for count in (3, 300):
        for model in (Opportunity, Incentive):
            model.objects.all().delete()
        if count == 3:
            make_offer(3)
        else:
            Opportunity.objects.bulk_create(
                Opportunity(slug=f"x-{n}", title="X", title_en="X", sought="x", sought_en="x", status="published")
                for n in range(count)
            )
        with CaptureQueriesContext(connection) as statements:
            assert client.get(path).status_code == 200
        costs.add(len([one for one in statements if "jsonb_build_object('" in one["sql"]]))
    assert costs == {1}
