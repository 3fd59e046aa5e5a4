"""Partners with keys of every kind, who knock at the API. All invented."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.test import Client

from investors.models import Company, Organisation, PartnerProfile
from portal.accounts.models import User
from portal.core.clock import now
from portal.partners.keys import make_key, revoke_key
from portal.partners.models import ApiKey, Partner, PartnerMembership
from portal.partners.scopes import SCOPES
from tests.cast import Cast, make_user


@dataclass
class ApiCast:
    """`full` may everything a partner may; `narrow` reads companies only; `foreign` is another partner with every scope."""

    partner: Partner
    foreign_partner: Partner
    organisation: Organisation
    member: Company
    secrets: dict[str, str]
    keys: dict[str, ApiKey]
    clients: dict[str, Client] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        if name in self.__dict__.get("clients", {}):
            return self.clients[name]
        raise AttributeError(name)


def make_partner(slug: str, organisation: Organisation, member: Company, cast: Cast) -> Partner:
    partner = Partner.objects.create(slug=slug, name=slug.replace("-", " ").title(), is_example=True)
    profile = PartnerProfile.objects.create(partner=partner, organisation=organisation, desk_officer=cast.officer)
    profile.members.add(member)
    return partner


def make_api_cast(cast: Cast) -> ApiCast:
    own, other = (
        Organisation.objects.create(slug=slug, name=slug.title(), name_en=slug.title(), kind="chamber", is_example=True)
        for slug in ("example-chamber", "foreign-chamber")
    )
    member, stranger = Company.objects.get(slug="example-denchi"), Company.objects.get(slug="example-motor")
    partner = make_partner("example-partner", own, member, cast)
    foreign = make_partner("foreign-partner", other, stranger, cast)
    keys, secrets = {}, {}
    for name, who, scopes in (
        ("full", partner, SCOPES),
        ("narrow", partner, ["companies:read"]),
        ("foreign", foreign, SCOPES),
        ("revoked", partner, SCOPES),
        ("expired", partner, SCOPES),
    ):
        keys[name], secrets[name] = make_key(partner=who, name=name, scopes=scopes)
    revoke_key(key=keys["revoked"])
    keys["expired"].expires_at = now() - timedelta(minutes=1)
    keys["expired"].save()
    clients = {name: Client(headers={"Authorization": f"Bearer {secret}"}) for name, secret in secrets.items()}
    clients["nobody"] = Client()
    clients["malformed"] = Client(headers={"Authorization": "Bearer not-a-key"})
    return ApiCast(partner, foreign, own, member, secrets, keys, clients)


@dataclass
class PartnerPeople:
    """`keeper` is an administrator of the partner, `member` sees its keys, `foreign` keeps those of the other, `former` kept them once."""

    keeper: User
    member: User
    foreign: User
    former: User


def make_partner_people(callers: ApiCast) -> PartnerPeople:
    administrator, member = PartnerMembership.Role.ADMINISTRATOR, PartnerMembership.Role.MEMBER
    people = PartnerPeople(*(make_user(name, "investor") for name in ("keeper", "helper", "foreign-keeper", "former-keeper")))
    for user, partner, role, ended_on in (
        (people.keeper, callers.partner, administrator, None),
        (people.member, callers.partner, member, None),
        (people.foreign, callers.foreign_partner, administrator, None),
        (people.former, callers.partner, administrator, date(2024, 1, 10)),
    ):
        PartnerMembership.objects.create(user=user, partner=partner, role=role, ended_on=ended_on)
    return people
