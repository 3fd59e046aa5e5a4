"""Takes what is due and hands it over, one batch after another.

For each delivery: is it still wanted, what does it say, fence, hand over, write the outcome. No transaction is open while a relay
answers; what happens when this process dies at any line is said in `leases.py`.
"""

import contextlib
import logging
import time

from django.conf import settings
from django.db import DatabaseError
from django.utils import translation

from portal.core import clock

from . import channels, leases, registry
from .models import Delivery, Heartbeat, State

log = logging.getLogger(__name__)

# One run ends after this long, so that a worker can be stopped gracefully; the next tick goes on.
RUN_SECONDS = 50.0


def run(*, limit: int | None = None) -> int:
    """Hand over what is due until nothing is, or the time of one run is over. Returns how many deliveries were taken."""
    beat("dispatcher")
    lapsed = leases.settle_lapsed()
    if lapsed:
        log.warning("leases had lapsed: %s", lapsed)
    taken = 0
    end = time.monotonic() + RUN_SECONDS
    with contextlib.ExitStack() as stack:
        open_channels: dict[str, channels.Channel] = {}
        away: set[str] = set()
        while time.monotonic() < end and (limit is None or taken < limit):
            batch = leases.claim(min(settings.OUTBOX_BATCH, limit - taken) if limit else settings.OUTBOX_BATCH)
            if not batch:
                break
            taken += len(batch)
            for delivery in batch:
                if delivery.channel not in open_channels:
                    open_channels[delivery.channel] = stack.enter_context(channels.of(delivery.channel))
                _hand_over(delivery, open_channels[delivery.channel], away)
    return taken


def _hand_over(delivery: Delivery, channel: channels.Channel, away: set[str]) -> None:
    now = clock.now()
    if delivery.channel in away:
        leases.put_back(delivery, now, "The relay is away.")
        return
    try:
        kind = registry.of(delivery.kind)
    except registry.UnknownKind:
        leases.refuse(delivery, now, f"Nobody knows messages of kind {delivery.kind}.", permanent=True)
        return
    try:
        if kind.useful_for is not None and now > delivery.due_at + kind.useful_for:
            leases.give_up(delivery, State.EXPIRED, "Its moment has passed.")
            return
        unwanted = kind.wanted(delivery, now)
        if unwanted:
            leases.give_up(delivery, State.CANCELLED, unwanted)
            return
        with translation.override(delivery.language):
            message = kind.render(delivery, delivery.language)
            answer = channel.send(delivery, message, lambda: leases.mark_sending(delivery))
            subject = message.subject_line(is_example=delivery.is_example)
        leases.accept(delivery, now, answer, subject)
    except channels.Refused as refusal:
        leases.refuse(delivery, now, str(refusal), permanent=refusal.permanent)
    except channels.Away as error:
        # One row has waited for the relay; the others of this run need not.
        away.add(delivery.channel)
        leases.put_back(delivery, now, str(error))
    except channels.FenceLost:
        log.info("delivery %s was taken back before anything was handed over", delivery.pk)
    except channels.InDoubt as doubt:
        # It stays marked; when its lease has lapsed it is uncertain and shown.
        log.warning("delivery %s is in doubt: %s", delivery.pk, doubt)
    except Exception as error:
        if isinstance(error, DatabaseError):
            raise  # the database's trouble is nobody's message's fault; the lease will lapse
        # A fault in one message's words must not stop the others. It is counted on the row and ends it after MAX_TRIES.
        log.exception("delivery %s could not be made", delivery.pk)
        leases.refuse(delivery, now, f"{type(error).__name__}: {error}", permanent=False)


def beat(name: str) -> None:
    """Write that this process did its round."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.now(), "by": leases.process_name()})
