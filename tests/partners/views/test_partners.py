"""The partners' pages and the whole cast."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.partners.models import ApiKey, Partner, PartnerMembership
from tests.api_cast import ApiCast, PartnerPeople
from tests.cast import Cast, make_user

pytestmark = pytest.mark.django_db
HOME = "/partners/example-partner/"
MOST = 12


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def addresses(callers: ApiCast, people: PartnerPeople) -> dict[str, str]:
    key, place = callers.keys["full"], PartnerMembership.objects.get(user=people.member)
    return {
        "list": "/partners/",
        "partner": HOME,
        "make-partner": "/partners/new/",
        "close": f"{HOME}close/",
        "open": f"{HOME}open/",
        "appoint": f"{HOME}people/appoint/",
        "end": f"{HOME}people/{place.pk}/end/",
        "make": f"{HOME}keys/new/",
        "change": f"{HOME}keys/{key.pk}/change/",
        "replace": f"{HOME}keys/{key.pk}/replace/",
        "revoke": f"{HOME}keys/{key.pk}/revoke/",
    }


# Page by page: what the state's administrator, the partner's administrator, its member and the keeper of another partner get.
EXPECTED = {
    "list": (200, 302, 302, 302),
    "partner": (200, 200, 200, 404),
    "make-partner": (200, 403, 403, 403),
    "close": (200, 403, 403, 403),
    "open": (200, 403, 403, 403),
    "appoint": (200, 403, 403, 403),
    "end": (200, 403, 403, 403),
    "make": (403, 200, 403, 404),
    "change": (403, 200, 403, 404),
    "replace": (403, 200, 403, 404),
    "revoke": (200, 200, 403, 404),
}


@pytest.mark.parametrize("page", EXPECTED)
def test_each_page_knows_whom_it_is_for(page: str, addresses: dict[str, str], cast: Cast, people: PartnerPeople) -> None:
    whole = (cast.administrator, people.keeper, people.member, people.foreign)
    assert tuple(_as(user).get(addresses[page]).status_code for user in whole) == EXPECTED[page]
    for user in (cast.officer, cast.supervisor, cast.operator, cast.reader):
        assert _as(user).get(addresses[page]).status_code == 404
        assert _as(user).post(addresses[page]).status_code in (404, 405)
    for user in (cast.investor, people.former):
        assert _as(user).get(addresses[page]).status_code == (403 if EXPECTED[page][1] == 403 else 404)
    answer = Client().get(addresses[page])
    assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next={addresses[page]}")


@pytest.mark.parametrize("page", [page for page in EXPECTED if page not in ("list", "partner")])
def test_who_may_not_do_it_changes_nothing_by_posting(
    page: str, addresses: dict[str, str], cast: Cast, people: PartnerPeople
) -> None:
    def everything() -> list[Any]:
        return [list(model.objects.order_by("pk").values()) for model in (Partner, PartnerMembership, ApiKey)]

    before = everything()
    users = dict(zip(EXPECTED[page], (cast.administrator, people.keeper, people.member, people.foreign), strict=False))
    for user in [*(user for status, user in users.items() if status != 200), cast.officer, cast.investor, people.former]:
        assert _as(user).post(addresses[page], {"reason": "R", "email": "investor@example.org"}).status_code in (403, 404)
    for user in (cast.administrator, people.keeper):
        _as(user).get(addresses[page])
    assert everything() == before


def test_a_key_under_another_partners_address_does_not_exist(callers: ApiCast, people: PartnerPeople, cast: Cast) -> None:
    foreign = callers.keys["foreign"]
    for verb in ("change", "replace", "revoke"):
        assert _as(people.keeper).get(f"{HOME}keys/{foreign.pk}/{verb}/").status_code == 404
        assert _as(people.keeper).post(f"{HOME}keys/{foreign.pk}/{verb}/").status_code == 404
    assert _as(cast.administrator).post(f"{HOME}keys/{foreign.pk}/revoke/").status_code == 404
    assert ApiKey.objects.get(pk=foreign.pk).revoked_at is None


def test_who_acts_for_one_partner_is_taken_to_it_from_the_sign_in_on(callers: ApiCast, people: PartnerPeople) -> None:
    client = _as(people.keeper)
    assert client.get("/home/")["Location"] == "/partners/"
    assert client.get("/partners/")["Location"] == HOME
    assert 'href="/partners/"' in client.get("/").content.decode()
    PartnerMembership.objects.create(user=people.keeper, partner=callers.foreign_partner)
    page = client.get("/partners/").content.decode()
    assert "Example Partner" in page and "Foreign Partner" in page and "New partner" not in page


def test_an_investor_is_shown_no_way_to_keys(cast: Cast, callers: ApiCast) -> None:
    client = _as(cast.investor)
    assert client.get("/home/")["Location"] == "/my/"
    assert "/partners/" not in client.get("/").content.decode()


@pytest.mark.parametrize("prefix", ["", "/ja", "/kn"])
def test_every_page_opens_in_three_languages(prefix: str, addresses: dict[str, str], cast: Cast, people: PartnerPeople) -> None:
    for page, expected in EXPECTED.items():
        user = cast.administrator if expected[0] == 200 else people.keeper
        assert _as(user).get(prefix + addresses[page]).status_code == 200


@pytest.mark.parametrize("count", [3, 300])
def test_pages_cost_the_same_however_much_there_is(count: int, callers: ApiCast, cast: Cast, people: PartnerPeople) -> None:
    Partner.objects.bulk_create(Partner(slug=f"p{n}", name=f"Partner {n}") for n in range(count))
    ApiKey.objects.bulk_create(
        ApiKey(partner=callers.partner, name=f"K{n}", prefix=f"setu_{n}", digest=str(n), scopes=["meetings:read"])
        for n in range(count)
    )
    PartnerMembership.objects.bulk_create(
        PartnerMembership(partner=callers.partner, user=make_user(f"u{n}", "investor")) for n in range(min(count, 30))
    )
    for user, path in ((cast.administrator, "/partners/"), (cast.administrator, HOME), (people.keeper, HOME)):
        client = _as(user)
        with CaptureQueriesContext(connection) as told:
            assert client.get(path).status_code == 200
        assert len(told) <= MOST, [one["sql"][:100] for one in told]


def test_keys_come_in_pages(callers: ApiCast, people: PartnerPeople) -> None:
    ApiKey.objects.bulk_create(
        ApiKey(partner=callers.partner, name=f"K{n}", prefix=f"setu_{n}", digest=str(n), scopes=["meetings:read"])
        for n in range(70)
    )
    client, seen, cursor = _as(people.keeper), set(), ""
    while cursor is not None:
        page = client.get(HOME, {"cursor": cursor} if cursor else {}).context["page"]
        seen |= {key.prefix for key in page.rows}
        cursor = page.next
    assert len(seen) == 74


@pytest.mark.parametrize("query", ["?colour=blue", "?cursor=99999999999", "?cursor=x"])
def test_an_address_that_nobody_reads_is_answered_with_400(query: str, cast: Cast, callers: ApiCast) -> None:
    for path in ("/partners/", HOME):
        assert _as(cast.administrator).get(path + query).status_code == 400


def test_an_administrator_makes_a_partner_and_appoints_its_first_administrator(callers: ApiCast, cast: Cast) -> None:
    client = _as(cast.administrator)
    answer = client.post("/partners/new/", {"name": "Chamber of Tests", "slug": "", "is_example": "on"})
    assert answer["Location"] == "/partners/chamber-of-tests/"
    wrong = client.post("/partners/chamber-of-tests/people/appoint/", {"email": "officer@example.org", "role": "administrator"})
    assert "An official acts for no partner" in wrong.content.decode()
    assert 'value="officer@example.org"' in wrong.content.decode()
    client.post("/partners/chamber-of-tests/people/appoint/", {"email": "investor@example.org", "role": "administrator"})
    page = _as(cast.investor).get("/partners/chamber-of-tests/").content.decode()
    assert "Make a key" in page and "tag-example" in page
    client.post("/partners/chamber-of-tests/close/", {"reason": "Not needed <b>now</b>"})
    page = _as(cast.investor).get("/partners/chamber-of-tests/").content.decode()
    assert "Not needed &lt;b&gt;now&lt;/b&gt;" in page and "Make a key" not in page
    place = PartnerMembership.objects.get(partner__slug="chamber-of-tests")
    client.post(f"/partners/chamber-of-tests/people/{place.pk}/end/")
    assert _as(cast.investor).get("/partners/chamber-of-tests/").status_code == 404
    assert client.get(f"/partners/chamber-of-tests/people/{place.pk}/end/").status_code == 404


@pytest.mark.parametrize("slug", ["new", "example-partner", "Ünï", "a b", "x" * 81, "../x"])
def test_a_bad_word_for_the_address_is_told_at_its_field(slug: str, cast: Cast, callers: ApiCast) -> None:
    answer = _as(cast.administrator).post("/partners/new/", {"name": "Other", "slug": slug})
    assert answer.status_code == 200
    assert "slug" in answer.context["form"].errors
    assert not Partner.objects.filter(name="Other").exists()
