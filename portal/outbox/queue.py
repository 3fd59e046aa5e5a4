"""Write messages into the outbox, in the transaction that makes them necessary. Nothing is sent here.

The row is the queue: what is committed with the business row is found by the dispatcher, whatever happens to the broker. See
docs/decisions/0001-the-row-is-the-queue.md.
"""

import datetime
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Case, DateTimeField, Value, When

from portal.accounts.models import User

from . import wake
from .models import Delivery, Event, State

# Not yet handed over, and not yet begun to be: these can still be taken back.
TAKEN_BACK = (State.WAITING, State.LEASED, State.HELD)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")


class OutsideTransaction(RuntimeError):
    """A message was to be written apart from the row it is about: one of the two could be lost."""


class NotDeliverable(ValueError):
    """This recipient cannot be reached on this channel."""


@dataclass(frozen=True)
class Recipient:
    """Who is told: a user, a contact, later a partner. `user` is set when they have an account (notices need one)."""

    type: str
    id: UUID
    name: str
    address: str = ""
    language: str = "en"
    zone: str = "Asia/Kolkata"
    user: User | None = None

    @classmethod
    def of_user(cls, user: User) -> "Recipient":
        """The recipient that this user is."""
        return cls("user", user.pk, user.name, user.email, user.language, user.zone, user)


@dataclass(frozen=True)
class Outgoing:
    """One message to one recipient, on each of its channels.

    `occurrence` is what makes a second one legitimate (a due date, a number), never an attempt.
    """

    kind: str
    object_type: str
    object_id: UUID
    occurrence: str
    recipient: Recipient
    due_at: datetime.datetime
    channels: Sequence[str] = ("email", "in_app")
    is_example: bool = False

    def dedup_key(self, channel: str) -> str:
        """Kind, object, occurrence, recipient, channel: the same message twice is one row."""
        who = self.recipient
        return f"{self.kind}:{self.object_id}:{self.occurrence}:{who.type}:{who.id}:{channel}"


def enqueue(
    messages: Sequence[Outgoing],
    *,
    event_kind: str,
    event_object_type: str,
    event_object_id: UUID,
    by: User | None,
    payload: dict[str, Any] | None = None,
) -> list[Delivery]:
    """Write the event and its deliveries; three statements however many there are. Nothing to say writes nothing.

    Returns the deliveries as they stand: a message that was written before is not written again, and its row is returned.
    Raises OutsideTransaction, NotDeliverable.
    """
    _require_transaction()
    if not messages:
        return []
    event = Event(kind=event_kind, object_type=event_object_type, object_id=event_object_id, by=by, payload=payload or {})
    rows = [_row(message, channel, event) for message in messages for channel in message.channels]
    event.save(force_insert=True)
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    wake.on_commit()
    return list(Delivery.objects.filter(dedup_key__in=[row.dedup_key for row in rows]).order_by("id"))


def cancel(object_type: str, object_ids: Collection[UUID], reason: str) -> int:
    """Take back what is not yet handed over about these objects, one statement. Returns how many.

    A message in the very act of being handed over can no longer be taken back; the fence in the dispatcher decides who was first.
    """
    _require_transaction()
    return (
        Delivery.objects.filter(object_type=object_type, object_id__in=object_ids, state__in=TAKEN_BACK).update(
            state=State.CANCELLED, answer=reason
        )
        if object_ids
        else 0
    )


def reschedule(object_type: str, due: Mapping[UUID, datetime.datetime]) -> int:
    """Move what is not yet handed over about these objects to new moments, one statement. Returns how many.

    A leased one goes back to waiting, so that it does not leave at the old moment.
    """
    _require_transaction()
    if not due:
        return 0
    moment = Case(*(When(object_id=pk, then=Value(at)) for pk, at in due.items()), output_field=DateTimeField())
    moved = Delivery.objects.filter(object_type=object_type, object_id__in=due, state__in=(State.WAITING, State.LEASED)).update(
        due_at=moment, not_before=moment, state=State.WAITING, claims=0
    )
    if moved:
        wake.on_commit()
    return moved


def readdress(recipients: Iterable[Recipient]) -> int:
    """Let what is not yet handed over go to the present address of these recipients; one statement each. Returns how many.

    A leased one goes back to waiting: it may already be composed for the old address, and the fence then stops it.
    """
    _require_transaction()
    moved = 0
    for who in recipients:
        waiting = Delivery.objects.filter(
            recipient_type=who.type, recipient_id=who.id, channel=Delivery.Channel.EMAIL, state__in=(State.WAITING, State.LEASED)
        )
        moved += waiting.exclude(address=who.address).update(
            address=who.address, language=who.language, zone=who.zone, state=State.WAITING, claims=0
        )
    if moved:
        wake.on_commit()
    return moved


def states(object_type: str, object_ids: Iterable[UUID]) -> list[Delivery]:
    """The deliveries about these objects, oldest first: what a page shows of what was sent. One statement."""
    return list(Delivery.objects.filter(object_type=object_type, object_id__in=list(object_ids)).order_by("due_at", "id"))


def _require_transaction() -> None:
    if transaction.get_autocommit() or not connection.in_atomic_block:
        raise OutsideTransaction("Write messages in the transaction of the row they are about.")


def _row(message: Outgoing, channel: str, event: Event) -> Delivery:
    who = message.recipient
    if channel == Delivery.Channel.EMAIL and not who.address:
        raise NotDeliverable(f"{who.type} {who.id} has no address")
    if channel == Delivery.Channel.IN_APP and who.user is None:
        raise NotDeliverable(f"{who.type} {who.id} has no account and so no bell")
    return Delivery(
        event=event,
        kind=message.kind,
        object_type=message.object_type,
        object_id=message.object_id,
        dedup_key=message.dedup_key(channel),
        channel=channel,
        user=who.user,
        recipient_type=who.type,
        recipient_id=who.id,
        # A composed name may be longer than a column, and whatever made it, it must be inert in a header.
        recipient_name=_UNSAFE.sub(" ", who.name).strip()[:200],
        address=who.address,
        language=who.language,
        zone=who.zone,
        due_at=message.due_at,
        not_before=message.due_at,
        is_example=message.is_example,
    )
