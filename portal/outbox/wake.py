"""The wake-up: "there is something due". It carries nothing, is tried once, and may be lost; the sweep finds the row.

A save must never wait for the broker. Publishing has its own connections with short limits, so that a broker that is away (or
there but frozen) costs one short moment, and after a failure this process stays silent for a while: fifty saves with the broker
down are fifty quick saves.
"""

import logging
import time
from typing import Any

from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import KombuError
from kombu.pools import producers

log = logging.getLogger(__name__)

TASK = "outbox.wake"
PATIENCE_SECONDS = 0.3
SILENCE_SECONDS = 10.0

_silent_until = 0.0


def on_commit() -> None:
    """Wake the dispatcher once this transaction has committed: once per transaction, however often it is asked."""
    if any(callback is _committed for _savepoints, callback, *_ in connection.run_on_commit):
        return
    transaction.on_commit(_committed, robust=True)


def _committed() -> None:
    publish()


def publish() -> bool:
    """Publish one wake-up now; returns whether the broker took it. Never waits long and never raises what a broker can cause."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return False
    broker = _connection()
    try:
        with producers[broker].acquire(block=True, timeout=PATIENCE_SECONDS) as producer:
            current_app.send_task(TASK, producer=producer, retry=False, ignore_result=True, expires=60)
    except (*broker.connection_errors, *broker.channel_errors, KombuError, OSError) as error:
        _silent_until = time.monotonic() + SILENCE_SECONDS
        log.warning("The wake-up was not published, the sweep will find the work: %s", error)
        return False
    return True


def _connection() -> Any:
    """A connection with limits for publishing only; the worker's own may wait longer. Equal ones share one pool."""
    return current_app.connection_for_write(
        connect_timeout=PATIENCE_SECONDS,
        transport_options={
            "socket_connect_timeout": PATIENCE_SECONDS,
            "socket_timeout": PATIENCE_SECONDS,
            "read_timeout": PATIENCE_SECONDS,
            "write_timeout": PATIENCE_SECONDS,
        },
    )
