"""The outbox in figures, for the operations page and `/status`. A handful of statements, whatever the tables hold."""

import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet

from portal.core.expressions import Moment

from . import heartbeats, registry
from .models import Delivery, State

TROUBLE = (State.UNCERTAIN, State.HELD, State.DEAD)
# The promise: handed over, or shown as undelivered, within a quarter of an hour.
LATE_SECONDS = 15 * 60
_OLDEST = "SELECT extract(epoch FROM setu_now() - min(due_at))::float FROM outbox_delivery WHERE state = 'waiting' AND due_at <= setu_now()"


def oldest_due_seconds() -> float:
    """How long the oldest due message has been waiting; 0 when nothing is due."""
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST)
        return float(cursor.fetchone()[0] or 0)


def counts() -> list[dict[str, Any]]:
    """Deliveries per kind, channel and state."""
    rows = Delivery.objects.values("kind", "channel", "state").order_by("kind", "channel", "state").annotate(number=Count("pk"))
    channels, states = dict(Delivery.Channel.choices), dict(State.choices)
    return [
        {
            **row,
            "kind_label": registry.label_of(row["kind"]),
            "channel_name": channels.get(row["channel"], row["channel"]),
            "state_name": states.get(row["state"], row["state"]),
        }
        for row in rows
    ]


def troubled() -> QuerySet[Delivery]:
    """What needs a person: uncertain, held, undelivered; the oldest first."""
    return Delivery.objects.filter(state__in=TROUBLE).order_by("due_at", "id")


def late() -> QuerySet[Delivery]:
    """What waits although it was due a quarter of an hour ago: the relay is away or says "not now"."""
    moment = Moment() - datetime.timedelta(seconds=LATE_SECONDS)
    return Delivery.objects.filter(state=State.WAITING, due_at__lt=moment).order_by("due_at", "id")


def status() -> dict[str, Any]:
    """What `/status` says."""
    numbers = dict(Delivery.objects.filter(state__in=TROUBLE).values_list("state").order_by().annotate(Count("pk")))
    return {
        "oldest_due_seconds": round(oldest_due_seconds(), 1),
        **{state.value: numbers.get(state.value, 0) for state in TROUBLE},
        "heartbeat_ages": {name: round(age, 1) for name, age in heartbeats.ages().items()},
    }
