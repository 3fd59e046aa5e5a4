"""What becomes of a promise."""

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.core import clock, saving
from portal.core.errors import RuleViolation, Stale

from ..models import Commitment, Meeting
from . import follow_ups
from .rights import may_change_commitment, may_log, require


class NotOpen(RuleViolation):
    """A closed promise is reopened before it is changed."""


class NotClosed(RuleViolation):
    """Only a closed promise can be reopened."""


class NeedsEvidence(RuleViolation):
    """A kept promise says what shows it."""


class NeedsReason(RuleViolation):
    """A decision says why."""


class CannotAnswer(RuleViolation):
    """Reminders go to somebody who may act on them."""


def _locked(commitment: Commitment, by: User) -> Commitment:
    # The meeting first, as everyone who changes a meeting does: the other order ends in a deadlock, no lock in a lost change.
    Meeting.objects.select_for_update().get(pk=commitment.meeting_id)
    row = (
        Commitment.objects.select_for_update(of=("self",))
        .select_related(
            "meeting__owner",
            "answered_for_by__supervisor",
            "promised_by_company",
            "promised_by_organisation",
            "promised_by_contact",
        )
        .get(pk=commitment.pk)
    )
    require(may_change_commitment(by, row))
    return row


def _require_open(commitment: Commitment) -> None:
    if commitment.is_closed:
        raise NotOpen(_("This promise is closed. Reopen it first."))


def _write(commitment: Commitment, fields: list[str], *, by: User, now: datetime.datetime) -> Commitment:
    """Save, and bring the unsent reminders of this one promise into line."""
    commitment.version += 1
    saving.update(commitment, [*fields, "version"])
    meeting = commitment.meeting
    # The meeting's form holds its promises: one opened before this change is stale now and must not write the old words back.
    meeting.version += 1
    Meeting.objects.filter(pk=meeting.pk).update(version=meeting.version)
    follow_ups.sync(
        meeting=meeting,
        attendances=meeting.attendances.select_related("contact"),
        commitments=[
            commitment,
            *meeting.commitments.exclude(pk=commitment.pk).select_related(
                "answered_for_by__supervisor", "promised_by_company", "promised_by_organisation", "promised_by_contact"
            ),
        ],
        by=by,
        now=now,
    )
    return commitment


@transaction.atomic
def edit_commitment(
    *,
    commitment: Commitment,
    text: str,
    due_on: datetime.date,
    version: int,
    by: User,
    is_shared: bool | None = None,
    now: datetime.datetime | None = None,
) -> Commitment:
    """Change the words or the date; a moved date reminds again. Raises NotYours, NotOpen, Stale, ValidationError."""
    commitment = _locked(commitment, by)
    _require_open(commitment)
    if commitment.version != version:
        raise Stale(_("Somebody has changed this promise since you opened it."), current=commitment)
    commitment.text, commitment.due_on = text, due_on
    if is_shared is not None:
        commitment.is_shared = is_shared
    return _write(commitment, ["text", "due_on", "is_shared"], by=by, now=now or clock.now())


@transaction.atomic
def propose_done(
    *, commitment: Commitment, evidence: str, by: User, evidence_url: str = "", now: datetime.datetime | None = None
) -> Commitment:
    """Say that it is done, for a senior or the owner to close. Reminders go on until then. Raises NotYours, NotOpen."""
    commitment = _locked(commitment, by)
    _require_open(commitment)
    if not evidence.strip() and not evidence_url:
        raise NeedsEvidence(_("Say what shows that the promise was kept."), field="evidence")
    commitment.state = Commitment.State.PROPOSED_DONE
    commitment.evidence, commitment.evidence_url = evidence, evidence_url
    return _write(commitment, ["state", "evidence", "evidence_url"], by=by, now=now or clock.now())


@transaction.atomic
def close_commitment(
    *,
    commitment: Commitment,
    kept: bool,
    by: User,
    evidence: str = "",
    evidence_url: str = "",
    reason: str = "",
    now: datetime.datetime | None = None,
) -> Commitment:
    """Close as kept (with evidence) or missed (with the reason); nobody is reminded any more.

    Raises NotYours, NotOpen, NeedsEvidence, NeedsReason, ValidationError.
    """
    commitment = _locked(commitment, by)
    _require_open(commitment)
    if kept and not evidence.strip() and not evidence_url:
        raise NeedsEvidence(_("Say what shows that the promise was kept."), field="evidence")
    if not kept and not reason.strip():
        raise NeedsReason(_("Say why the promise was missed."), field="reason")
    now = now or clock.now()
    commitment.state = Commitment.State.KEPT if kept else Commitment.State.MISSED
    commitment.evidence, commitment.evidence_url = evidence, evidence_url
    commitment.close_reason = reason
    commitment.closed_at, commitment.closed_by = now, by
    return _write(commitment, ["state", "evidence", "evidence_url", "close_reason", "closed_at", "closed_by"], by=by, now=now)


@transaction.atomic
def withdraw_commitment(*, commitment: Commitment, reason: str, by: User, now: datetime.datetime | None = None) -> Commitment:
    """Take a promise back, with the reason. Raises NotYours, NotOpen, NeedsReason."""
    commitment = _locked(commitment, by)
    _require_open(commitment)
    if not reason.strip():
        raise NeedsReason(_("Say why the promise is withdrawn."), field="reason")
    now = now or clock.now()
    commitment.state = Commitment.State.WITHDRAWN
    commitment.close_reason = reason
    commitment.closed_at, commitment.closed_by = now, by
    return _write(commitment, ["state", "close_reason", "closed_at", "closed_by"], by=by, now=now)


@transaction.atomic
def reopen_commitment(*, commitment: Commitment, reason: str, by: User, now: datetime.datetime | None = None) -> Commitment:
    """Undo a closing; reminders that still make sense are planned again. The evidence stays. Raises NotYours, NotClosed."""
    commitment = _locked(commitment, by)
    if commitment.state == Commitment.State.OPEN:
        raise NotClosed(_("This promise is open already."))
    if commitment.meeting.is_closed:
        raise NotClosed(_("Its meeting was cancelled."))
    if not reason.strip():
        raise NeedsReason(_("Say why the promise is reopened."), field="reason")
    commitment.state = Commitment.State.OPEN
    commitment.close_reason = reason
    commitment.closed_at = commitment.closed_by = None
    return _write(commitment, ["state", "close_reason", "closed_at", "closed_by"], by=by, now=now or clock.now())


@transaction.atomic
def reassign_commitment(*, commitment: Commitment, to: User, by: User, now: datetime.datetime | None = None) -> Commitment:
    """Let another official answer for it; the unsent reminders go to the new one. Raises NotYours, NotOpen, CannotAnswer."""
    commitment = _locked(commitment, by)
    _require_open(commitment)
    if not may_log(to):
        raise CannotAnswer(_("Choose an official who may change commitments."), field="to")
    commitment.answered_for_by = to
    return _write(commitment, ["answered_for_by"], by=by, now=now or clock.now())
