"""What becomes of an enquiry: received and acknowledged, assigned, answered by mail, closed, reopened."""

import datetime
import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.accounts.rights import Right, roles_with
from portal.core import clock, saving
from portal.core.errors import RuleViolation, Stale
from portal.core.limits import Limit
from portal.outbox import queue
from sectors.models import Opportunity, Plot, Township

from ..models import Company, Interest, InterestAnswer, Meeting, Organisation
from .answer_clock import FIRST_OVERDUE, AnswerClock
from .rights import is_senior, may_log, require

OBJECT, ANSWER = "interest", "interest_answer"
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
    _tell(interest, by=by, now=now)
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


def officers() -> QuerySet[User]:
    """Who answers enquiries from day to day."""
    return User.objects.filter(is_active=True, role__in=roles_with(Right.WRITE) - roles_with(Right.SUPERVISE))


def officer_for(company: Company | None) -> User | None:
    """Who knows the company from the last meeting with it, else who has the fewest enquiries waiting; None where there is nobody."""
    if company is not None:
        met = Meeting.objects.filter(companies=company, owner__in=officers()).select_related("owner").newest_first().first()
        if met is not None:
            return met.owner
    waiting = Count("assigned_interests", filter=Q(assigned_interests__state=Interest.State.RECEIVED))
    return officers().annotate(waiting=waiting).order_by("waiting", "name", "id").first()


def asker_of(interest: Interest, *, named: bool) -> queue.Recipient:
    """Who asked. `named=False` leaves out the name that a visitor typed: to a mailbox that nobody has proved to be his, nothing of his
    goes that he could have chosen to be read by somebody else.
    """
    if interest.user is not None:
        return queue.Recipient.of_user(interest.user)
    name = interest.name if named else interest.email
    return queue.Recipient("interest", interest.pk, name, interest.email, interest.language, interest.zone)


def answering(interest: Interest) -> list[User]:
    """Who is told first: the official it is assigned to, or those above him when he has left or it was assigned to nobody."""
    official = interest.assigned_to
    return [official] if official is not None and may_log(official) else seniors_of(interest)


def seniors_of(interest: Interest) -> list[User]:
    """Who is told as well when an answer is overdue."""
    own = interest.assigned_to.supervisor if interest.assigned_to is not None else None
    if own is not None and own.is_active:
        return [own]
    return list(User.objects.filter(is_active=True, role__in=roles_with(Right.SUPERVISE)).order_by("role", "name", "id")[:5])


def _tell(interest: Interest, *, by: User | None, now: datetime.datetime) -> None:
    asker = asker_of(interest, named=False)
    messages = [_outgoing(interest, "interest.received", asker, now, channels=_channels(asker))]
    messages += [_outgoing(interest, "interest.new", queue.Recipient.of_user(user), now) for user in answering(interest)]
    _enqueue(interest, messages, "interest.received", by)


def _channels(recipient: queue.Recipient) -> tuple[str, ...]:
    return ("email", "in_app") if recipient.user is not None else ("email",)


def _outgoing(
    interest: Interest,
    kind: str,
    to: queue.Recipient,
    now: datetime.datetime,
    *,
    occurrence: str = "",
    channels: tuple[str, ...] = ("email", "in_app"),
) -> queue.Outgoing:
    return queue.Outgoing(
        kind=kind,
        object_type=OBJECT,
        object_id=interest.pk,
        occurrence=occurrence,
        recipient=to,
        due_at=now,
        channels=channels,
        is_example=interest.is_example,
    )


def _enqueue(interest: Interest, messages: list[queue.Outgoing], event: str, by: User | None) -> None:
    queue.enqueue(messages, event_kind=event, event_object_type=OBJECT, event_object_id=interest.pk, by=by)


# What officials do


def may_answer(user: User, interest: Interest) -> bool:
    """The official it is assigned to, or a senior; what is assigned to nobody, whoever may log."""
    return may_log(user) and (is_senior(user) or interest.assigned_to_id in (user.pk, None))


def _locked(interest: Interest, by: User) -> Interest:
    row = (
        Interest.objects.select_for_update(of=("self",))
        .select_related("assigned_to__supervisor", "user", "opportunity", "township", "plot__township", "organisation")
        .get(pk=interest.pk)
    )
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
        message = _outgoing(
            row, "interest.assigned", queue.Recipient.of_user(to), now or clock.now(), occurrence=str(row.version)
        )
        _enqueue(row, [message], "interest.assigned", by)
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
    _needed(text, "text", _("Write the answer."))
    said = InterestAnswer(
        interest=row, text=text, language=asker_of(row, named=True).language, answered_by=by, answered_at=now,
        is_example=row.is_example,
    )  # fmt: skip
    saving.clean(said)
    saving.insert([said])
    row.state, row.answered_at, row.remind_at = Interest.State.ANSWERED, now, None
    _write(row, "state", "answered_at", "remind_at")
    to = asker_of(row, named=True)
    message = queue.Outgoing(
        kind="interest.answer",
        object_type=ANSWER,
        object_id=said.pk,
        occurrence="",
        recipient=to,
        due_at=now,
        channels=_channels(to),
        is_example=row.is_example,
    )
    _enqueue(row, [message], "interest.answered", by)
    return said


@transaction.atomic
def close(*, interest: Interest, reason: str, by: User, now: datetime.datetime | None = None) -> Interest:
    """Close it, answered or not; the reason stays with the desk. Raises NotYours, IsClosed, NeedsWords, ValidationError."""
    row = _locked(interest, by)
    if row.state == Interest.State.CLOSED:
        raise IsClosed
    row.close_reason = _needed(reason, "reason", _("Say why the enquiry is closed."))
    row.state, row.closed_at, row.closed_by, row.remind_at = Interest.State.CLOSED, now or clock.now(), by, None
    return _write(row, "state", "closed_at", "closed_by", "close_reason", "remind_at")


@transaction.atomic
def reopen(*, interest: Interest, reason: str, by: User, now: datetime.datetime | None = None) -> Interest:
    """Let it wait for an answer again, from now on and with a new day. Raises NotYours, IsOpen, NeedsWords, ValidationError."""
    now = now or clock.now()
    row = _locked(interest, by)
    if row.is_waiting:
        raise IsOpen
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


@transaction.atomic
def remind_of_interests(*, now: datetime.datetime | None = None, limit: int = 200) -> int:
    """Remind of every waiting enquiry whose next step has come. Returns how many rows were looked at.

    Level-triggered: a day without a scheduler loses nothing, and ends in one reminder each, not in several. Run it again until 0.
    """
    now = now or clock.now()
    due = list(
        Interest.objects.waiting()
        .filter(remind_at__lte=now)
        .select_related("assigned_to__supervisor")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("remind_at", "id")[:limit]
    )
    answers = AnswerClock()
    for interest in due:
        step = answers.step_at(interest.due_on, now)
        told = answering(interest)
        if step >= FIRST_OVERDUE:
            told += [user for user in seniors_of(interest) if user not in told]
        occurrence = f"{interest.due_on.isoformat()}+{step}"
        messages = [
            _outgoing(interest, "interest.reminder", queue.Recipient.of_user(user), now, occurrence=occurrence) for user in told
        ]
        _enqueue(interest, messages, "interest.reminded", None)
        interest.remind_at = answers.next_after(interest.due_on, now)
    Interest.objects.bulk_update(due, ["remind_at"])
    return len(due)
