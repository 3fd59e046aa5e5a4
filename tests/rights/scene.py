"""Two of everything: one object that belongs to the first of each kind of person, and one that does not."""

import datetime
import time
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.test import Client
from django.utils.http import urlsafe_base64_encode

from investors.actions.attachments import attach
from investors.actions.commitments import close_commitment
from investors.actions.company_people import invite_to_company
from investors.models import Commitment, Company, FollowUp, Meeting, Membership
from portal.accounts import invitation_links
from portal.accounts.actions.invitations import administration_of, invite
from portal.accounts.drafts.models import Draft
from portal.accounts.models import Role, User
from portal.core import clock
from portal.outbox.models import Delivery
from portal.partners.models import PartnerMembership
from sectors.models import District, Incentive, Opportunity, Policy, Segment, Source, Township
from tests.accounts.authenticators import SecurityKey
from tests.accounts.doors import HERE, give_app, give_passkey, sign_in
from tests.api_cast import ApiCast, make_api_cast
from tests.cast import Cast, make_user
from tests.investors.views.desk_rows import log

DESK = ("officer", "colleague", "supervisor", "operator", "administrator", "reader")
INVESTORS = ("investor", "stranger")
KEYS = {"full": "full", "other": "foreign", "narrow": "narrow"}
PEOPLE = ("nobody", *DESK, *INVESTORS)
GROUPS = {
    "desk": DESK,
    "writers": ("officer", "colleague", "supervisor", "administrator"),
    "readers": ("operator", "reader"),
    "investors": INVESTORS,
    "keys": tuple(KEYS),
    "everyone": (*PEOPLE, *KEYS),
}


@dataclass
class Scene:
    """Who knocks, and at what: `objects[name]` holds the arguments of an address for the own and the foreign row."""

    cast: Cast
    callers: ApiCast
    objects: dict[str, tuple[dict[str, Any], dict[str, Any]]] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """A browser signed in as this person, or a program with this key."""
        if who in KEYS:
            return Client(headers={"Authorization": f"Bearer {self.callers.secrets[KEYS[who]]}"}, raise_request_exception=False)
        client = Client(raise_request_exception=False, **HERE)
        if who != "nobody":
            user = getattr(self.cast, who)
            client.force_login(user)
            # As after signing in by password a moment ago: pages that want a proof are answered themselves and not by the way to it.
            session = client.session
            session["account_authentication_methods_user"] = str(user.pk)
            session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "email": user.email}]
            session.save()
        return client


def make_scene(cast: Cast) -> Scene:
    """Everything twice, by the actions that people use."""
    scene = Scene(cast, make_api_cast(cast))
    # As accepting an invitation to this role does.
    User.objects.filter(pk=cast.administrator.pk).update(**administration_of(Role.ADMINISTRATOR))
    accounts = _accounts(cast)
    own, foreign = log(cast, title="Own meeting"), log(cast, by=cast.colleague, title="Foreign meeting")
    foreign.companies.set([Company.objects.get(slug="example-motor")])
    foreign.attendances.filter(side="guest").update(company=Company.objects.get(slug="example-motor"))
    pairs = {
        "meeting": (own, foreign),
        "delegation": (own.delegation, foreign.delegation),
        "commitment": tuple(_promise(meeting, 0) for meeting in (own, foreign)),
        "closed_commitment": tuple(_closed(meeting) for meeting in (own, foreign)),
        "follow_up": tuple(FollowUp.objects.get(meeting=meeting, step="thank_you") for meeting in (own, foreign)),
        "attachment": tuple(
            attach(subject=meeting, file=ContentFile(b"Plot list", "plots.txt"), name="plots.txt", by=meeting.owner)
            for meeting in (own, foreign)
        ),
        "draft": tuple(
            Draft.objects.create(owner=who, address="/desk/meetings/new/", base="x", updated_at=clock.now())
            for who in (cast.officer, cast.colleague)
        ),
        "delivery": tuple(_stuck(number) for number in (0, 1)),
    }
    scene.objects = {
        **{name: ({"pk": one.pk}, {"pk": other.pk}) for name, (one, other) in pairs.items()},
        **_partners(scene),
        **accounts,
        "company": ({"slug": "example-denchi"}, {"slug": "example-motor"}),
        "organisation": ({"slug": "example-chamber"}, {"slug": "foreign-chamber"}),
        **_offer(),
    }
    return scene


def _partners(scene: Scene) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """The investor administers the partner that speaks for his company, the stranger the other one."""
    callers = scene.callers
    pairs = ((callers.partner, scene.cast.investor, "full"), (callers.foreign_partner, scene.cast.stranger, "foreign"))
    found: dict[str, list[dict[str, Any]]] = {"partner": [], "partner_person": [], "partner_key": []}
    for partner, person, key in pairs:
        place = PartnerMembership.objects.create(partner=partner, user=person, role=PartnerMembership.Role.ADMINISTRATOR)
        found["partner"].append({"slug": partner.slug})
        found["partner_person"].append({"slug": partner.slug, "pk": place.pk})
        found["partner_key"].append({"slug": partner.slug, "pk": callers.keys[key].pk})
    return {name: (one, other) for name, (one, other) in found.items()}


def _accounts(cast: Cast) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """The officer and the colleague with a passkey and a session each; people outside the cast, to whom things may be done."""
    pair = (cast.officer, cast.colleague)
    for user in pair:
        assert give_passkey(sign_in(user, **HERE), SecurityKey()).status_code == 200
    give_app(cast.officer)
    companies = [Company.objects.get(slug=slug) for slug in ("example-denchi", "example-motor")]
    Membership.objects.filter(company__in=companies).update(role=Membership.Role.ADMINISTRATOR)
    members = [
        Membership.objects.create(user=make_user(f"member{number}", Role.INVESTOR), company=company)
        for number, company in enumerate(companies)
    ]
    asked = [
        invite(email=f"asked{number}@example.org", name="Asked Person", role=Role.READER, language="ja", by=cast.administrator)
        for number in (0, 1)
    ]
    for_company = [
        invite_to_company(
            company=company, email=f"new{number}@example.org", name="New Person", language="ja", by=cast.administrator
        )
        for number, company in enumerate(companies)
    ]
    keys: dict[str, list[dict[str, Any]]] = {
        "person": [{"pk": make_user(f"person{number}", Role.READER).pk} for number in (0, 1)],
        "passkey": [{"pk": Authenticator.objects.get(user=user, type=Authenticator.Type.WEBAUTHN).pk} for user in pair],
        "session": [{"pk": UserSession.objects.filter(user=user).latest("pk").pk} for user in pair],
        "membership": [{"slug": one.company.slug, "pk": one.pk} for one in members],
        "invitation": [{"pk": one.pk} for one in asked],
        "invitation_link": [{"token": invitation_links.token_of(one)} for one in asked],
        "company_invitation": [{"slug": company.slug, "pk": one.pk} for company, one in zip(companies, for_company, strict=True)],
        # No secret is in the session of whoever comes here.
        "password_link": [{"uidb64": urlsafe_base64_encode(user.pk.bytes), "token": "choose"} for user in pair],
    }
    return {name: (one, other) for name, (one, other) in keys.items()}


def _promise(meeting: Meeting, position: int) -> Commitment:
    return Commitment.objects.filter(meeting=meeting).order_by("position", "id")[position]


def _closed(meeting: Meeting) -> Commitment:
    """The second promise, kept."""
    promise = _promise(meeting, 1)
    return close_commitment(commitment=promise, kept=True, evidence="Sent by post.", by=promise.answered_for_by, now=clock.now())


def _stuck(number: int) -> Delivery:
    """A message that waits for an operator's decision."""
    row = Delivery.objects.filter(state="waiting").order_by("id")[number]
    Delivery.objects.filter(pk=row.pk).update(state="dead")
    return row


def _offer() -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    segment = Segment.objects.create(code="cells", name="Cells", name_en="Cells")
    district = District.objects.create(code="tumakuru", name="Tumakuru", name_en="Tumakuru")
    township = Township.objects.create(slug="jit", name="Township", name_en="Township", district=district)
    policy = Policy.objects.create(slug="policy", name="Policy", name_en="Policy", level="state")
    incentive = Incentive.objects.create(slug="refund", name="Refund", name_en="Refund", policy=policy, kind="capital_subsidy")
    opportunity = Opportunity.objects.create(
        slug="plant",
        title="Plant",
        title_en="Plant",
        sought="Makers",
        sought_en="Makers",
        status="published",
        published_on=datetime.date(2024, 1, 10),
        published_on_precision="day",
    )
    opportunity.segments.add(segment)
    opportunity.townships.add(township)
    source = Source.objects.create(code="F1", publisher="Example Times")
    opportunity.sources.add(source)
    codes = {"source": {"code": source.code}, "segment": {"code": "cells"}, "district": {"code": "tumakuru"}}
    slugs = {name: {"slug": row.slug} for name, row in (("township", township), ("policy", policy), ("opportunity", opportunity))}
    return {name: (keys, keys) for name, keys in {**codes, **slugs, "incentive": {"slug": incentive.slug}}.items()}
