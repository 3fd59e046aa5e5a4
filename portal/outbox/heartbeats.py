"""When each kind of process last did its round, in real time: a moved clock must not make a living process look dead."""

from django.db import connection

from .leases import me

_BEAT = """
INSERT INTO outbox_heartbeat (name, at, by) VALUES (%s, clock_timestamp(), %s)
ON CONFLICT (name) DO UPDATE SET at = excluded.at, by = excluded.by
"""


def note(name: str) -> None:
    """This kind of process is alive. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_BEAT, [name, me()])


def ages() -> dict[str, float]:
    """Seconds since each heartbeat, by name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, extract(epoch FROM clock_timestamp() - at)::float FROM outbox_heartbeat ORDER BY name")
        return dict(cursor.fetchall())
