"""Every step of a delivery's way, each one short fenced statement: it happens only while the lease is still ours.

Two clocks, on purpose (docs/decisions/0002-leases-run-on-real-time.md): what is due is asked of `setu_now()`, which demonstrations
move; leases run on `clock_timestamp()`, because moving the clock by three days must not take a message out of the hands of a
process that is just sending it.
"""

import datetime
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection

from .models import Delivery, State

# A row that was taken this often and never brought to any outcome kills whoever takes it.
POISON_CLAIMS = 5

_CLAIM = """
WITH c AS MATERIALIZED (
    SELECT id FROM outbox_delivery
    WHERE state = 'waiting' AND not_before <= setu_now() AND (claims > 0) = %(suspects)s
    ORDER BY not_before, id LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)
UPDATE outbox_delivery d
SET state = 'leased', lease_token = %(token)s, leased_until = clock_timestamp() + make_interval(secs => %(lease)s),
    claims = claims + 1, claimed_by = %(me)s
FROM c WHERE d.id = c.id
RETURNING d.*
"""
_BEGIN = """
UPDATE outbox_delivery
SET state = 'sending', leased_until = clock_timestamp() + make_interval(secs => %(lease)s), subject = %(subject)s
WHERE id = %(id)s AND lease_token = %(token)s AND state = 'leased'
"""
# The relay's yes is the truth also when the lease lapsed meanwhile and a sweep called the row uncertain.
_ACCEPT = """
UPDATE outbox_delivery SET state = 'accepted', accepted_at = setu_now(), answer = %(answer)s, claims = 0
WHERE id = %(id)s AND lease_token = %(token)s AND state IN ('sending', 'uncertain')
RETURNING accepted_at
"""
_WAIT = """
UPDATE outbox_delivery
SET state = 'waiting', not_before = setu_now() + make_interval(secs => %(delay)s), answer = %(answer)s, claims = 0, tries = %(tries)s
WHERE id = %(id)s AND lease_token = %(token)s AND state IN ('leased', 'sending', 'uncertain')
"""
_END = """
UPDATE outbox_delivery SET state = %(state)s, answer = %(answer)s, tries = %(tries)s
WHERE id = %(id)s AND lease_token = %(token)s AND state IN ('leased', 'sending')
"""
_RELEASE = """
UPDATE outbox_delivery SET state = 'waiting', claims = greatest(claims - 1, 0)
WHERE id = ANY(%(ids)s) AND lease_token = %(token)s AND state = 'leased'
"""
_LAPSED = """
WITH c AS MATERIALIZED (
    SELECT id, state AS was FROM outbox_delivery
    WHERE state IN ('leased', 'sending') AND leased_until < clock_timestamp()
    ORDER BY leased_until LIMIT 1000
    FOR UPDATE SKIP LOCKED
)
UPDATE outbox_delivery d
SET state = CASE WHEN c.was = 'sending' THEN 'uncertain' WHEN d.claims >= %(poison)s THEN 'dead' ELSE 'waiting' END,
    answer = CASE WHEN c.was = 'sending' THEN %(doubt)s WHEN d.claims >= %(poison)s THEN %(killer)s ELSE d.answer END
FROM c WHERE d.id = c.id
RETURNING d.state
"""
DOUBT = "The process handing it over vanished after the relay asked for the text; whether the relay took it is not known."
KILLER = "Taken five times without an outcome: preparing it seems to stop the process."


@dataclass(frozen=True)
class Lapsed:
    """What a sweep of lapsed leases did, in rows."""

    waiting: int = 0
    uncertain: int = 0
    dead: int = 0


def me() -> str:
    """host:pid of this process, as rows and mails carry it."""
    return f"{socket.gethostname()[:100]}:{os.getpid()}"


def claim(limit: int, *, suspects: bool = False) -> list[Delivery]:
    """Lease up to `limit` due deliveries to this process, the longest due first.

    Suspects, which somebody took before and never brought to an outcome, are claimed apart (and, by the dispatcher, one at a time),
    so that a row which kills its process does not take innocent ones down with it.
    """
    values = {
        "suspects": suspects,
        "limit": limit,
        "token": uuid4(),
        "lease": settings.OUTBOX_LEASE_SECONDS,
        "me": me(),
    }
    return sorted(Delivery.objects.raw(_CLAIM, values), key=lambda row: (row.not_before, row.pk))


def begin(delivery: Delivery, subject: str) -> bool:
    """The marker: from here on nobody can say that it is unsent. False when the lease is no longer ours; then do not send."""
    return _change(_BEGIN, delivery, subject=subject, lease=settings.OUTBOX_LEASE_SECONDS)


def accept(delivery: Delivery, answer: str) -> datetime.datetime | None:
    """It was handed over. Gives the moment, or None when the row is no longer ours to change."""
    with connection.cursor() as cursor:
        cursor.execute(_ACCEPT, {**_fence(delivery), "answer": answer})
        row = cursor.fetchone()
    return row[0] if row else None


def wait(delivery: Delivery, answer: str, *, seconds: float, tries: int) -> bool:
    """It is provably not handed over: try again after this long."""
    return _change(_WAIT, delivery, answer=answer, delay=seconds, tries=tries)


def end(delivery: Delivery, state: State, answer: str, *, tries: int | None = None) -> bool:
    """Bring it to dead, cancelled, expired or uncertain, and say why."""
    return _change(_END, delivery, answer=answer, state=state.value, tries=delivery.tries if tries is None else tries)


def release(deliveries: Sequence[Delivery]) -> None:
    """Give back what was claimed and not touched, as if it had never been claimed."""
    if deliveries:
        with connection.cursor() as cursor:
            cursor.execute(_RELEASE, {"ids": [row.pk for row in deliveries], "token": deliveries[0].lease_token})


def sweep_lapsed() -> Lapsed:
    """Take back the leases of vanished processes: unsent ones wait again, begun ones are uncertain, poisonous ones are dead."""
    with connection.cursor() as cursor:
        cursor.execute(_LAPSED, {"poison": POISON_CLAIMS, "doubt": DOUBT, "killer": KILLER})
        states = [row[0] for row in cursor.fetchall()]
    return Lapsed(*(states.count(state) for state in ("waiting", "uncertain", "dead")))


def _fence(delivery: Delivery) -> dict[str, Any]:
    return {"id": delivery.pk, "token": delivery.lease_token}


def _change(statement: str, delivery: Delivery, **values: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, {**_fence(delivery), **values})
        changed: int = cursor.rowcount
    return changed == 1
