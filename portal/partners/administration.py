"""What the state's administrators do about partners: make one, appoint its people, close it, open it again."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from portal.accounts import audit
from portal.accounts.models import User
from portal.core import saving
from portal.core.clock import now as clock_now
from portal.core.errors import RuleViolation
from portal.core.ids import uuid7

from .models import Partner, PartnerMembership
from .rights import is_from_outside, may_administer, require

# Words that stand in addresses where a partner's own would stand.
RESERVED = frozenset({"new"})


class NoSuchAccount(RuleViolation):
    """Only somebody who can sign in can be appointed."""

    def __init__(self) -> None:
        super().__init__(_("Nobody has an account with this address. Invite the person first."), code="no_account", field="email")


class NotFromOutside(RuleViolation):
    """An official of the state acts for no partner."""

    def __init__(self) -> None:
        super().__init__(
            _("This is the account of an official. An official acts for no partner."), code="official", field="email"
        )


class NeedsReason(RuleViolation):
    """A decision says why."""

    def __init__(self) -> None:
        super().__init__(_("Say why."), code="required", field="reason")


@transaction.atomic
def make_partner(*, name: str, slug: str = "", is_example: bool = False, by: User) -> Partner:
    """Let an organisation in. Without `slug` one is made from the name. Raises NotYours, ValidationError by field name."""
    require(may_administer(by))
    slug = slug or slugify(name)[:80].strip("-") or f"partner-{uuid7().hex[-8:]}"
    if slug in RESERVED:
        raise ValidationError({"slug": _("This word cannot stand in an address. Choose another.")}, code="reserved")
    partner = Partner(name=name, slug=slug, is_example=is_example)
    partner.full_clean(exclude=["created_at"])
    partner.save()
    _tell(partner, by, what="made")
    return partner


@transaction.atomic
def appoint(
    *, partner: Partner, email: str, role: str = PartnerMembership.Role.ADMINISTRATOR, by: User, now: datetime | None = None
) -> PartnerMembership:
    """Let somebody with an account act for the partner, or act for it again. Raises NotYours, NoSuchAccount, NotFromOutside."""
    require(may_administer(by))
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        raise NoSuchAccount
    if not is_from_outside(user):
        raise NotFromOutside
    # Two appointments of one person wait for each other.
    saving.lock(f"partner-membership:{partner.pk}:{user.pk}")
    place = PartnerMembership.objects.filter(partner=partner, user=user).first() or PartnerMembership(partner=partner, user=user)
    place.role, place.ended_on = role, None
    place.full_clean()
    place.save()
    _tell(partner, by, what="appointed", person=user.name, role=role)
    return place


@transaction.atomic
def end_membership(*, membership: PartnerMembership, by: User, now: datetime | None = None) -> PartnerMembership:
    """Let somebody act for the partner no longer, from this moment on. His keys live on. Raises NotYours."""
    require(may_administer(by))
    place = PartnerMembership.objects.select_for_update(of=("self",)).select_related("user", "partner").get(pk=membership.pk)
    if place.ended_on is None:
        place.ended_on = (now or clock_now()).astimezone(ZoneInfo("Asia/Kolkata")).date()
        place.save(update_fields=["ended_on"])
        _tell(place.partner, by, what="ended", person=place.user.name)
    return place


@transaction.atomic
def close_partner(*, partner: Partner, reason: str, by: User) -> Partner:
    """Shut the partner out: none of its keys opens anything from the next call on. Raises NotYours, NeedsReason."""
    require(may_administer(by))
    if not reason.strip():
        raise NeedsReason
    row = Partner.objects.select_for_update().get(pk=partner.pk)
    row.is_active, row.close_reason = False, reason
    saving.update(row, ["is_active", "close_reason"])
    _tell(row, by, what="closed", reason=reason)
    return row


@transaction.atomic
def open_partner(*, partner: Partner, by: User) -> Partner:
    """Let a closed partner in again; keys that are neither revoked nor expired open as before. Raises NotYours."""
    require(may_administer(by))
    row = Partner.objects.select_for_update().get(pk=partner.pk)
    row.is_active, row.close_reason = True, ""
    saving.update(row, ["is_active", "close_reason"])
    _tell(row, by, what="opened")
    return row


def _tell(partner: Partner, by: User, **details: str) -> None:
    audit.record(audit.Kind.PARTNER_CHANGED, by=by, about=partner, details=details)
