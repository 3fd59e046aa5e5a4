"""Claims, fences and outcomes of deliveries: every statement that changes their state while they leave.

Due moments follow the clock that demonstrations may move (`setu_now()`); leases follow the database's real time
(`clock_timestamp()`), so that moving the clock never takes a row from a worker that is just sending it. No statement here stays
open while a relay answers. See docs/decisions/0002-leases-keep-real-time.md.
"""

import datetime
import os
import random
import socket
import uuid

from django.conf import settings
from django.db import connection, transaction

from . import registry
from .models import Delivery, State

MAX_CLAIMS = 5
MAX_TRIES = 13
_FIRST_PAUSE = 30.0
_LONGEST_PAUSE = 6 * 3600.0

_CLAIM = """
WITH due AS MATERIALIZED (
    SELECT id FROM outbox_delivery
    WHERE state = 'waiting' AND not_before <= setu_now()
    ORDER BY not_before, id
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)
UPDATE outbox_delivery AS d
SET state = 'leased', lease_token = %(token)s, claims = d.claims + 1, claimed_by = %(by)s,
    leased_until = clock_timestamp() + make_interval(secs => %(lease)s)
FROM due WHERE d.id = due.id
RETURNING d.*
"""

_LAPSED = """
WITH lapsed AS MATERIALIZED (
    SELECT id FROM outbox_delivery
    WHERE state IN ('leased', 'sending') AND leased_until < clock_timestamp()
    ORDER BY leased_until LIMIT 1000
    FOR UPDATE SKIP LOCKED
)
UPDATE outbox_delivery AS d
SET state = CASE
        WHEN d.state = 'sending' THEN 'uncertain'
        WHEN d.claims >= %(most)s THEN 'dead'
        ELSE 'waiting' END,
    answer = CASE
        WHEN d.state = 'sending' THEN %(uncertain)s
        WHEN d.claims >= %(most)s THEN %(poison)s
        ELSE d.answer END
FROM lapsed WHERE d.id = lapsed.id
RETURNING d.state
"""


def process_name() -> str:
    """host:pid of this process, as rows and mail headers show it."""
    return f"{socket.gethostname()}:{os.getpid()}"


def claim(limit: int) -> list[Delivery]:
    """Take up to `limit` due deliveries, oldest first, that nobody else is taking. One statement."""
    rows = Delivery.objects.raw(
        _CLAIM,
        {
            "limit": limit,
            "token": uuid.uuid4(),
            "by": process_name(),
            "lease": settings.OUTBOX_LEASE_SECONDS,
        },
    )
    return sorted(rows, key=lambda row: (row.not_before, row.id))


def mark_sending(delivery: Delivery) -> bool:
    """The fence: True only if this process still holds the lease and nobody cancelled meanwhile. After it, a crash is a doubt."""
    return bool(
        Delivery.objects.filter(pk=delivery.pk, lease_token=delivery.lease_token, state=State.LEASED).update(state=State.SENDING)
    )


def accept(delivery: Delivery, now: datetime.datetime, answer: str, subject: str) -> None:
    """Write that it was handed over, and what that settles, in one transaction."""
    with transaction.atomic():
        taken = Delivery.objects.filter(pk=delivery.pk, lease_token=delivery.lease_token, state=State.SENDING).update(
            state=State.ACCEPTED, accepted_at=now, answer=answer[:2000], subject=subject[:400], claims=0
        )
        if taken:
            registry.of(delivery.kind).accepted(delivery, now)


def refuse(delivery: Delivery, now: datetime.datetime, answer: str, *, permanent: bool) -> None:
    """A definite no: try again later with growing pauses, or never."""
    tries = delivery.tries + 1
    held = Delivery.objects.filter(pk=delivery.pk, lease_token=delivery.lease_token, state__in=(State.LEASED, State.SENDING))
    if permanent or tries >= MAX_TRIES:
        held.update(state=State.DEAD, tries=tries, claims=0, answer=answer[:2000])
    else:
        held.update(state=State.WAITING, tries=tries, claims=0, answer=answer[:2000], not_before=now + pause_after(tries))


def put_back(delivery: Delivery, now: datetime.datetime, answer: str) -> None:
    """The relay itself is away: nothing is held against the message, it waits a moment."""
    Delivery.objects.filter(pk=delivery.pk, lease_token=delivery.lease_token, state=State.LEASED).update(
        state=State.WAITING, claims=0, answer=answer[:2000], not_before=now + pause_after(1)
    )


def give_up(delivery: Delivery, state: str, reason: str) -> None:
    """It is no longer wanted (cancelled) or no longer of use (expired)."""
    Delivery.objects.filter(pk=delivery.pk, lease_token=delivery.lease_token, state=State.LEASED).update(
        state=state, answer=reason[:2000]
    )


def settle_lapsed() -> dict[str, int]:
    """Rows whose worker is gone: unsent ones wait again, poison is dead, those in the very act are uncertain and shown."""
    counts: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            _LAPSED,
            {
                "most": MAX_CLAIMS,
                "uncertain": "The process ended while handing over; it is not known whether the relay took it.",
                "poison": f"Claimed {MAX_CLAIMS} times without an outcome.",
            },
        )
        for (state,) in cursor.fetchall():
            counts[state] = counts.get(state, 0) + 1
    return counts


def pause_after(tries: int) -> datetime.timedelta:
    """How long to wait after this many refusals: doubling from 30 s to 6 h, spread by a fifth so that a crowd thins out."""
    seconds = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** (tries - 1))
    return datetime.timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311  (spreading, not secrecy)
