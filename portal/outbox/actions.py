"""What operators decide about deliveries that did not go by themselves, and what a person does with a notice."""

import datetime
import logging
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.viewer import Viewer
from portal.core import clock
from portal.core.errors import RuleViolation

from . import registry, wake
from .models import Delivery, Event, Notice, State

log = logging.getLogger(__name__)

# An uncertain one may be sent again or settled by a person who asked; it cannot be called off, it may have arrived.
DECIDED = (State.DEAD, State.HELD, State.UNCERTAIN)
DROPPED = (State.DEAD, State.HELD)


class NotAnOperator(RuleViolation):
    """Only operators and administrators decide about deliveries."""


class NotStuck(RuleViolation):
    """The delivery is on its way, or has arrived: there is nothing to decide."""


class NeedsReason(RuleViolation):
    """A decision without its reason."""


@transaction.atomic
def retry(*, delivery: Delivery, by: User) -> Delivery:
    """Send an undelivered, held or uncertain message again, at once. Raises NotAnOperator, NotStuck."""
    row = _locked(delivery, by)
    row.state, row.not_before, row.claims, row.tries = State.WAITING, clock.now(), 0, 0
    row.save(update_fields=["state", "not_before", "claims", "tries"])
    _record(row, "delivery.retried", by)
    wake.on_commit()
    return row


@transaction.atomic
def done_another_way(*, delivery: Delivery, how: str, by: User, now: datetime.datetime | None = None) -> Delivery:
    """The recipient was told by telephone or otherwise. Raises NotAnOperator, NotStuck, NeedsReason."""
    how = _needed(how, "reason")
    row = _locked(delivery, by)
    row.state, row.accepted_at, row.answer = State.ACCEPTED, now or clock.now(), how
    row.save(update_fields=["state", "accepted_at", "answer"])
    registry.of(row.kind).accepted(row, row.accepted_at)
    _record(row, "delivery.done_another_way", by, how=how)
    return row


@transaction.atomic
def drop(*, delivery: Delivery, reason: str, by: User) -> Delivery:
    """Decide that the message is not to be sent. Raises NotAnOperator, NotStuck, NeedsReason."""
    reason = _needed(reason, "reason")
    row = _locked(delivery, by, DROPPED)
    row.state, row.answer = State.CANCELLED, reason
    row.save(update_fields=["state", "answer"])
    _record(row, "delivery.dropped", by, reason=reason)
    return row


@transaction.atomic
def mark_read(*, notices: Collection[UUID] | None, by: User, now: datetime.datetime | None = None) -> int:
    """Mark one's own notices as read, all of them with None. Others' are left alone. Returns how many."""
    unread = Notice.objects.filter(user=by, read_at__isnull=True)
    if notices is not None:
        unread = unread.filter(pk__in=notices)
    return unread.update(read_at=now or clock.now())


def _locked(delivery: Delivery, by: User, states: Collection[State] = DECIDED) -> Delivery:
    if not Viewer(user=by).may_operate:
        raise NotAnOperator(_("Only operators decide about deliveries."))
    row = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if row.state not in states:
        raise NotStuck(_("This message is not waiting for a decision any more."))
    return row


def _needed(text: str, field: str) -> str:
    text = text.strip()
    if not text:
        raise NeedsReason(_("Say why, or how."), field=field)
    Delivery._meta.get_field("answer").run_validators(text)
    return text


def _record(row: Delivery, kind: str, by: User, **payload: str) -> None:
    """Who decided what stands among the events, for ever."""
    Event.objects.create(kind=kind, object_type="delivery", object_id=row.pk, by=by, payload=payload)
    log.info("%s %s by %s", kind, row.pk, by.pk)
