"""Which companies and bodies a viewer belongs to: the ground of every `visible_to` in this app."""

from django.db.models import QuerySet

from portal.accounts.viewer import Viewer


def own_companies(viewer: Viewer) -> "QuerySet":
    """Ids of the companies a signed-in investor belongs to, or a partner speaks for. A sub-query, no statement of its own."""
    from .membership import Membership
    from .partner_profile import PartnerProfile

    if viewer.is_partner:
        return PartnerProfile.members.through.objects.filter(partnerprofile__partner_id=viewer.partner_id).values("company_id")
    return Membership.objects.filter(user_id=viewer.user_id, user__role="investor", ended_on__isnull=True).values("company_id")


def own_organisations(viewer: Viewer) -> "QuerySet":
    """Ids of the organisation that a partner's key speaks for."""
    from .partner_profile import PartnerProfile

    return PartnerProfile.objects.filter(partner_id=viewer.partner_id).values("organisation_id")
