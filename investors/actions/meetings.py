"""Log, change, cancel a meeting: everything that follows is written in the same transaction."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from portal.accounts.models import User
from portal.accounts.viewer import Viewer
from portal.core import clock, saving
from portal.core.errors import RuleViolation, Stale
from portal.core.fields import Precision, known_zones, validate_day
from portal.outbox import queue
from portal.partners.models import Partner

from ..models import Attendance, Commitment, Contact, Delegation, FollowUp, Meeting
from . import follow_ups
from .delegations import add_parties
from .meeting_input import AttendanceInput, CommitmentInput, MeetingInput
from .parties import Parties, build_attendances, build_commitments
from .rights import may_change_meeting, may_log, require

__all__ = [
    "AttendanceInput",
    "CommitmentInput",
    "MeetingInput",
    "cancel_meeting",
    "edit_meeting",
    "log_meeting",
    "record_outcome",
]

MEETING_CANCELLED = gettext_noop("the meeting was cancelled")
# What a form may set on the row itself, apart from times.
_PLAIN = ("title", "kind", "zone", "place", "country_code", "topics", "internal_notes", "outcome", "shared_summary", "is_example")
_LINKS = ("segments", "townships", "opportunities")


class NotReported(RuleViolation):
    """Only a meeting known from a source can be taken over."""


class Cancelled(RuleViolation):
    """A cancelled meeting stays as it was."""


class NeedsReason(RuleViolation):
    """A cancellation says why."""


class NeedsTime(RuleViolation):
    """A meeting without a start."""


def log_meeting(
    *,
    data: MeetingInput,
    by: User,
    now: datetime.datetime | None = None,
    submission: UUID | None = None,
    takes_over: Meeting | None = None,
    draft: bool = False,
    partner: Partner | None = None,
) -> Meeting:
    """Write a meeting with its people, promises and follow-ups, all or nothing.

    The same `submission` logged again, even in parallel, answers the first meeting. `takes_over` turns a reported meeting into
    this one; its sources stay. Raises NotYours, RuleViolation, ValidationError (keys like "commitments-0-due_on").
    """
    require(may_log(by))
    try:
        with transaction.atomic():
            return _log(data, by, now or clock.now(), submission, takes_over, draft, partner)
    except ValidationError as error:
        # Only one's own: a token that somebody else has used is refused, and shows nothing of their meeting.
        mine = Meeting.objects.filter(submission=submission, owner=by, logged_by_partner=partner)
        first = mine.first() if submission and _is_repeated(error) else None
        if first is None:
            raise
        return first


def _is_repeated(error: ValidationError) -> bool:
    return "submission" in getattr(error, "error_dict", {}) or isinstance(error, NotReported)


def _log(
    data: MeetingInput,
    by: User,
    now: datetime.datetime,
    submission: UUID | None,
    takes_over: Meeting | None,
    draft: bool,
    partner: Partner | None,
) -> Meeting:
    meeting = Meeting()
    if takes_over is not None:
        meeting = Meeting.objects.select_for_update().get(pk=takes_over.pk)
        if meeting.state != Meeting.State.REPORTED:
            raise NotReported(_("This meeting has been taken over by somebody else already."))
        meeting.version += 1
    meeting.owner = by
    meeting.logged_at = now
    meeting.logged_by_partner = partner
    meeting.submission = submission
    _state(meeting, data)
    _set_time_state(meeting, now, draft=draft)
    saving.clean(meeting)
    if takes_over is None:
        # First of all rows, so that a parallel post of the same form waits here and then learns that it is late.
        saving.insert([meeting])
    viewer = Viewer(partner_id=partner.pk) if partner else Viewer(user=by)
    parties = Parties(data, viewer=viewer, is_example=data.is_example)
    meeting.delegation = _delegation(data, meeting, parties)
    old_attendances = list(meeting.attendances.select_related("contact")) if takes_over else []
    known = {a.pk: a for a in old_attendances}
    contacts, completed, attendances = build_attendances(meeting, data, parties, known)
    commitments = build_commitments(meeting, data, parties, attendances, {})
    if takes_over is not None or meeting.delegation is not None:
        saving.update(meeting, [f.name for f in Meeting._meta.concrete_fields if not f.primary_key and not f.generated])
    saving.insert(contacts)
    _write_completed(completed)
    if takes_over is not None:
        _replace_attendances(old_attendances, attendances)
    else:
        saving.insert(attendances, prefixes=[f"attendances-{a.position}" for a in attendances])
    saving.insert(commitments, prefixes=[f"commitments-{c.position}" for c in commitments])
    _link(meeting, "companies", list(parties.companies.rows.values()), fresh=takes_over is None)
    _link(meeting, "organisations", list(parties.organisations.rows.values()), fresh=takes_over is None)
    for name in _LINKS:
        _link(meeting, name, getattr(data, name), fresh=takes_over is None)
    if meeting.state != Meeting.State.DRAFT:
        follow_ups.sync(meeting=meeting, attendances=attendances, commitments=commitments, by=by, now=now, existing=[])
    return meeting


@transaction.atomic
def edit_meeting(
    *, meeting: Meeting, data: MeetingInput, version: int, by: User, now: datetime.datetime | None = None, publish: bool = False
) -> Meeting:
    """Change a meeting and bring everything that is not yet sent into line.

    `publish` turns a draft into a meeting. Raises NotYours, Cancelled, Stale (someone saved since `version`), ValidationError.
    """
    now = now or clock.now()
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("owner", "delegation").get(pk=meeting.pk)
    require(may_change_meeting(by, meeting))
    _require_current(meeting, version)
    if meeting.state == Meeting.State.REPORTED:
        raise NotReported(_("A meeting known only from a source is taken over, not edited."))
    if meeting.state == Meeting.State.DRAFT and publish:
        # From now on it counts; what was already past when the draft was begun is judged from today.
        meeting.logged_at = now
    _state(meeting, data)
    _set_time_state(meeting, now, draft=meeting.state == Meeting.State.DRAFT and not publish)
    saving.clean(meeting)
    parties = Parties(data, viewer=Viewer(user=by), is_example=data.is_example)
    meeting.delegation = _delegation(data, meeting, parties)
    old_attendances = list(meeting.attendances.select_related("contact"))
    old_commitments = list(_with_people(meeting))
    contacts, completed, attendances = build_attendances(meeting, data, parties, {a.pk: a for a in old_attendances})
    commitments = build_commitments(meeting, data, parties, attendances, {c.pk: c for c in old_commitments})
    meeting.version += 1
    saving.update(
        meeting,
        [*_PLAIN, "starts_at", "ends_at", "date", "end_date", "date_precision", "state", "logged_at", "delegation", "version"],
    )
    saving.insert(contacts)
    _write_completed(completed)
    _replace_attendances(old_attendances, attendances)
    kept = _replace_commitments(old_commitments, commitments, by=by, now=now)
    for name, rows in (
        ("companies", list(parties.companies.rows.values())),
        ("organisations", list(parties.organisations.rows.values())),
        *((name, getattr(data, name)) for name in _LINKS),
    ):
        _link(meeting, name, rows, fresh=False)
    if meeting.state != Meeting.State.DRAFT:
        follow_ups.sync(meeting=meeting, attendances=attendances, commitments=kept, by=by, now=now)
    return meeting


@transaction.atomic
def record_outcome(
    *, meeting: Meeting, outcome: str, shared_summary: str, version: int, by: User, now: datetime.datetime | None = None
) -> Meeting:
    """Say what came of the meeting; the reminder to do so is no longer sent. Raises NotYours, Cancelled, Stale, ValidationError."""
    now = now or clock.now()
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("owner").get(pk=meeting.pk)
    require(may_change_meeting(by, meeting))
    _require_current(meeting, version)
    meeting.outcome, meeting.shared_summary = outcome, shared_summary
    if (
        meeting.state == Meeting.State.SCHEDULED
        and meeting.starts_at is not None
        and (meeting.ends_at or meeting.starts_at) <= now
    ):
        meeting.state = Meeting.State.HELD
    meeting.version += 1
    saving.update(meeting, ["outcome", "shared_summary", "state", "version"])
    follow_ups.sync(
        meeting=meeting,
        attendances=meeting.attendances.select_related("contact"),
        commitments=_with_people(meeting),
        by=by,
        now=now,
    )
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: User, now: datetime.datetime | None = None) -> Meeting:
    """Cancel a meeting: its promises are withdrawn and nothing unsent leaves. Raises NotYours, Cancelled, NeedsReason."""
    now = now or clock.now()
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("owner").get(pk=meeting.pk)
    require(may_change_meeting(by, meeting))
    if meeting.is_closed:
        raise Cancelled(_("This meeting is cancelled already."))
    if meeting.state == Meeting.State.REPORTED:
        raise NotReported(_("A meeting known only from a source cannot be cancelled."))
    if not reason.strip():
        raise NeedsReason(_("Say why the meeting is cancelled."), field="reason")
    meeting.state = Meeting.State.CANCELLED
    meeting.cancelled_at, meeting.cancelled_by, meeting.cancel_reason = now, by, reason
    meeting.version += 1
    saving.update(meeting, ["state", "cancelled_at", "cancelled_by", "cancel_reason", "version"])
    meeting.commitments.filter(state__in=[Commitment.State.OPEN, Commitment.State.PROPOSED_DONE]).update(
        state=Commitment.State.WITHDRAWN,
        closed_at=now,
        closed_by=by,
        close_reason=MEETING_CANCELLED,
        version=models.F("version") + 1,
    )
    follow_ups.cancel(list(meeting.follow_ups.filter(state__in=FollowUp.OPEN)), reason=MEETING_CANCELLED)
    return meeting


def _with_people(meeting: Meeting) -> "models.QuerySet[Commitment]":
    return meeting.commitments.select_related(
        "answered_for_by__supervisor", "promised_by_company", "promised_by_organisation", "promised_by_contact"
    )


def _require_current(meeting: Meeting, version: int) -> None:
    if meeting.is_closed:
        raise Cancelled(_("This meeting is cancelled; it stays as it was."))
    if meeting.version != version:
        raise Stale(_("Somebody has changed this meeting since you opened it."), current=meeting)


def _state(meeting: Meeting, data: MeetingInput) -> None:
    for name in _PLAIN:
        setattr(meeting, name, getattr(data, name))
    if data.starts_at is None:
        raise NeedsTime(_("Enter the date and the time."), field="starts_at")
    meeting.starts_at, meeting.ends_at = data.starts_at, data.ends_at
    if data.ends_at is not None and data.ends_at < data.starts_at:
        raise NeedsTime(_("A meeting ends after it starts."), field="ends_at")


def _set_time_state(meeting: Meeting, now: datetime.datetime, *, draft: bool) -> None:
    assert meeting.starts_at is not None
    for name in ("starts_at", "ends_at"):
        moment = getattr(meeting, name)
        if moment is not None:
            try:
                validate_day(moment)  # before any arithmetic: the last day of all years has no local day further east
            except ValidationError as error:
                raise ValidationError({name: error.messages}, code="day") from error
    zone = ZoneInfo(meeting.zone) if meeting.zone in known_zones() else ZoneInfo("UTC")
    meeting.date = meeting.starts_at.astimezone(zone).date()
    last = (meeting.ends_at or meeting.starts_at).astimezone(zone).date()
    meeting.end_date = last if last != meeting.date else None
    meeting.date_precision = Precision.DAY
    if draft:
        meeting.state = Meeting.State.DRAFT
    else:
        ended = (meeting.ends_at or meeting.starts_at) <= now
        meeting.state = Meeting.State.HELD if ended else Meeting.State.SCHEDULED


def _delegation(data: MeetingInput, meeting: Meeting, parties: Parties) -> Delegation | None:
    delegation = data.delegation
    if delegation is None and data.new_delegation.strip():
        delegation = Delegation(
            name=" ".join(data.new_delegation.split()),
            starts_on=meeting.date,
            ends_on=meeting.end_date or meeting.date,
            is_example=data.is_example,
        )
        try:
            saving.clean(delegation)
        except ValidationError as error:
            raise ValidationError({"new_delegation": error.messages}) from error
        saving.insert([delegation])
    if delegation is not None:
        guests = [o for o in parties.organisations.rows.values() if not o.is_host]
        add_parties(delegation, list(parties.companies.rows.values()), guests)
    return delegation


def _write_completed(contacts: list[Contact]) -> None:
    saving.rewrite(contacts, ["email", "language", "zone", "native_name", "reading", "office"])
    # What waits for them leaves to the address of now, not to the one that was just corrected.
    queue.readdress([follow_ups.recipient_of(contact) for contact in contacts if contact.email])


def _replace_attendances(old: Sequence[Attendance], new: Sequence[Attendance]) -> None:
    kept = {a.pk for a in new}
    before = {a.pk for a in old}
    gone = before - kept
    if gone:
        Attendance.objects.filter(pk__in=gone).delete()
    saving.rewrite(
        [a for a in new if a.pk in before],
        ["side", "contact", "office", "company", "organisation", "note", "position"],
    )
    saving.insert([a for a in new if a.pk not in before])


def _replace_commitments(
    old: Sequence[Commitment], new: Sequence[Commitment], *, by: User, now: datetime.datetime
) -> list[Commitment]:
    """Closed promises stay as they are; an open one taken off the form is withdrawn, never deleted."""
    kept = {c.pk for c in new}
    before = {c.pk for c in old}
    for commitment in old:
        if not commitment.is_closed and commitment.pk not in kept:
            commitment.state = Commitment.State.WITHDRAWN
            commitment.closed_at, commitment.closed_by = now, by
            commitment.close_reason = gettext_noop("taken off the meeting")
            commitment.version += 1
            saving.update(commitment, ["state", "closed_at", "closed_by", "close_reason", "version"])
    changed = [c for c in new if c.pk in before]
    for commitment in changed:
        commitment.version += 1
    saving.rewrite(
        changed,
        [
            "text",
            "side",
            "promised_by_contact",
            "promised_by_organisation",
            "promised_by_company",
            "answered_for_by",
            "due_on",
            "is_shared",
            "is_example",
            "position",
            "version",
        ],
    )
    saving.insert([c for c in new if c.pk not in before])
    return [*new, *(c for c in old if c.pk not in kept)]


def _link(meeting: Meeting, name: str, rows: Iterable[Any], *, fresh: bool) -> None:
    """Make these the linked rows: one statement for a new meeting, at most three otherwise."""
    manager = getattr(meeting, name)
    through = manager.through
    target = manager.target_field_name
    wanted = {row.pk for row in rows}
    if not fresh:
        present = set(through.objects.filter(meeting=meeting).values_list(f"{target}_id", flat=True))
        gone = present - wanted
        if gone:
            through.objects.filter(meeting=meeting, **{f"{target}_id__in": gone}).delete()
        wanted -= present
    if wanted:
        through.objects.bulk_create([through(meeting=meeting, **{f"{target}_id": pk}) for pk in sorted(wanted)])
