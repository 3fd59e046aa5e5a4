"""Which companies and bodies a viewer belongs to: the ground of every `visible_to` in this app."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from portal.accounts.viewer import Viewer

# Matches no row: who is nobody belongs nowhere.
_NOBODY = UUID(int=0)


def own_companies(viewer: Viewer) -> "QuerySet[Any, Any]":
    """Ids of the companies a signed-in investor belongs to, or a partner speaks for. A sub-query, no statement of its own."""
    from .membership import Membership
    from .partner_profile import PartnerProfile

    if viewer.is_partner:
        return PartnerProfile.members.through.objects.filter(partnerprofile__partner_id=viewer.partner_id or _NOBODY).values(
            "company_id"
        )
    return Membership.objects.filter(user_id=viewer.user_id or _NOBODY, user__role="investor", ended_on__isnull=True).values(
        "company_id"
    )


def own_organisations(viewer: Viewer) -> "QuerySet[Any, Any]":
    """Ids of the organisation that a partner's key speaks for."""
    from .partner_profile import PartnerProfile

    return PartnerProfile.objects.filter(partner_id=viewer.partner_id or _NOBODY).values("organisation_id")
