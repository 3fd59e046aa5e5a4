"""Carries the letters of the accounts room: each is a delivery by mail, its words made when it leaves."""

import datetime

from portal.accounts import letters
from portal.accounts.letters import Addressee, Kind, Letter
from portal.accounts.models import User
from portal.core import clock

from . import queue, registry
from .message import Facts, Link, Message, Paragraph, Part
from .models import Delivery


class PostOffice:
    """By mail only: a link to a new password has no business under a bell, where it would be stored."""

    def know(self, kind: Kind) -> None:
        """Register the kind with the outbox."""

        def render(delivery: Delivery, language: str) -> Message:
            return _message(kind.compose(_letter(delivery)))

        def wanted(delivery: Delivery, now: datetime.datetime) -> str:
            return kind.wanted(_letter(delivery), now)

        registry.register(kind.name, render=render, wanted=wanted, useful_for=kind.useful_for, label=kind.label)

    def send(self, letter: Letter, *, by: User | None) -> None:
        """Write event and delivery. Raises OutsideTransaction, NotDeliverable."""
        to = letter.to
        outgoing = queue.Outgoing(
            kind=letter.kind,
            object_type=letter.object_type,
            object_id=letter.object_id,
            occurrence=letter.occurrence,
            recipient=queue.Recipient(to.type, to.id, to.name, to.address, to.language, to.zone, to.user),
            due_at=letter.due_at or clock.now(),
            channels=(Delivery.Channel.EMAIL,),
            is_example=letter.is_example,
        )
        queue.enqueue(
            [outgoing],
            event_kind=letter.kind,
            event_object_type=letter.object_type,
            event_object_id=letter.object_id,
            by=by,
            payload=dict(letter.facts),
        )


def open_office() -> None:
    """Offer to carry letters; called once when the app is ready."""
    letters.open_office(PostOffice())


def _letter(delivery: Delivery) -> Letter:
    """The letter that was asked for, read back from its delivery."""
    to = Addressee(
        delivery.recipient_type,
        delivery.recipient_id,
        delivery.recipient_name,
        delivery.address,
        delivery.language,
        delivery.zone,
        delivery.user,
    )
    # Kind, object, occurrence, recipient type, recipient, channel: an occurrence may hold colons itself.
    occurrence = delivery.dedup_key.split(":", 2)[2].rsplit(":", 3)[0]
    return Letter(
        delivery.kind,
        to,
        delivery.object_type,
        delivery.object_id,
        occurrence,
        delivery.due_at,
        is_example=delivery.is_example,
        facts=delivery.event.payload,
    )


def _message(words: letters.Words) -> Message:
    parts: list[Part] = [Paragraph(text) for text in words.paragraphs]
    if words.facts:
        parts.append(Facts(words.facts))
    if words.link is not None:
        parts.append(Link(*words.link))
    parts += [Paragraph(text) for text in words.closing]
    return Message(subject=words.subject, parts=parts)
