"""Every change of a business row leaves what was, who did it and through which door."""

import pytest
from django.apps import apps
from django.db import connection

from investors.models import Company, Delegation
from portal.core.history import acting
from portal.core.registry import Panels
from tests.cast import Cast

pytestmark = pytest.mark.django_db
CompanyEvent = apps.get_model("investors", "CompanyEvent")


def story(company: Company) -> list[tuple[str, str]]:
    return list(CompanyEvent.objects.filter(pgh_obj_id=company.pk).order_by("pgh_id").values_list("pgh_label", "name_ja"))


def make(slug: str = "invented", **fields: object) -> Company:
    return Company.objects.create(slug=slug, name="Invented", name_en="Invented", country_code="JP", is_example=True, **fields)


def test_insert_change_and_delete_are_kept_with_every_language() -> None:
    company = make(name_ja="架空電池")
    company.name_ja = "架空電池株式会社"
    company.save()
    key = company.pk
    company.delete()
    company.pk = key
    assert [label for label, _ in story(company)] == ["insert", "update", "delete"]
    assert story(company)[0][1] == "架空電池"
    assert "架空電池株式会社" in [name for _, name in story(company)]


def test_a_statement_around_django_is_kept_too() -> None:
    company = make()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE investors_company SET website = 'https://example.org' WHERE id = %s", [company.pk])
    assert len(story(company)) == 2


def test_who_and_which_door_stand_beside_the_change(cast: Cast) -> None:
    with acting(door="browser", user=cast.officer):
        company = make()
    with acting(door="api", key="sk_invented"):
        Company.objects.filter(pk=company.pk).update(website="https://example.org")
    with acting(door="worker"):
        Company.objects.filter(pk=company.pk).update(website="")
    said = [event.pgh_context.metadata for event in CompanyEvent.objects.filter(pgh_obj_id=company.pk).order_by("pgh_id")]
    assert said == [
        {"door": "browser", "user": str(cast.officer.pk), "name": cast.officer.name},
        {"door": "api", "key": "sk_invented"},
        {"door": "worker"},
    ]


def test_an_unknown_door_is_refused() -> None:
    with pytest.raises(ValueError, match="window"), acting(door="window"):
        pass


def test_a_company_put_on_and_taken_off_a_delegation_is_part_of_its_story(cast: Cast) -> None:
    company = make()
    delegation = Delegation.objects.create(name="An invented visit", is_example=True)
    model = next(
        one
        for one in apps.get_app_config("investors").get_models()
        if one._meta.model_name.endswith("event") and one._meta.model_name.startswith("delegationcompanies")
    )
    delegation.companies.add(company)
    delegation.companies.remove(company)
    assert list(model.objects.order_by("pgh_id").values_list("pgh_label", "company_id")) == [
        ("insert", company.pk),
        ("delete", company.pk),
    ]


def test_a_panel_shows_what_its_maker_gives_and_stays_away_when_it_gives_nothing() -> None:
    panels = Panels()

    def companies(subject: object, viewer: object) -> dict[str, object] | None:
        return {"template": "x.html", "context": {"of": subject, "for": viewer}} if subject else None

    panels.register("township", companies)
    panels.register("township", companies)
    assert panels.of("township", "Vasanthanarasapura", "me") == [
        {"template": "x.html", "context": {"of": "Vasanthanarasapura", "for": "me"}}
    ]
    assert panels.of("township", "", "me") == panels.of("segment", "x", "me") == []


def test_a_link_added_and_taken_off_is_kept_with_who_and_which_door(cast: Cast) -> None:
    delegation = Delegation.objects.create(name="Invented visit")
    company = make()
    with acting(door="browser", user=cast.officer):
        delegation.companies.add(company)
    with acting(door="api", key="abcd1234"):
        delegation.companies.remove(company)
    events = apps.get_model("investors", "DelegationCompaniesEvent").objects.order_by("pgh_id").select_related("pgh_context")
    told = [(one.pgh_label, one.company_id, one.pgh_context.metadata["door"]) for one in events]
    assert told == [("insert", company.pk, "browser"), ("delete", company.pk, "api")]
