"""What people may do with keys: the partner's administrators make, change, replace and revoke; the state's revoke; nobody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from portal.accounts.models import AuditEntry, User
from portal.core.clock import now
from portal.core.errors import Stale
from portal.core.history import acting
from portal.partners.history import of_partner
from portal.partners.keys import (
    LONGEST,
    BadExpiry,
    KeyIsDead,
    MadeBefore,
    PartnerClosed,
    TooLong,
    UnknownScope,
    change_key,
    digest_of,
    make_key,
    replace_key,
    revoke_key,
)
from portal.partners.models import ApiKey
from portal.partners.rights import NotYours
from tests.api_cast import ApiCast, PartnerPeople, make_partner_people
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/meetings/"
SOON = timedelta(days=10)


@pytest.fixture
def people(callers: ApiCast) -> PartnerPeople:
    return make_partner_people(callers)


def changed(key: ApiKey, by: User, **fields: object) -> ApiKey:
    values = {"name": key.name, "scopes": key.scopes, "expires_at": now() + SOON, "version": key.version, **fields}
    return change_key(key=key, by=by, **values)  # type: ignore[arg-type]


def test_nobody_but_the_partners_administrators_makes_keys(callers: ApiCast, cast: Cast, people: PartnerPeople) -> None:
    for user in (people.member, people.foreign, people.former, cast.investor, *cast.desk):
        with pytest.raises(NotYours):
            make_key(partner=callers.partner, name="N", scopes=["meetings:read"], by=user, expires_at=now() + SOON)
    row, _secret = make_key(
        partner=callers.partner, name="N", scopes=["meetings:read"], by=people.keeper, expires_at=now() + SOON
    )
    assert row.created_by == people.keeper


def test_whoever_became_an_official_or_left_keeps_no_keys(callers: ApiCast, people: PartnerPeople) -> None:
    for field, value in (("role", "administrator"), ("is_active", False)):
        User.objects.filter(pk=people.keeper.pk).update(**{"role": "investor", "is_active": True, field: value})
        keeper = User.objects.get(pk=people.keeper.pk)
        with pytest.raises(NotYours):
            make_key(partner=callers.partner, name="N", scopes=["meetings:read"], by=keeper, expires_at=now() + SOON)


@pytest.mark.parametrize(
    ("after", "refusal"),
    [
        (None, ValidationError),
        (timedelta(seconds=-1), BadExpiry),
        (LONGEST + timedelta(minutes=1), TooLong),
    ],
)
def test_a_persons_key_ends_within_a_year(
    after: timedelta | None, refusal: type[Exception], callers: ApiCast, people: PartnerPeople
) -> None:
    moment = now()
    with pytest.raises(refusal):
        make_key(
            partner=callers.partner,
            name="N",
            scopes=["meetings:read"],
            by=people.keeper,
            expires_at=moment + after if after is not None else None,
            now=moment,
        )


def test_one_form_makes_one_key(callers: ApiCast, people: PartnerPeople) -> None:
    submission, before = uuid4(), ApiKey.objects.count()

    def post() -> tuple[ApiKey, str]:
        return make_key(
            partner=callers.partner,
            name="N",
            scopes=["meetings:read"],
            by=people.keeper,
            expires_at=now() + SOON,
            submission=submission,
        )

    row, _secret = post()
    with pytest.raises(MadeBefore) as refusal:
        post()
    assert refusal.value.key == row
    assert ApiKey.objects.count() == before + 1


def test_a_narrowed_key_is_refused_at_its_next_call(callers: ApiCast, people: PartnerPeople) -> None:
    assert callers.full.get(ADDRESS).status_code == 200
    changed(callers.keys["full"], people.keeper, scopes=["companies:read"])
    assert callers.full.get(ADDRESS).status_code == 403
    assert callers.full.get("/api/v1/companies/").status_code == 200


def test_a_moved_end_holds_for_the_next_call(callers: ApiCast, people: PartnerPeople) -> None:
    key = changed(callers.keys["full"], people.keeper, expires_at=now() + timedelta(seconds=1))
    ApiKey.objects.filter(pk=key.pk).update(expires_at=now() - timedelta(seconds=1))
    assert callers.full.get(ADDRESS).status_code == 401


def test_a_change_is_judged_like_a_new_key(callers: ApiCast, people: PartnerPeople) -> None:
    key = callers.keys["full"]
    for wrong, refusal in (
        ({"scopes": ["meetings:delete"]}, UnknownScope),
        ({"scopes": []}, ValidationError),
        ({"name": "a\x00b"}, ValidationError),
        ({"name": ""}, ValidationError),
        ({"expires_at": now() - SOON}, BadExpiry),
        ({"expires_at": now() + LONGEST + SOON}, TooLong),
        ({"version": 7}, Stale),
    ):
        with pytest.raises(refusal):
            changed(key, people.keeper, **wrong)
    assert ApiKey.objects.get(pk=key.pk).version == 1


@pytest.mark.parametrize("dead", ["revoked", "expired"])
def test_a_dead_key_is_not_brought_back(dead: str, callers: ApiCast, people: PartnerPeople) -> None:
    with pytest.raises(KeyIsDead):
        changed(ApiKey.objects.get(pk=callers.keys[dead].pk), people.keeper)
    with pytest.raises(KeyIsDead):
        replace_key(key=callers.keys[dead], expires_at=now() + SOON, overlap=timedelta(), by=people.keeper)


def test_a_replaced_key_goes_on_for_the_overlap_and_no_longer(callers: ApiCast, people: PartnerPeople) -> None:
    moment = now()
    row, secret = replace_key(
        key=callers.keys["full"], expires_at=moment + SOON, overlap=timedelta(days=1), by=people.keeper, now=moment
    )
    assert ApiKey.objects.get(digest=digest_of(secret)) == row
    assert (row.name, row.scopes) == (callers.keys["full"].name, callers.keys["full"].scopes)
    assert callers.full.get(ADDRESS).status_code == 200
    old = ApiKey.objects.get(pk=callers.keys["full"].pk)
    assert old.expires_at == moment + timedelta(days=1)
    replace_key(key=old, expires_at=moment + SOON, overlap=timedelta(days=30), by=people.keeper, now=moment)
    assert ApiKey.objects.get(pk=old.pk).expires_at == moment + timedelta(days=1), "an overlap lengthens nothing"
    replace_key(key=row, expires_at=moment + SOON, overlap=timedelta(), by=people.keeper, now=moment)
    assert ApiKey.objects.get(pk=row.pk).revoked_at == moment


def test_an_overlap_of_years_is_refused_and_nothing_is_made(callers: ApiCast, people: PartnerPeople) -> None:
    before = ApiKey.objects.count()
    with pytest.raises(ValidationError):
        replace_key(key=callers.keys["full"], expires_at=now() + SOON, overlap=timedelta(days=400), by=people.keeper)
    assert ApiKey.objects.count() == before


def test_the_states_administrator_revokes_but_never_changes(callers: ApiCast, cast: Cast, people: PartnerPeople) -> None:
    for user in (people.member, people.foreign, cast.investor, cast.officer, cast.supervisor, cast.operator, cast.reader):
        with pytest.raises(NotYours):
            revoke_key(key=callers.keys["full"], by=user)
    with pytest.raises(NotYours):
        changed(callers.keys["full"], cast.administrator)
    revoke_key(key=callers.keys["full"], by=cast.administrator)
    assert callers.full.get(ADDRESS).status_code == 401
    first = ApiKey.objects.get(pk=callers.keys["full"].pk).revoked_at
    revoke_key(key=callers.keys["full"], by=people.keeper)
    assert ApiKey.objects.get(pk=callers.keys["full"].pk).revoked_at == first


def test_a_closed_partner_gets_no_keys_but_may_revoke(callers: ApiCast, people: PartnerPeople) -> None:
    callers.partner.is_active, callers.partner.close_reason = False, "It asked us to"
    callers.partner.save()
    with pytest.raises(PartnerClosed):
        make_key(partner=callers.partner, name="N", scopes=["meetings:read"], by=people.keeper, expires_at=now() + SOON)
    with pytest.raises(PartnerClosed):
        changed(callers.keys["full"], people.keeper)
    assert revoke_key(key=callers.keys["full"], by=people.keeper).revoked_at is not None


def test_history_tells_it_all_and_holds_nothing_that_opens(callers: ApiCast, people: PartnerPeople) -> None:
    with acting(door="browser", user=people.keeper):
        row, secret = make_key(
            partner=callers.partner, name="Robot", scopes=["meetings:read"], by=people.keeper, expires_at=now() + SOON
        )
        changed(row, people.keeper, scopes=["commitments:read"], name="Robot 2")
        revoke_key(key=row, by=people.keeper)
    revoked, narrowed, made = of_partner(callers.partner, "Asia/Kolkata")[:3]
    assert (made.title, made.by, made.door) == (f"Key made: Robot ({row.prefix}…)", "Keeper", "web page")
    assert "May do: meetings:read → commitments:read" in narrowed.text
    assert "Name: Robot → Robot 2" in narrowed.text
    assert revoked.title.startswith("Key revoked: Robot 2")
    told = [(one.kind, one.who_name, one.about_name, one.details["scopes"]) for one in AuditEntry.objects.order_by("at", "id")]
    assert told[-3:] == [
        ("key_made", "Keeper", f"{row.prefix}…", ["meetings:read"]),
        ("key_changed", "Keeper", f"{row.prefix}…", ["commitments:read"]),
        ("key_revoked", "Keeper", f"{row.prefix}…", ["commitments:read"]),
    ]
    assert not [one for one in AuditEntry.objects.values_list("details", flat=True) if secret in str(one)]
    events = [str(one) for one in apps.get_model("partners", "ApiKeyEvent").objects.values()]
    assert not [one for one in events if secret in one or digest_of(secret) in one]
