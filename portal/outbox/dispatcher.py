"""Take what is due, hand it over, write down what came of it. Safe to run in any number of processes, at any moment, twice.

No transaction is open while a relay answers; a message goes from hand to hand only by the fenced steps of `leases`.
"""

import datetime
import logging
import random
import time
from collections.abc import Sequence
from itertools import groupby

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils import translation

from portal.core import clock

from . import channels, heartbeats, leases, registry
from .message import Message
from .models import Delivery, State
from .outcome import Accepted, Carrier, FenceLost, NotNow, Outcome, Refused, Unknown

log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 6 * 3600.0
# 1, 2, 4 … minutes, then every six hours: the last try comes some 72 hours after the first.
MOST_TRIES = 20
# A message that cannot be made is our own mistake: asking again soon helps only against a passing one.
MOST_BROKEN_TRIES = 5
# The relay is away: ask again soon, whatever the message's own history.
AWAY_SECONDS = 20.0
# Less than the broker's visibility timeout, so that a wake-up is not handed out again while it is being served.
DRAIN_SECONDS = 8.0


def drain(*, seconds: float = DRAIN_SECONDS) -> bool:
    """Hand over what is due until nothing is or the time is up. Returns whether more may be due."""
    end = time.monotonic() + seconds
    heartbeats.note("worker")
    leases.sweep_lapsed()
    while time.monotonic() < end:
        batch = leases.claim(settings.OUTBOX_BATCH) or leases.claim(1, suspects=True)
        if not batch:
            return False
        if not send(batch):
            # The relay is away: hammering it does not bring it back, the next tick asks again.
            return False
    return True


def send(batch: Sequence[Delivery]) -> bool:
    """Hand over one claimed batch, channel by channel. Returns False when a channel was away."""
    until = time.monotonic() + settings.OUTBOX_LEASE_SECONDS / 2
    now = clock.now()
    there = True
    for name, rows in groupby(sorted(batch, key=lambda row: row.channel), key=lambda row: row.channel):
        there = _send_by(name, list(rows), now, until) and there
    return there


def _send_by(name: str, rows: list[Delivery], now: datetime.datetime, until: float) -> bool:
    try:
        channel = channels.of(name)
    except channels.UnknownChannel:
        log.exception("Deliveries wait for the channel %s, which no room registered", name)
        for row in rows:
            _broken(row, f"No such channel: {name}")
        return True
    carrier = channel.open()
    try:
        for place, row in enumerate(rows):
            if time.monotonic() > until:
                leases.release(rows[place:])
                return True
            message = _prepare(row, now)
            if message is None:
                continue
            if channel.transactional:
                with transaction.atomic():
                    registry.of(row.kind).lock(row)
                    outcome = _hand_over(carrier, row, message)
                    _settle(row, outcome)
            else:
                outcome = _hand_over(carrier, row, message)
                _settle(row, outcome)
            if isinstance(outcome, NotNow):
                leases.release(rows[place + 1 :])
                return False
    finally:
        carrier.close()
    return True


def _hand_over(carrier: Carrier, row: Delivery, message: Message) -> Outcome:
    subject = message.subject_line(is_example=row.is_example)
    with translation.override(row.language):
        return carrier.hand_over(row, message, lambda: leases.begin(row, subject))


def _prepare(row: Delivery, now: datetime.datetime) -> Message | None:
    """The message, or None when the row was brought to another end: no longer wanted, too late, or impossible to make."""
    try:
        kind = registry.of(row.kind)
        if kind.useful_for is not None and now > row.due_at + kind.useful_for:
            leases.end(row, State.EXPIRED, "too late")
            return None
        with transaction.atomic():
            reason = kind.wanted(row, now)
        if reason:
            leases.end(row, State.CANCELLED, str(reason)[:2000])
            return None
        with translation.override(row.language):
            message = kind.render(row, row.language)
            # Made here, where a failure concerns this row alone, and not between the marker and the text.
            message.text(is_example=row.is_example)
            message.html(is_example=row.is_example, language=row.language)
            return message
    except (OperationalError, InterfaceError):
        # The database is away: that is no fault of the row, whose lease will lapse.
        raise
    except Exception as error:  # counted: in `tries` of the row, logged, and shown as its answer
        log.exception("The message %s of kind %s cannot be made", row.pk, row.kind)
        _broken(row, f"{type(error).__name__}: {error}")
        return None


def _broken(row: Delivery, answer: str) -> None:
    """Our own mistake with this row: a few tries, then dead, where the operators see it; the others go on."""
    _again_or_dead(row, f"The message could not be made. {answer}"[:500].replace("\0", " "), most=MOST_BROKEN_TRIES)


def _settle(row: Delivery, outcome: Outcome) -> None:
    match outcome:
        case Accepted(answer):
            _accept(row, answer)
        case Refused(answer, permanent=True):
            leases.end(row, State.DEAD, answer, tries=row.tries + 1)
        case Refused(answer):
            _again_or_dead(row, answer, most=MOST_TRIES)
        case NotNow(answer):
            log.warning("The channel %s takes nothing at present: %s", row.channel, answer)
            leases.wait(row, answer, seconds=AWAY_SECONDS * random.uniform(0.5, 1.5), tries=row.tries)  # noqa: S311 - spreads load
        case Unknown(answer):
            log.error("Whether %s was taken is not known: %s", row.pk, answer)
            leases.end(row, State.UNCERTAIN, answer)
        case FenceLost():
            log.info("%s was taken back before its text left", row.pk)


def _accept(row: Delivery, answer: str) -> None:
    kind = registry.of(row.kind)
    with transaction.atomic():
        kind.lock(row)
        moment = leases.accept(row, answer)
        if moment is None:
            log.error("%s was handed over by somebody whose lease was gone", row.pk)
            return
        row.state, row.accepted_at, row.answer = State.ACCEPTED, moment, answer
        try:
            with transaction.atomic():
                kind.accepted(row, moment)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # counted: logged and written to the row, whose handing-over stays true
            log.exception("What the handing-over of %s settles could not be written", row.pk)
            Delivery.objects.filter(pk=row.pk).update(answer=f"{answer} · not settled: {type(error).__name__}: {error}"[:2000])


def _again_or_dead(row: Delivery, answer: str, *, most: int) -> None:
    tries = row.tries + 1
    if tries >= most:
        leases.end(row, State.DEAD, answer, tries=tries)
    else:
        leases.wait(row, answer, seconds=pause(tries), tries=tries)


def pause(tries: int) -> float:
    """Seconds until the next try after this many refusals: doubling, at most six hours, a fifth more or less by chance."""
    plain = min(FIRST_PAUSE_SECONDS * 2.0 ** min(tries - 1, 20), LONGEST_PAUSE_SECONDS)
    return plain * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load, hides nothing
