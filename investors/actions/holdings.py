"""What an official holds of the relationship, and how it goes to somebody else when he leaves or loses the right to hold it."""

import datetime
from collections.abc import Sequence

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.accounts import rights
from portal.accounts.handing_over import Holding, OpenItem, register
from portal.accounts.models import User
from portal.accounts.rights import Right
from portal.core import saving

from ..models import Commitment, FollowUp, Interest, Meeting, PartnerProfile
from .commitments import reassign_commitment
from .meeting_owner import bring_into_line, reassign_meeting
from .rights import may_log


def register_own() -> None:
    """Make them known; called once when the app is ready."""
    register(
        Holding(
            name="promises",
            label=_("Promises answered for"),
            rows=promises_of,
            shown=lambda row: OpenItem(row.text, row.get_absolute_url(), row.due_on),
            may_hold=may_log,
            move=_move_promises,
        )
    )
    register(
        Holding(
            name="meetings",
            label=_("Meetings owned that are not finished"),
            rows=meetings_of,
            shown=lambda row: OpenItem(row.title, row.get_absolute_url(), row.date),
            may_hold=may_log,
            move=_move_meetings,
        )
    )
    register(
        Holding(
            name="partners",
            label=_("Partners whose meetings are logged for this person"),
            rows=lambda user: (
                PartnerProfile.objects.filter(desk_officer=user).select_related("partner").order_by("partner__name")
            ),
            shown=lambda row: OpenItem(row.partner.name),
            may_hold=may_log,
            move=_move_partners,
        )
    )
    register(
        Holding(
            name="enquiries",
            label=_("Enquiries waiting for an answer"),
            rows=enquiries_of,
            shown=lambda row: OpenItem(row.reference, row.get_absolute_url(), row.due_on),
            may_hold=may_log,
            move=_move_enquiries,
        )
    )
    register(
        Holding(
            name="reminders",
            label=_("Reminders, as supervisor, of what others let pass"),
            rows=_reminders_of,
            shown=lambda row: OpenItem(row.commitment.text, row.commitment.get_absolute_url(), row.due_at.date()),
            may_hold=lambda user: user.is_active and rights.has(user.role, Right.SUPERVISE),
            move=_move_reminders,
        )
    )


def promises_of(user: User) -> QuerySet[Commitment]:
    """What the person still answers for."""
    return Commitment.objects.outstanding().filter(answered_for_by=user).select_related("meeting").order_by("due_on", "id")


def meetings_of(user: User) -> QuerySet[Meeting]:
    """Owned meetings of which something is still to be done: to come, without outcome, with something to approve or a promise open."""
    waiting = FollowUp.objects.filter(meeting=OuterRef("pk"), state__in=FollowUp.OPEN)
    promised = Commitment.objects.outstanding().filter(meeting=OuterRef("pk"))
    states = Meeting.State
    return (
        Meeting.objects.filter(owner=user)
        .exclude(state__in=[states.CANCELLED, states.REPORTED])
        .filter(Q(state__in=[states.DRAFT, states.SCHEDULED]) | Q(outcome="") | Exists(waiting) | Exists(promised))
        .order_by(F("sort_date").desc(), "id")
    )


def enquiries_of(user: User) -> QuerySet[Interest]:
    """What the person is to answer."""
    return Interest.objects.waiting().filter(assigned_to=user).order_by("due_on", "id")


def _reminders_of(user: User) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.filter(state=FollowUp.State.PLANNED, step=FollowUp.Step.OVERDUE, user=user)
    return rows.exclude(commitment__answered_for_by=user).select_related("commitment").order_by("due_at", "id")


def _move_promises(rows: Sequence[Commitment], *, leaver: User, to: User, by: User, now: datetime.datetime) -> None:
    for row in rows:
        reassign_commitment(commitment=row, to=to, by=by, now=now)


def _move_meetings(rows: Sequence[Meeting], *, leaver: User, to: User, by: User, now: datetime.datetime) -> None:
    for row in rows:
        reassign_meeting(meeting=row, to=to, by=by, now=now)


def _move_enquiries(rows: Sequence[Interest], *, leaver: User, to: User, by: User, now: datetime.datetime) -> None:
    """Whoever hands over an office is told of it in one letter, which names them: no mail of each."""
    for row in rows:
        row.assigned_to, row.version = to, row.version + 1
    saving.rewrite(list(rows), ["assigned_to", "version"])


def _move_partners(rows: Sequence[PartnerProfile], *, leaver: User, to: User, by: User, now: datetime.datetime) -> None:
    for row in rows:
        row.desk_officer = to
    saving.rewrite(list(rows), ["desk_officer"])


def _move_reminders(rows: Sequence[FollowUp], *, leaver: User, to: User, by: User, now: datetime.datetime) -> None:
    """The people whom the leaver supervised have their new supervisor by now: the plan of each meeting follows from that."""
    for meeting in Meeting.objects.filter(pk__in={row.meeting_id for row in rows}).select_related("owner").order_by("pk"):
        bring_into_line(meeting, by=by, now=now)
