"""Partners and their people: made, appointed, closed and opened by the state's administrators alone."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.accounts.models import AuditEntry, User
from portal.accounts.viewer import NOBODY, Viewer
from portal.core.history import acting
from portal.partners.administration import (
    NeedsReason,
    NoSuchAccount,
    NotFromOutside,
    appoint,
    close_partner,
    end_membership,
    make_partner,
    open_partner,
)
from portal.partners.history import of_partner
from portal.partners.models import Partner, PartnerMembership
from portal.partners.rights import NotYours, keeps_keys
from tests.api_cast import ApiCast, PartnerPeople, make_partner_people
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(callers: ApiCast) -> PartnerPeople:
    return make_partner_people(callers)


def test_only_an_administrator_of_the_state_does_any_of_it(callers: ApiCast, cast: Cast, people: PartnerPeople) -> None:
    place = PartnerMembership.objects.get(user=people.member)
    for user in (cast.officer, cast.supervisor, cast.operator, cast.reader, cast.investor, people.keeper):
        for refused in (
            lambda by: make_partner(name="New", by=by),
            lambda by: appoint(partner=callers.partner, email="investor@example.org", by=by),
            lambda by: end_membership(membership=place, by=by),
            lambda by: close_partner(partner=callers.partner, reason="R", by=by),
            lambda by: open_partner(partner=callers.partner, by=by),
        ):
            with pytest.raises(NotYours):
                refused(user)


def test_a_partner_gets_a_word_for_its_address(cast: Cast) -> None:
    assert make_partner(name="Chamber of Tests", by=cast.administrator).slug == "chamber-of-tests"
    assert make_partner(name="日本貿易振興機構", by=cast.administrator).slug.startswith("partner-")
    for wrong in ({"slug": "new"}, {"slug": "chamber-of-tests"}, {"name": ""}, {"name": "a\nb"}):
        with pytest.raises(ValidationError):
            make_partner(**{"name": "Other", "by": cast.administrator, **wrong})


def test_somebody_from_outside_is_appointed_and_keeps_the_keys(callers: ApiCast, cast: Cast) -> None:
    place = appoint(partner=callers.partner, email=" Investor@Example.org ", by=cast.administrator)
    assert keeps_keys(cast.investor, callers.partner)
    end_membership(membership=place, by=cast.administrator)
    assert not keeps_keys(cast.investor, callers.partner)
    again = appoint(partner=callers.partner, email="investor@example.org", role="member", by=cast.administrator)
    assert again.pk == place.pk
    assert not keeps_keys(cast.investor, callers.partner)
    assert Partner.objects.visible_to(Viewer(user=cast.investor)).get() == callers.partner


def test_neither_an_official_nor_a_stranger_nor_who_left_is_appointed(callers: ApiCast, cast: Cast) -> None:
    User.objects.filter(pk=cast.stranger.pk).update(is_active=False)
    for email, refusal in (
        ("officer@example.org", NotFromOutside),
        ("nobody@example.org", NoSuchAccount),
        ("stranger@example.org", NoSuchAccount),
    ):
        with pytest.raises(refusal):
            appoint(partner=callers.partner, email=email, by=cast.administrator)


def test_a_closed_partner_opens_nothing_until_it_is_opened_again(callers: ApiCast, cast: Cast) -> None:
    with pytest.raises(NeedsReason):
        close_partner(partner=callers.partner, reason=" ", by=cast.administrator)
    with acting(door="browser", user=cast.administrator):
        close_partner(partner=callers.partner, reason="It asked us to", by=cast.administrator)
    assert callers.full.get("/api/v1/meetings/").status_code == 401
    told = of_partner(callers.partner, "Asia/Kolkata")[0]
    assert (told.title, told.text, told.by) == ("Partner closed", "It asked us to", "Administrator")
    entry = AuditEntry.objects.filter(kind="partner_changed").latest("at")
    assert (entry.who_name, entry.about_name, entry.details) == (
        "Administrator",
        "Example Partner",
        {"what": "closed", "reason": "It asked us to"},
    )
    open_partner(partner=callers.partner, by=cast.administrator)
    assert callers.full.get("/api/v1/meetings/").status_code == 200
    assert callers.revoked.get("/api/v1/meetings/").status_code == 401


def test_the_database_wants_a_reason_and_a_scope(callers: ApiCast) -> None:
    with pytest.raises(IntegrityError, match="says_why"), transaction.atomic():
        Partner.objects.filter(pk=callers.partner.pk).update(is_active=False)
    with pytest.raises(IntegrityError, match="has_scope"), transaction.atomic():
        callers.partner.keys.update(scopes=[])


def test_everybody_sees_the_partners_that_are_his(callers: ApiCast, cast: Cast, people: PartnerPeople) -> None:
    def seen(user: User) -> list[str]:
        return list(Partner.objects.visible_to(Viewer(user=user)).order_by("slug").values_list("slug", flat=True))

    assert seen(cast.administrator) == ["example-partner", "foreign-partner"]
    assert seen(people.keeper) == seen(people.member) == ["example-partner"]
    assert seen(people.foreign) == ["foreign-partner"]
    for user in (cast.officer, cast.supervisor, cast.operator, cast.reader, cast.investor, people.former):
        assert seen(user) == []
    assert not Partner.objects.visible_to(NOBODY).exists()
    assert not Partner.objects.visible_to(Viewer(partner_id=callers.partner.pk)).exists(), "a key opens no pages"
