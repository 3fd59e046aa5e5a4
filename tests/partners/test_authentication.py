"""Who is let in, and that all others hear the same."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries
from redis.exceptions import ConnectionError as CacheAway

from portal.partners import throttles
from portal.partners.keys import revoke_key
from portal.partners.models import ApiKey
from portal.partners.throttles import BAD_KEYS
from tests.api_cast import ApiCast

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/meetings/"


@pytest.mark.parametrize("who", ["revoked", "expired", "malformed"])
def test_every_key_that_opens_nothing_gets_the_same_answer(callers: ApiCast, who: str) -> None:
    unknown = Client(headers={"Authorization": "Bearer setu_00000000_" + "A" * 43}).get(ADDRESS)
    answer = callers.clients[who].get(ADDRESS)
    assert answer.status_code == unknown.status_code == 401
    assert answer.content == unknown.content
    assert answer["WWW-Authenticate"] == unknown["WWW-Authenticate"] == 'Bearer realm="Setu"'
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Basic dTpw", "Token x", "bearer \u00e9", "Bearer a b c", "Bearer " + "x" * 5000]
)
def test_malformed_headers_open_nothing(callers: ApiCast, header: str) -> None:
    assert Client(headers={"Authorization": header}).get(ADDRESS).status_code == 401


def test_a_closed_partner_opens_nothing(callers: ApiCast) -> None:
    callers.partner.is_active, callers.partner.close_reason = False, "It asked us to"
    callers.partner.save()
    assert callers.full.get(ADDRESS).status_code == 401


def test_a_revoked_key_is_dead_at_once(callers: ApiCast) -> None:
    assert callers.full.get(ADDRESS).status_code == 200
    revoke_key(key=callers.keys["full"])
    assert callers.full.get(ADDRESS).status_code == 401


def test_a_key_needs_the_scope(callers: ApiCast) -> None:
    answer = callers.narrow.get(ADDRESS)
    assert answer.status_code == 403
    assert "meetings:read" in answer.json()["detail"]
    assert callers.narrow.get("/api/v1/companies/").status_code == 200
    assert callers.narrow.post(ADDRESS, {}, content_type="application/json").status_code == 403


def test_without_a_key_only_the_offer_is_open(callers: ApiCast) -> None:
    assert callers.nobody.get("/api/v1/townships/").status_code == 200
    answer = callers.nobody.get(ADDRESS)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"]


def test_a_session_does_not_open_the_api(callers: ApiCast, cast: Any) -> None:
    client = Client()
    client.force_login(cast.administrator)
    assert client.get(ADDRESS).status_code == 401


@pytest.mark.parametrize("name", ["key", "api_key", "access_token", "Token", "q"])
def test_a_key_in_the_address_is_refused(callers: ApiCast, name: str) -> None:
    answer = callers.nobody.get(ADDRESS, {name: callers.secrets["full"]})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "key_in_address"
    assert callers.secrets["full"] not in answer.content.decode()


def test_last_use_is_written_at_most_once_a_minute(callers: ApiCast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(4):
        callers.full.get(ADDRESS)
    first = ApiKey.objects.get(pk=callers.keys["full"].pk).last_used_at
    assert first is not None
    with django_assert_num_queries(2):
        callers.full.get(ADDRESS)
    ApiKey.objects.filter(pk=callers.keys["full"].pk).update(last_used_at=first - timedelta(minutes=2))
    callers.full.get(ADDRESS)
    assert ApiKey.objects.get(pk=callers.keys["full"].pk).last_used_at > first


@pytest.fixture
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """The minute does not turn over between two calls."""
    monkeypatch.setattr(throttles, "time", SimpleNamespace(time=lambda: 1_700_000_000.0))


def test_many_bad_keys_are_answered_with_wait(callers: ApiCast, one_minute: None) -> None:
    statuses = [callers.malformed.get(ADDRESS).status_code for _ in range(BAD_KEYS)]
    assert set(statuses) == {401}
    answer = callers.malformed.get(ADDRESS)
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert callers.full.get(ADDRESS).status_code == 200


def test_a_key_has_its_quota_and_is_told(callers: ApiCast, settings: Any, one_minute: None) -> None:
    settings.API_CALLS_PER_MINUTE = 2
    answers = [callers.full.get(ADDRESS) for _ in range(3)]
    assert answers[0]["RateLimit-Policy"] == '"calls";q=2;w=60'
    assert answers[0]["RateLimit"].startswith('"calls";r=1;t=')
    assert [one.status_code for one in answers][:2] == [200, 200]
    assert answers[2].status_code == 429
    assert answers[2]["Retry-After"]
    assert answers[2].json()["status"] == 429
    assert callers.foreign.get(ADDRESS).status_code == 200


@pytest.fixture
def cache_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: Any, **kwargs: Any) -> None:
        raise CacheAway("away")

    for name in ("add", "incr", "get", "set"):
        monkeypatch.setattr(type(cache._connections[cache._alias]), name, away)  # type: ignore[attr-defined]


def test_everybody_is_served_while_the_cache_is_away(callers: ApiCast, cache_away: None) -> None:
    assert callers.full.get(ADDRESS).status_code == 200
    assert callers.malformed.get(ADDRESS).status_code == 401
