"""Who answers for a meeting from now on."""

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.core import clock, saving
from portal.core.errors import RuleViolation

from ..models import Meeting
from . import follow_ups
from .commitments import CannotAnswer
from .rights import may_change_meeting, may_log, require


class NotOwned(RuleViolation):
    """A cancelled meeting stays as it was; one known from a source has no owner."""


@transaction.atomic
def reassign_meeting(*, meeting: Meeting, to: User, by: User, now: datetime.datetime | None = None) -> Meeting:
    """Let another official own the meeting: what is to be approved and what is to be recorded is the new one's.

    Promises stay with those who answer for them. Raises NotYours, NotOwned, CannotAnswer.
    """
    row = Meeting.objects.select_for_update(of=("self",)).select_related("owner").get(pk=meeting.pk)
    require(may_change_meeting(by, row))
    if row.state in (Meeting.State.CANCELLED, Meeting.State.REPORTED):
        raise NotOwned(_("This meeting has no owner to change."))
    if not may_log(to):
        raise CannotAnswer(_("Choose an official who may log meetings."), field="to")
    row.owner = to
    row.version += 1
    saving.update(row, ["owner", "version"])
    if row.state != Meeting.State.DRAFT:
        bring_into_line(row, by=by, now=now or clock.now())
    return row


def bring_into_line(meeting: Meeting, *, by: User, now: datetime.datetime) -> None:
    """Bring what is not yet sent about this meeting to what its people are now."""
    follow_ups.sync(
        meeting=meeting,
        attendances=meeting.attendances.select_related("contact"),
        commitments=meeting.commitments.select_related(
            "answered_for_by__supervisor", "promised_by_company", "promised_by_organisation", "promised_by_contact"
        ),
        by=by,
        now=now,
    )
