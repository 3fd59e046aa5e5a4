"""Files of meetings, visits and promises: who may put them there and take them off."""

import datetime

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.core.attachments import keeping
from portal.core.errors import RuleViolation
from portal.core.models import Attachment

from ..models import Commitment, Delegation, Meeting
from .rights import may_change_commitment, may_change_meeting, may_log, require

Subject = Meeting | Delegation | Commitment


class Unchangeable(RuleViolation):
    """A cancelled meeting stays as it was."""


def may_attach(user: User, subject: Subject) -> bool:
    """Whoever may change the row may change its files."""
    if isinstance(subject, Meeting):
        return may_change_meeting(user, subject)
    if isinstance(subject, Commitment):
        return may_change_commitment(user, subject)
    return may_log(user)


def is_closed_to_files(subject: Subject) -> bool:
    """Whether the row stays as it was, files included. A closed promise does not: its evidence may arrive later."""
    meeting = subject.meeting if isinstance(subject, Commitment) else subject
    return isinstance(meeting, Meeting) and meeting.is_closed


def can_be_shared(subject: Subject) -> bool:
    """Guests see meetings and promises; a visit as a whole is the desk's."""
    return not isinstance(subject, Delegation)


@transaction.atomic
def attach(
    *,
    subject: Subject,
    file: "File[bytes]",
    name: str,
    by: User,
    note: str = "",
    is_shared: bool = False,
    now: datetime.datetime | None = None,
) -> Attachment:
    """Keep a file with the row. Raises NotYours, Unchangeable, NotTaken, ValidationError."""
    _require(subject, by)
    return keeping.attach(
        subject=subject, file=file, name=name, by=by, note=note, is_shared=is_shared and can_be_shared(subject), now=now
    )


@transaction.atomic
def describe(*, attachment: Attachment, subject: Subject, note: str, by: User, is_shared: bool = False) -> Attachment:
    """Say what a file is and who may see it. Raises NotYours, Unchangeable, ValidationError."""
    _require(subject, by)
    return keeping.describe(attachment=attachment, note=note, is_shared=is_shared and can_be_shared(subject))


@transaction.atomic
def remove(*, attachment: Attachment, subject: Subject, by: User) -> None:
    """Take a file off the row, for good. Raises NotYours, Unchangeable."""
    _require(subject, by)
    keeping.remove(attachment=attachment)


def _require(subject: Subject, by: User) -> None:
    require(may_attach(by, subject))
    if is_closed_to_files(subject):
        raise Unchangeable(_("This meeting is cancelled; it stays as it was."))
