"""Make the plan so, and what people decide about it. What is not yet sent changes in the same transaction."""

import datetime
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from portal.accounts.models import User
from portal.core import clock, saving
from portal.core.errors import RuleViolation
from portal.outbox import queue

from ..models import Attendance, Commitment, Contact, FollowUp, Meeting
from .plan import TOO_LATE, Planner, Wish
from .rights import may_change_meeting, may_log, require

OBJECT = "follow_up"
ACCOUNT_CLOSED = gettext_noop("the account is closed")
NO_LONGER_NEEDED = gettext_noop("no longer needed")


class NotAwaitingApproval(RuleViolation):
    """Only a follow-up that waits for approval can be approved."""


class AlreadyDecided(RuleViolation):
    """Done, dismissed or cancelled follow-ups stay as they are."""


class NeedsWords(RuleViolation):
    """A decision without its reason or its message."""


def sync(
    *,
    meeting: Meeting,
    attendances: Iterable[Attendance],
    commitments: Iterable[Commitment],
    by: User,
    now: datetime.datetime,
    existing: Sequence[FollowUp] | None = None,
) -> None:
    """Bring the meeting's follow-ups to what its plan wishes now.

    Missing ones are made, open ones that nothing wishes any more are cancelled with their messages, and one whose moment moved is
    moved. What is done, dismissed or skipped stays: its key exists. Overdue reminders that the sweep added are left while their
    promise is outstanding under the same due date. Five statements at most.
    """
    planner = Planner(now)
    wishes = list(planner.of_meeting(meeting, attendances))
    outstanding: dict[object, Commitment] = {}
    for commitment in commitments:
        wishes += planner.of_commitment(meeting, commitment)
        if not commitment.is_closed:
            outstanding[commitment.pk] = commitment
    if existing is None:
        existing = list(FollowUp.objects.filter(meeting=meeting).select_for_update())
    by_key: dict[tuple[object, ...], list[FollowUp]] = {}
    for follow_up in existing:
        by_key.setdefault(_key(follow_up), []).append(follow_up)
    wanted: set[tuple[object, ...]] = set()
    new: list[FollowUp] = []
    moved: list[FollowUp] = []
    for wish in wishes:
        wanted.add(wish.key)
        same = by_key.get(wish.key, [])
        if wish.step == FollowUp.Step.OVERDUE and any(_is_series(f, wish) for f in existing):
            continue  # the row of overdue reminders has begun; the sweep adds the next, one at a time
        standing = next((f for f in same if f.state != FollowUp.State.CANCELLED), None)
        if standing is None:
            new.append(_row(wish, again=len(same)))
        elif standing.is_open and standing.due_at != wish.due_at:
            standing.due_at = wish.due_at
            moved.append(standing)
    gone = [
        f
        for f in existing
        if f.is_open and _key(f) not in wanted and not _added_by_sweep(f, outstanding, cancelled=meeting.is_closed)
    ]
    cancel(gone, reason=NO_LONGER_NEEDED)
    if moved:
        FollowUp.objects.bulk_update(moved, ["due_at"])
        queue.reschedule(OBJECT, {f.pk: f.due_at for f in moved})
    saving.insert(new)
    deliver([f for f in new if f.state == FollowUp.State.PLANNED], by=by)


def _key(follow_up: FollowUp) -> tuple[object, ...]:
    return (
        follow_up.commitment_id,
        follow_up.step,
        follow_up.occurrence.partition("#")[0],
        follow_up.user_id,
        follow_up.contact_id,
    )


def _is_series(follow_up: FollowUp, wish: Wish) -> bool:
    """Whether this is an overdue reminder of the same promise to the same official, by the same due date, of another number."""
    return (
        follow_up.step == FollowUp.Step.OVERDUE
        and follow_up.state != FollowUp.State.CANCELLED
        and wish.commitment is not None
        and follow_up.commitment_id == wish.commitment.pk
        and wish.user is not None
        and follow_up.user_id == wish.user.pk
        and follow_up.occurrence.partition("#")[0] != wish.occurrence
        and follow_up.occurrence.startswith(wish.commitment.due_on.isoformat())
    )


def _added_by_sweep(follow_up: FollowUp, outstanding: dict[object, Commitment], *, cancelled: bool) -> bool:
    commitment = outstanding.get(follow_up.commitment_id)
    return (
        not cancelled
        and commitment is not None
        and follow_up.step == FollowUp.Step.OVERDUE
        and follow_up.occurrence.startswith(commitment.due_on.isoformat())
        and follow_up.user_id in (commitment.answered_for_by_id, commitment.answered_for_by.supervisor_id)
    )


def _row(wish: Wish, *, again: int = 0) -> FollowUp:
    """The follow-up of a wish. One that was cancelled and is wished again is a new occurrence, so that it may be sent."""
    state = FollowUp.State.PLANNED
    if wish.skipped:
        state = FollowUp.State.SKIPPED
    elif wish.approval:
        state = FollowUp.State.AWAITING_APPROVAL
    return FollowUp(
        meeting=wish.meeting,
        commitment=wish.commitment,
        step=wish.step,
        occurrence=f"{wish.occurrence}#{again}" if again else wish.occurrence,
        user=wish.user,
        contact=wish.contact,
        state=state,
        due_at=wish.due_at,
        reason=TOO_LATE if wish.skipped else "",
        is_example=wish.meeting.is_example,
    )


def deliver(follow_ups: Sequence[FollowUp], *, by: User | None) -> None:
    """Write the messages of these follow-ups into the outbox: officials by mail and under the bell, guests by mail."""
    messages = []
    for follow_up in follow_ups:
        channels: tuple[str, ...] = ("email",)
        if follow_up.user is not None:
            recipient, channels = queue.Recipient.of_user(follow_up.user), ("email", "in_app")
        else:
            contact = follow_up.contact
            assert contact is not None
            recipient = recipient_of(contact)
        messages.append(
            queue.Outgoing(
                kind=f"follow_up.{follow_up.step}",
                object_type=OBJECT,
                object_id=follow_up.pk,
                occurrence=follow_up.occurrence,
                recipient=recipient,
                channels=channels,
                due_at=follow_up.due_at,
                is_example=follow_up.is_example,
            )
        )
    if messages:
        meeting_id = follow_ups[0].meeting_id
        queue.enqueue(messages, event_kind="follow_ups.planned", event_object_type="meeting", event_object_id=meeting_id, by=by)


def recipient_of(contact: Contact) -> queue.Recipient:
    """The recipient that this guest is."""
    return queue.Recipient(
        type="contact",
        id=contact.pk,
        name=contact.display_name,
        address=contact.email,
        language=contact.language,
        zone=contact.zone,
    )


def cancel(follow_ups: Sequence[FollowUp], *, reason: str) -> None:
    """Cancel open follow-ups and their unsent messages. Two statements."""
    if not follow_ups:
        return
    FollowUp.objects.filter(pk__in=[f.pk for f in follow_ups], state__in=FollowUp.OPEN).update(
        state=FollowUp.State.CANCELLED, reason=reason
    )
    queue.cancel(OBJECT, [f.pk for f in follow_ups], reason)


def _locked(follow_up: FollowUp) -> FollowUp:
    return (
        FollowUp.objects.select_for_update(of=("self",))
        .select_related("meeting__owner", "contact", "user", "commitment")
        .get(pk=follow_up.pk)
    )


@transaction.atomic
def approve_follow_up(*, follow_up: FollowUp, message: str, by: User, now: datetime.datetime | None = None) -> FollowUp:
    """Release a message to a guest in the words given; it leaves at its moment, or at once if that has passed.

    Raises NotYours, NotAwaitingApproval, NeedsWords.
    """
    now = now or clock.now()
    follow_up = _locked(follow_up)
    require(may_change_meeting(by, follow_up.meeting))
    if follow_up.state != FollowUp.State.AWAITING_APPROVAL:
        raise NotAwaitingApproval(_("This message is not waiting for approval."))
    if not message.strip():
        raise NeedsWords(_("Write the message."), field="message")
    if follow_up.contact is not None and not follow_up.contact.email:
        raise NeedsWords(_("This person has no e-mail address any more."))
    follow_up.state = FollowUp.State.PLANNED
    follow_up.message = message
    follow_up.decided_by, follow_up.decided_at = by, now
    saving.update(follow_up, ["state", "message", "decided_by", "decided_at"])
    deliver([follow_up], by=by)
    return follow_up


@transaction.atomic
def dismiss_follow_up(*, follow_up: FollowUp, reason: str, by: User, now: datetime.datetime | None = None) -> FollowUp:
    """Decide that this follow-up is not to happen. Raises NotYours, AlreadyDecided, NeedsWords."""
    now = now or clock.now()
    follow_up = _locked(follow_up)
    require(may_change_meeting(by, follow_up.meeting) or (may_log(by) and follow_up.user_id == by.pk))
    if not follow_up.is_open:
        raise AlreadyDecided(_("This follow-up is already decided."))
    if not reason.strip():
        raise NeedsWords(_("Say why."), field="reason")
    follow_up.state = FollowUp.State.DISMISSED
    follow_up.reason = reason
    follow_up.decided_by, follow_up.decided_at = by, now
    saving.update(follow_up, ["state", "reason", "decided_by", "decided_at"])
    queue.cancel(OBJECT, [follow_up.pk], reason)
    return follow_up


def draft_message(follow_up: FollowUp) -> str:
    """The proposed words of a thank-you note, in the guest's language, for the owner to approve or change."""
    from ..emails.thank_you import proposed_text

    assert follow_up.contact is not None
    with translation.override(follow_up.contact.language):
        return proposed_text(follow_up)


@transaction.atomic
def plan_follow_ups(*, now: datetime.datetime | None = None, limit: int = 500) -> int:
    """Add the next overdue reminder to every outstanding promise that has none ahead. Returns how many were added.

    Level-triggered: asks what is overdue and not planned, so that a day without a scheduler loses nothing. Run it again until 0.
    """
    now = now or clock.now()
    # Who has left is reminded no more; his supervisor is, by the next overdue reminder.
    FollowUp.objects.filter(state=FollowUp.State.PLANNED, user__is_active=False).update(
        state=FollowUp.State.CANCELLED, reason=ACCOUNT_CLOSED
    )
    ahead = FollowUp.objects.filter(commitment=OuterRef("pk"), step=FollowUp.Step.OVERDUE, state=FollowUp.State.PLANNED).filter(
        Q(user=OuterRef("answered_for_by"))
        | Q(user=OuterRef("answered_for_by__supervisor"), commitment__answered_for_by__is_active=False)
    )
    due = (
        Commitment.objects.outstanding()
        .filter(~Exists(ahead), due_on__lt=now.date(), meeting__state__in=[Meeting.State.HELD, Meeting.State.SCHEDULED])
        .filter(Q(answered_for_by__is_active=True) | Q(answered_for_by__supervisor__is_active=True))
        .select_related(
            "meeting__owner",
            "answered_for_by__supervisor",
            "promised_by_company",
            "promised_by_organisation",
            "promised_by_contact",
        )
        # The meeting too: its follow-ups refer to it, and whoever is changing it plans them himself.
        .select_for_update(of=("self", "meeting"), skip_locked=True)
        .order_by("due_on", "id")[:limit]
    )
    commitments = list(due)
    if not commitments:
        return 0
    standing: dict[tuple[object, ...], list[FollowUp]] = {}
    told: dict[object, int] = {}
    by_pk: dict[object, Commitment] = {c.pk: c for c in commitments}
    for follow_up in FollowUp.objects.filter(commitment__in=commitments, step=FollowUp.Step.OVERDUE):
        standing.setdefault(_key(follow_up), []).append(follow_up)
        number = _number_told(follow_up, by_pk[follow_up.commitment_id])
        told[follow_up.commitment_id] = max(told.get(follow_up.commitment_id, 0), number)
    planner = Planner(now)
    new: list[FollowUp] = []
    for commitment in commitments:
        number = max(told.get(commitment.pk, 0) + 1, planner.first_overdue(commitment))
        for wish in planner.overdue(commitment.meeting, commitment, number):
            same = standing.get(wish.key, [])
            if all(f.state == FollowUp.State.CANCELLED for f in same):
                new.append(_row(wish, again=len(same)))
    saving.insert(new)
    deliver(new, by=None)
    return len(new)


def _number_told(follow_up: FollowUp, commitment: Commitment) -> int:
    """The number of this overdue reminder if it told, under the present due date, whoever answers now; else 0."""
    date, _plus, number = follow_up.occurrence.partition("#")[0].partition("+")
    counts = (
        follow_up.state != FollowUp.State.CANCELLED
        and follow_up.user_id == commitment.answered_for_by_id
        and date == commitment.due_on.isoformat()
    )
    return int(number) if counts else 0
