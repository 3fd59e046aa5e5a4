"""Making a key in the browser, shown once; changing, replacing and revoking it."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from portal.core.clock import now
from portal.partners.keys import digest_of
from portal.partners.models import ApiKey
from tests.api_cast import ApiCast, PartnerPeople

pytestmark = pytest.mark.django_db
HOME = "/partners/example-partner/"
API = "/api/v1/meetings/"


@pytest.fixture
def keeper(people: PartnerPeople) -> Client:
    client = Client()
    client.force_login(people.keeper)
    return client


def typed(**changes: Any) -> dict[str, Any]:
    day = (now() + timedelta(days=30)).date().isoformat()
    return {"name": "Robot", "scopes": ["meetings:read"], "expires_at": day, "submission": str(uuid4()), **changes}


def secret_of(page: str) -> str:
    found = re.search(r'value="(setu_[^"]+)" readonly', page)
    assert found, page
    return found.group(1)


def test_a_key_is_shown_once_and_opens(keeper: Client, callers: ApiCast) -> None:
    answer = keeper.post(f"{HOME}keys/new/", typed())
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    secret = secret_of(answer.content.decode())
    key = ApiKey.objects.get(digest=digest_of(secret))
    assert (key.name, key.scopes) == ("Robot", ["meetings:read"])
    assert Client(headers={"Authorization": f"Bearer {secret}"}).get(API).status_code == 200
    for path in (HOME, f"{HOME}keys/new/", f"{HOME}keys/{key.pk}/change/", f"{HOME}keys/{key.pk}/revoke/"):
        assert secret not in keeper.get(path).content.decode()
    assert not [one for one in Session.objects.all() if secret in str(one.get_decoded())]


def test_the_form_offers_ninety_days_and_the_day_ends_where_its_maker_lives(keeper: Client, people: PartnerPeople) -> None:
    people.keeper.zone = "Asia/Tokyo"
    people.keeper.save()
    form = keeper.get(f"{HOME}keys/new/").context["form"]
    assert 88 <= (form.initial["expires_at"] - now().date()).days <= 91
    keeper.post(f"{HOME}keys/new/", typed(expires_at=form.initial["expires_at"].isoformat()))
    key = ApiKey.objects.get(name="Robot")
    assert key.expires_at is not None
    assert key.expires_at.isoformat().endswith("T15:00:00+00:00")
    assert keeper.get(f"{HOME}keys/{key.pk}/change/").context["form"].initial["expires_at"] == form.initial["expires_at"]


def test_the_same_form_posted_twice_makes_one_key_and_says_so(keeper: Client) -> None:
    same = typed()
    keeper.post(f"{HOME}keys/new/", same)
    answer = keeper.post(f"{HOME}keys/new/", same, follow=True)
    assert "already made the key" in answer.content.decode()
    assert "readonly" not in answer.content.decode()
    assert ApiKey.objects.filter(name="Robot").count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "a\u202eb"}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["meetings:delete"]}, "scopes"),
        ({"expires_at": ""}, "expires_at"),
        ({"expires_at": "2026-02-30"}, "expires_at"),
        ({"expires_at": "2020-01-01"}, "expires_at"),
        ({"expires_at": "2099-01-01"}, "expires_at"),
        ({"expires_at": "9999-12-31"}, "expires_at"),
        ({"submission": "x"}, "submission"),
    ],
)
def test_a_wrong_value_is_told_at_its_field_and_what_was_typed_stays(wrong: dict[str, Any], field: str, keeper: Client) -> None:
    before = ApiKey.objects.count()
    answer = keeper.post(f"{HOME}keys/new/", typed(**wrong))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert ApiKey.objects.count() == before
    if field != "name":
        assert 'value="Robot"' in answer.content.decode()


def test_a_key_is_narrowed_then_revoked_and_each_holds_at_once(keeper: Client, callers: ApiCast) -> None:
    secret = secret_of(keeper.post(f"{HOME}keys/new/", typed()).content.decode())
    key, caller = ApiKey.objects.get(name="Robot"), Client(headers={"Authorization": f"Bearer {secret}"})
    assert caller.get(API).status_code == 200
    answer = keeper.post(f"{HOME}keys/{key.pk}/change/", typed(scopes=["companies:read"], version="1"))
    assert answer["Location"] == HOME
    assert caller.get(API).status_code == 403
    keeper.post(f"{HOME}keys/{key.pk}/revoke/")
    assert caller.get(API).status_code == 401
    page = keeper.get(HOME).content.decode()
    assert "May do: meetings:read → companies:read" in page and "Key revoked: Robot" in page
    for verb in ("change", "replace", "revoke"):
        assert keeper.get(f"{HOME}keys/{key.pk}/{verb}/")["Location"] == HOME
    assert "revoked or has expired" in keeper.post(f"{HOME}keys/{key.pk}/change/", typed(version="3")).content.decode()


def test_a_stale_change_shows_both_and_overwrites_nothing(keeper: Client, callers: ApiCast) -> None:
    path = f"{HOME}keys/{callers.keys['full'].pk}/change/"
    keeper.post(path, typed(name="Theirs", scopes=["companies:read"], version="1"))
    text = keeper.post(path, typed(name="Mine", scopes=["meetings:read", "companies:read"], version="1")).content.decode()
    assert "Nothing was overwritten" in text and "Theirs" in text and "Mine" in text
    assert "companies:read, meetings:read" in text
    assert ApiKey.objects.get(pk=callers.keys["full"].pk).scopes == ["companies:read"]


def test_a_replaced_key_is_shown_once_and_the_old_one_goes_on_for_a_day(keeper: Client, callers: ApiCast) -> None:
    path = f"{HOME}keys/{callers.keys['full'].pk}/replace/"
    same = {name: value for name, value in typed().items() if name in ("expires_at", "submission")} | {"overlap": "1"}
    secret = secret_of(keeper.post(path, same).content.decode())
    assert Client(headers={"Authorization": f"Bearer {secret}"}).get(API).status_code == 200
    assert callers.full.get(API).status_code == 200
    assert "already made the key" in keeper.post(path, same, follow=True).content.decode()
    answer = keeper.post(path, {**same, "submission": str(uuid4()), "overlap": "400"})
    assert "overlap" in answer.context["form"].errors


def test_no_one_makes_keys_for_a_closed_partner(keeper: Client, callers: ApiCast) -> None:
    callers.partner.is_active, callers.partner.close_reason = False, "It asked us to"
    callers.partner.save()
    assert keeper.get(f"{HOME}keys/new/")["Location"] == HOME
    assert "This partner is closed" in keeper.post(f"{HOME}keys/new/", typed()).content.decode()
    page = keeper.get(HOME).content.decode()
    assert "It asked us to" in page and "keys/new/" not in page
