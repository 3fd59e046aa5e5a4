"""For whom a partner speaks: said by the state's administrators, read by every endpoint that a partner's key opens."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts import audit
from portal.accounts.models import User
from portal.core.errors import RuleViolation
from portal.partners.models import Partner
from portal.partners.rights import may_administer, require

from ..models import Company, Organisation, PartnerProfile
from .rights import may_log


class CannotOwn(RuleViolation):
    """Meetings that a partner logs belong to somebody who may change them."""


@transaction.atomic
def set_profile(
    *, partner: Partner, organisation: Organisation, members: Sequence[Company], desk_officer: User, by: User
) -> PartnerProfile:
    """Say which body the partner is, which companies it speaks for, and who at the desk owns what it logs.

    Raises the partners' NotYours, CannotOwn.
    """
    require(may_administer(by))
    if not may_log(desk_officer):
        raise CannotOwn(_("Choose an official who may log meetings."), field="desk_officer")
    profile = PartnerProfile.objects.select_for_update().filter(partner=partner).first() or PartnerProfile(partner=partner)
    profile.organisation, profile.desk_officer = organisation, desk_officer
    profile.full_clean()
    profile.save()
    profile.members.set(members)
    audit.record(
        audit.Kind.PARTNER_CHANGED,
        by=by,
        about=partner,
        details={"what": "profile", "organisation": organisation.slug, "members": sorted(company.slug for company in members)},
    )
    return profile
