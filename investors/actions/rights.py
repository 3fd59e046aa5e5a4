"""Who may act on what. Pages ask the same questions to hide what would be refused."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from portal.accounts import rights
from portal.accounts.models import User
from portal.accounts.rights import Right

from ..models import Commitment, Meeting


class NotYours(PermissionDenied):
    """The person may see the row but not do this to it."""


def is_senior(user: User) -> bool:
    """Supervisors and administrators act on the whole desk."""
    return rights.has(user.role, Right.SUPERVISE)


def may_log(user: User) -> bool:
    return user.is_active and rights.has(user.role, Right.WRITE)


def may_change_meeting(user: User, meeting: Meeting) -> bool:
    """The owner, or a senior. A reported meeting has no owner: whoever may log may take it over."""
    if not may_log(user):
        return False
    return is_senior(user) or meeting.owner_id in (user.pk, None)


def may_change_commitment(user: User, commitment: Commitment) -> bool:
    """Who answers for it, the meeting's owner, or a senior."""
    if not may_log(user):
        return False
    return is_senior(user) or user.pk in (commitment.answered_for_by_id, commitment.meeting.owner_id)


def require(allowed: bool) -> None:
    """Raise NotYours unless allowed."""
    if not allowed:
        raise NotYours(_("You may see this, but changing it is for its owner or a supervisor."))
