"""Every page of the administration opens, with rows in it, and only for those who may."""

from typing import Any

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from tests.cast import PASSWORD, Cast

REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)


def address(model: type[models.Model], page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def administrator(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("root@example.org", PASSWORD))
    return client


@pytest.fixture
def filled(db: None) -> None:
    """The reference data: rows in every list that ships with the house."""
    call_command("load_reference", verbosity=0)


def test_the_words_of_the_house_are_all_here() -> None:
    labels = {model._meta.label for model in REGISTERED}
    assert {"accounts.User", "sectors.Township", "investors.Meeting", "investors.Commitment", "partners.Partner"} <= labels


def test_the_start_page_opens(administrator: Client) -> None:
    assert administrator.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
def test_every_empty_list_and_search_opens(administrator: Client, model: type[models.Model]) -> None:
    assert administrator.get(address(model, "changelist")).status_code == 200
    assert administrator.get(address(model, "changelist"), {"q": "x"}).status_code == 200
    adding = administrator.get(address(model, "add"))
    may_add = admin.site._registry[model].has_add_permission(adding.wsgi_request)
    assert adding.status_code == (200 if may_add else 403)


def test_every_list_and_row_opens_with_real_rows(administrator: Client, filled: None, cast: Cast) -> None:
    seen = set()
    for model in REGISTERED:
        listing = administrator.get(address(model, "changelist"))
        assert listing.status_code == 200, model
        row = model._default_manager.first()
        if row is None:
            continue
        seen.add(model._meta.label)
        for page in ("change", "history"):
            assert administrator.get(address(model, page, row.pk)).status_code == 200, (model, page)
        deleting = administrator.get(address(model, "delete", row.pk))
        assert deleting.status_code in (200, 403), model
    assert {
        "accounts.User",
        "sectors.Township",
        "sectors.Source",
        "investors.Company",
        "investors.Meeting",
        "investors.Membership",
    } <= seen


@pytest.mark.parametrize("who", ["officer", "supervisor", "reader", "investor", "stranger"])
def test_whoever_is_not_staff_is_sent_to_sign_in(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))
    for model in REGISTERED:
        assert client.get(address(model, "changelist")).status_code == 302, model


def test_markup_in_a_row_is_inert(administrator: Client) -> None:
    User.objects.create_user("x@example.org", PASSWORD, name="<img src=x onerror=alert(1)>", role="reader")
    page = administrator.get(address(User, "changelist")).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("query", ["investors/meeting/?title__regex=[", "investors/meeting/?date__year=99999999", "r/1/1/"])
def test_an_address_that_cannot_be_read_is_a_bad_request(administrator: Client, query: str) -> None:
    administrator.raise_request_exception = False
    assert administrator.get(f"/admin/{query}").status_code in (400, 404, 302)


@pytest.mark.parametrize("page", ["add", "change", "delete"])
def test_the_administration_is_no_way_around_the_rules_of_accounts(administrator: Client, cast: Cast, page: str) -> None:
    """No account is made, changed, raised, disabled or deleted here; the page leads to where that is done and written down."""
    row = [] if page == "add" else [cast.reader.pk]
    before = User.objects.values().get(pk=cast.reader.pk)
    given = {"role": "administrator", "is_superuser": "on", "email": "x@example.org", "name": "X", "post": "yes"}
    assert administrator.post(address(User, page, *row), given).status_code == 403
    assert User.objects.values().get(pk=cast.reader.pk) == before
    assert not User.objects.filter(email="x@example.org").exists()
    seen = administrator.get(address(User, "change", cast.reader.pk)).content.decode()
    assert f"/desk/people/{cast.reader.pk}/" in seen
    assert 'name="role"' not in seen
