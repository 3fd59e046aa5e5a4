"""The one clock: the database's, plus an offset that only test and demo databases may hold."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from .models import ClockOffset


class ClockIsReal(Exception):
    """The clock of a real installation cannot be moved."""


def now() -> datetime:
    """The present moment, in UTC, as every action, claim and sweep sees it. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setu_now()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def offset() -> timedelta:
    """How far the clock has been moved; zero on a real installation."""
    row = ClockOffset.objects.first()
    return row.offset if row else timedelta()


def move(by: timedelta | None) -> timedelta:
    """Move the clock by this much, or back to the real time with None. Returns the new offset.

    Raises ClockIsReal outside demonstration and tests.
    """
    if not (settings.SETU_DEMO or settings.SETU_TESTING):
        raise ClockIsReal
    new = timedelta() if by is None else offset() + by
    ClockOffset.objects.update_or_create(singleton=True, defaults={"offset": new})
    return new
