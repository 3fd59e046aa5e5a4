"""Who answers an enquiry, who is told of it, and the messages that tell them."""

import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from portal.accounts.models import User
from portal.accounts.rights import Right, roles_with
from portal.outbox import queue

from ..models import Company, Interest, Meeting
from .rights import is_senior, may_log

OBJECT, ANSWER = "interest", "interest_answer"


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


def tell_of_new(interest: Interest, *, by: User | None, now: datetime.datetime) -> None:
    """Acknowledge it to whoever asked; tell whoever answers."""
    asker = asker_of(interest, named=False)
    messages = [outgoing(interest, "interest.received", asker, now, channels=channels_of(asker))]
    messages += [outgoing(interest, "interest.new", queue.Recipient.of_user(user), now) for user in answering(interest)]
    enqueue(interest, messages, "interest.received", by)


def channels_of(recipient: queue.Recipient) -> tuple[str, ...]:
    """A visitor has no bell."""
    return ("email", "in_app") if recipient.user is not None else ("email",)


def outgoing(
    interest: Interest,
    kind: str,
    to: queue.Recipient,
    now: datetime.datetime,
    *,
    occurrence: str = "",
    channels: tuple[str, ...] = ("email", "in_app"),
    about: tuple[str, UUID] | None = None,
) -> queue.Outgoing:
    """One message about an enquiry, or about the row `about` (its type and id)."""
    object_type, object_id = about or (OBJECT, interest.pk)
    return queue.Outgoing(
        kind=kind,
        object_type=object_type,
        object_id=object_id,
        occurrence=occurrence,
        recipient=to,
        due_at=now,
        channels=channels,
        is_example=interest.is_example,
    )


def enqueue(interest: Interest, messages: list[queue.Outgoing], event: str, by: User | None) -> None:
    """Write them with the event they belong to, in the transaction that is open."""
    queue.enqueue(messages, event_kind=event, event_object_type=OBJECT, event_object_id=interest.pk, by=by)


def may_answer(user: User, interest: Interest) -> bool:
    """The official it is assigned to, or a senior; what is assigned to nobody, whoever may log."""
    return may_log(user) and (is_senior(user) or interest.assigned_to_id in (user.pk, None))
