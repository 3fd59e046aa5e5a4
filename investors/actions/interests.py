"""What becomes of an enquiry: received and acknowledged, assigned, answered by mail, closed, reopened, withdrawn by whoever asked."""

import datetime
import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.core import clock, saving
from portal.core.errors import RuleViolation, Stale
from portal.core.limits import Limit
from portal.outbox import queue
from sectors.models import Opportunity, Plot, Township

from ..models import Company, Interest, InterestAnswer, Organisation
from .answer_clock import AnswerClock
from .interest_people import ANSWER, answering, asker_of, channels_of, enqueue, may_answer, officer_for, outgoing, tell_of_new
from .rights import may_log, require

# A hotel full of guests asks from one address, hence the generous first number. One mailbox gets few acknowledgements, so that nobody
# uses them to fill another's.
OF_ADDRESS = Limit("enquiries of an address", most=20, within=datetime.timedelta(hours=1))
OF_MAILBOX = Limit("enquiries of a mailbox", most=5, within=datetime.timedelta(days=1))
OF_ACCOUNT = Limit("enquiries of an account", most=20, within=datetime.timedelta(days=1))
# Without letters and digits that look alike: people read it out over the telephone.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

Subject = Opportunity | Township | Plot | Organisation


class TooMany(RuleViolation):
    """So many enquiries come from no single person."""

    def __init__(self) -> None:
        super().__init__(
            _("Many enquiries have come from here in a short time. What you typed is still here: please send it again later."),
            code="too_many",
        )


class NotWaiting(RuleViolation):
    """Only an enquiry that waits is answered or assigned."""

    def __init__(self) -> None:
        super().__init__(_("This enquiry is not waiting for an answer any more. Reopen it first."), code="not_waiting")


class IsClosed(RuleViolation):
    """A closed enquiry is closed."""

    def __init__(self) -> None:
        super().__init__(_("This enquiry is closed already."), code="closed")


class IsSettled(RuleViolation):
    """What is answered or closed cannot be taken back."""

    def __init__(self) -> None:
        super().__init__(_("This enquiry has been answered or closed already."), code="settled")


class IsWithdrawn(RuleViolation):
    """Whoever took his enquiry back is not answered behind his back."""

    def __init__(self) -> None:
        super().__init__(_("Whoever asked has withdrawn this enquiry."), code="withdrawn")


class IsOpen(RuleViolation):
    """Only what was answered or closed is reopened."""

    def __init__(self) -> None:
        super().__init__(_("This enquiry is waiting for an answer already."), code="open")


class NeedsWords(RuleViolation):
    """An answer without words, or a decision without its reason."""


class CannotAnswer(RuleViolation):
    """Enquiries go to somebody who may answer them."""

    def __init__(self) -> None:
        super().__init__(_("Choose an official who may answer enquiries."), code="cannot_answer", field="to")


@dataclass(frozen=True)
class InterestInput:
    """What somebody asks, whichever door it came through. `caller` is the network address it came from, counted and not kept."""

    name: str
    email: str
    message: str
    consent: str
    about: Subject | None = None
    company_name: str = ""
    company: Company | None = None
    country_code: str = ""
    language: str = "en"
    zone: str = "Asia/Kolkata"
    caller: str = ""
    is_example: bool = False


@transaction.atomic
def receive(*, data: InterestInput, by: User | None, submission: UUID, now: datetime.datetime | None = None) -> Interest:
    """Take an enquiry: whoever asks is told when he will hear from us, an official of the desk is told of it.

    The same submission again is answered with the first enquiry. `by` is the signed-in investor, None for a visitor.
    Raises TooMany, ValidationError by field name.
    """
    now = now or clock.now()
    saving.lock(f"interest:{submission}")
    if (made := Interest.objects.filter(submission=submission).first()) is not None:
        return made
    answers = AnswerClock()
    due_on = answers.due_on(now)
    company = data.company
    interest = Interest(
        reference=_reference(),
        **_about(data.about),
        user=by,
        company=company,
        name=data.name,
        company_name=data.company_name or (company.name_en if company else ""),
        email=data.email,
        country_code=data.country_code or (company.country_code if company else ""),
        language=data.language,
        zone=data.zone,
        message=data.message,
        consent=data.consent,
        received_at=now,
        due_on=due_on,
        remind_at=answers.next_after(due_on, now),
        assigned_to=officer_for(company),
        submission=submission,
        is_example=data.is_example or any(getattr(row, "is_example", False) for row in (by, company, data.about)),
    )
    saving.clean(interest)
    _count(data, by, now)
    saving.insert([interest])
    tell_of_new(interest, by=by, now=now)
    return interest


def _about(subject: Subject | None) -> dict[str, Any]:
    names = {Opportunity: "opportunity", Township: "township", Plot: "plot", Organisation: "organisation"}
    return {} if subject is None else {names[type(subject)]: subject}


def _count(data: InterestInput, by: User | None, now: datetime.datetime) -> None:
    """Count this enquiry against its limits. What is refused or mistyped is rolled back with the rest, and so not counted."""
    limits = [(OF_ACCOUNT, str(by.pk))] if by is not None else [(OF_MAILBOX, data.email.strip().lower())]
    if data.caller:
        limits.append((OF_ADDRESS, data.caller))
    if not all(limit.take(subject, now=now).allowed for limit, subject in limits):
        raise TooMany


def _reference() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _letter in range(8))
    return f"{letters[:4]}-{letters[4:]}"


# What officials do


def _row(interest: Interest) -> Interest:
    """As it stands now, and until this transaction is over."""
    rows = Interest.objects.select_for_update(of=("self",))
    return rows.select_related(
        "assigned_to__supervisor", "user", "opportunity", "township", "plot__township", "organisation"
    ).get(pk=interest.pk)


def _locked(interest: Interest, by: User) -> Interest:
    row = _row(interest)
    require(may_answer(by, row))
    return row


def _write(interest: Interest, *fields: str) -> Interest:
    interest.version += 1
    saving.update(interest, [*fields, "version"])
    return interest


def _needed(text: str, field: str, message: Any) -> str:
    if not text.strip():
        raise NeedsWords(message, field=field, code="required")
    return text


@transaction.atomic
def assign(*, interest: Interest, to: User, by: User, now: datetime.datetime | None = None) -> Interest:
    """Let another official answer; he is told, and the reminders go to him. Raises NotYours, NotWaiting, CannotAnswer."""
    row = _locked(interest, by)
    if not row.is_waiting:
        raise NotWaiting
    if not may_log(to):
        raise CannotAnswer
    if row.assigned_to_id == to.pk:
        return row
    row.assigned_to = to
    _write(row, "assigned_to")
    if to != by:
        message = outgoing(row, "interest.assigned", queue.Recipient.of_user(to), now or clock.now(), occurrence=str(row.version))
        enqueue(row, [message], "interest.assigned", by)
    return row


@transaction.atomic
def answer(*, interest: Interest, text: str, version: int, by: User, now: datetime.datetime | None = None) -> InterestAnswer:
    """Answer in these words, which leave at once as a mail to whoever asked; the clock stops.

    Raises NotYours, NotWaiting, NeedsWords, Stale, ValidationError.
    """
    now = now or clock.now()
    row = _locked(interest, by)
    if not row.is_waiting:
        raise NotWaiting
    if row.version != version:
        raise Stale(_("Somebody has changed this enquiry since you opened it."), current=row)
    said = _say(row, _needed(text, "text", _("Write the answer.")), by, now)
    row.state, row.answered_at, row.remind_at = Interest.State.ANSWERED, now, None
    _write(row, "state", "answered_at", "remind_at")
    return said


def _say(interest: Interest, text: str, by: User, now: datetime.datetime) -> InterestAnswer:
    """Keep these words and mail them to whoever asked."""
    to = asker_of(interest, named=True)
    said = InterestAnswer(
        interest=interest, text=text, language=to.language, answered_by=by, answered_at=now, is_example=interest.is_example
    )
    saving.clean(said)
    saving.insert([said])
    message = outgoing(interest, "interest.answer", to, now, channels=channels_of(to), about=(ANSWER, said.pk))
    enqueue(interest, [message], "interest.answered", by)
    return said


@transaction.atomic
def close(*, interest: Interest, reason: str, words: str = "", by: User, now: datetime.datetime | None = None) -> Interest:
    """Close it, answered or not; the reason stays with the desk. Whoever asked is told in these `words`, and nothing where there are none.

    Raises NotYours, IsClosed, NeedsWords, ValidationError.
    """
    now = now or clock.now()
    row = _locked(interest, by)
    if row.is_over:
        raise IsClosed
    row.close_reason = _needed(reason, "reason", _("Say why the enquiry is closed."))
    if words.strip():
        _say(row, words, by, now)
        row.answered_at = now
    row.state, row.closed_at, row.closed_by, row.remind_at = Interest.State.CLOSED, now, by, None
    return _write(row, "state", "answered_at", "closed_at", "closed_by", "close_reason", "remind_at")


@transaction.atomic
def withdraw(*, interest: Interest, by: User | None, now: datetime.datetime | None = None) -> Interest:
    """Take it back, as whoever asked: nobody is reminded any more, and the official is told.

    A visitor (`by` is None) has shown the link of his mail at the door; an account takes back what it asked itself.
    Raises NotYours, IsSettled.
    """
    now = now or clock.now()
    row = _row(interest)
    require(row.user_id == (by.pk if by is not None else None))
    if not row.is_waiting:
        raise IsSettled
    row.state, row.closed_at, row.closed_by, row.remind_at = Interest.State.WITHDRAWN, now, by, None
    _write(row, "state", "closed_at", "closed_by", "remind_at")
    told = [outgoing(row, "interest.withdrawn", queue.Recipient.of_user(user), now) for user in answering(row)]
    enqueue(row, told, "interest.withdrawn", by)
    return row


@transaction.atomic
def reopen(*, interest: Interest, reason: str, by: User, now: datetime.datetime | None = None) -> Interest:
    """Let it wait for an answer again, from now on and with a new day. Raises NotYours, IsOpen, IsWithdrawn, NeedsWords."""
    now = now or clock.now()
    row = _locked(interest, by)
    if row.is_waiting:
        raise IsOpen
    if row.state == Interest.State.WITHDRAWN:
        raise IsWithdrawn
    row.close_reason = _needed(reason, "reason", _("Say why the enquiry is reopened."))
    answers = AnswerClock()
    row.state, row.closed_at, row.closed_by = Interest.State.RECEIVED, None, None
    row.due_on = answers.due_on(now)
    row.remind_at = answers.next_after(row.due_on, now)
    return _write(row, "state", "closed_at", "closed_by", "close_reason", "due_on", "remind_at")


@transaction.atomic
def write_notes(*, interest: Interest, notes: str, version: int, by: User) -> Interest:
    """Write down what the desk knows. Whoever asked never sees it. Raises NotYours, Stale, ValidationError."""
    row = _locked(interest, by)
    if row.version != version:
        raise Stale(_("Somebody has changed this enquiry since you opened it."), current=row)
    row.notes = notes
    return _write(row, "notes")
