"""What each role may do: the one table. The viewer's properties read it, docs/roles.md shows it, and a test holds the two together.

A right says what kind of thing somebody may do. Of which rows is the matter of `visible_to(viewer)` and of the actions.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .models import Role


class Right(TextChoices):
    """One kind of thing that a role may do."""

    SEE_DESK = "see_desk", _("sees the whole desk")
    WRITE = "write", _("logs meetings, answers for promises")
    SUPERVISE = "supervise", _("approves, reassigns and closes for others")
    OPERATE = "operate", _("decides about deliveries, sees imports and status")
    SEE_PEOPLE = "see_people", _("sees accounts and invitations")
    ADMINISTER = "administer", _("changes roles, disables accounts, reads the audit")
    OWN_COMPANY = "own_company", _("sees what is shared with the own company")


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.DESK_OFFICER: frozenset({Right.SEE_DESK, Right.WRITE}),
    Role.SUPERVISOR: frozenset({Right.SEE_DESK, Right.WRITE, Right.SUPERVISE, Right.SEE_PEOPLE}),
    Role.OPERATOR: frozenset({Right.SEE_DESK, Right.OPERATE}),
    Role.ADMINISTRATOR: frozenset(set(Right) - {Right.OWN_COMPANY}),
    Role.READER: frozenset({Right.SEE_DESK}),
    Role.INVESTOR: frozenset({Right.OWN_COMPANY}),
}

# Whom each role may invite. A company's own administrator invites colleagues too: that right comes from the membership, not the role.
# A supervisor fills the desk that he answers for, with people who have fewer rights than he; whoever could give away rights of an
# administrator is an administrator.
INVITES: dict[Role, frozenset[Role]] = {
    Role.DESK_OFFICER: frozenset({Role.INVESTOR}),
    Role.SUPERVISOR: frozenset({Role.DESK_OFFICER, Role.READER, Role.INVESTOR}),
    Role.ADMINISTRATOR: frozenset(Role),
}


def has(role: str, right: Right) -> bool:
    """Whether this role has this right; a role that nobody knows has none."""
    return role in Role and right in RIGHTS[Role(role)]


def roles_with(right: Right) -> frozenset[Role]:
    """The roles that have this right."""
    return frozenset(role for role, rights in RIGHTS.items() if right in rights)


def invited_by(role: str) -> frozenset[Role]:
    """The roles that somebody of this role may invite people to."""
    return INVITES.get(Role(role), frozenset()) if role in Role else frozenset()
