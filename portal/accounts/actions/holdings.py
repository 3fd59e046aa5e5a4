"""What an official holds in this room: people he supervises, invitations he has sent."""

import datetime
from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core import saving

from .. import rights
from ..handing_over import Holding, OpenItem, register
from ..models import Invitation, User
from ..rights import Right
from . import invitations


def register_own() -> None:
    """Make them known; called once when the app is ready."""
    register(
        Holding(
            name="supervised",
            label=_("People supervised"),
            rows=_supervised,
            shown=lambda person: OpenItem(person.name, reverse("accounts:person", args=[person.pk])),
            may_hold=lambda user: user.is_active and rights.has(user.role, Right.SUPERVISE),
            move=_supervise,
        )
    )
    register(
        Holding(
            name="invitations",
            label=_("Open invitations"),
            rows=_invitations,
            shown=lambda invitation: OpenItem(str(invitation), due=invitation.expires_at.date()),
            may_hold=lambda user: user.is_active and bool(rights.invited_by(user.role)),
            move=_answer_for_invitations,
        )
    )


def _supervised(user: User) -> QuerySet[User]:
    return User.objects.filter(supervisor=user, is_active=True).order_by("name", "id")


def _supervise(rows: Sequence[User], *, leaver: User, to: User, by: User, now: datetime.datetime) -> None:
    for person in rows:
        # Nobody supervises himself: of the successor it is whoever supervised the leaver.
        person.supervisor_id = to.pk if person.pk != to.pk else leaver.supervisor_id if leaver.supervisor_id != to.pk else None
    saving.rewrite(list(rows), ["supervisor"])


def _invitations(user: User) -> QuerySet[Invitation]:
    """Of officials. Those of an investor, for his own company, are over with his place in it; colleagues send new ones."""
    rows = Invitation.objects.pending().filter(invited_by=user).order_by("expires_at", "id")
    return rows if rights.has(user.role, Right.SEE_DESK) else rows.none()


def _answer_for_invitations(rows: Sequence[Invitation], *, leaver: User, to: User, by: User, now: datetime.datetime) -> None:
    """What the successor could have sent goes on under his name; the others would let nobody in any more and are revoked."""
    for row in rows:
        if invitations.may_invite(to, row.role):
            row.invited_by = to
        else:
            row.revoked_at, row.revoked_by = now, by
    saving.rewrite(list(rows), ["invited_by", "revoked_at", "revoked_by"])
