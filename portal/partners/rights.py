"""Who may act on a partner and its keys. Pages ask the same questions to hide what would be refused."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from portal.accounts import rights
from portal.accounts.models import User
from portal.accounts.rights import Right

from .models import Partner, PartnerMembership


class NotYours(PermissionDenied):
    """The person may see the partner but not do this to it."""


def may_administer(user: User) -> bool:
    """The state's administrators make partners, appoint their administrators, close them. They never hold a partner's key."""
    return user.is_active and rights.has(user.role, Right.ADMINISTER)


def is_from_outside(user: User) -> bool:
    """Whether this is the account of somebody who is no official, and so may act for a partner."""
    return rights.has(user.role, Right.OWN_COMPANY)


def keeps_keys(user: User, partner: Partner) -> bool:
    """The partner's own administrators. One statement."""
    own = PartnerMembership.objects.current().filter(user=user, partner=partner, role=PartnerMembership.Role.ADMINISTRATOR)
    return own.exists()


def may_revoke(user: User, partner: Partner) -> bool:
    """The partner's own administrators, and the state's: a key in wrong hands is closed by whoever sees it first."""
    return may_administer(user) or keeps_keys(user, partner)


def require(allowed: bool) -> None:
    """Raise NotYours unless allowed."""
    if not allowed:
        raise NotYours(_("This is for an administrator."))
