"""The version of what public pages show: a number that grows with every committed change of a row that any of them reads.

Statement triggers count, whatever code path writes. Each open transaction counts on a row (slot) of its own, so that no save waits
for another; the version is the sum. A number that is taken before the commit (a sequence) would be no version: a page rendered
between the two would carry the new number with the old rows.
"""

import datetime

import pgtrigger
from django.db import connection, models

_ASK = "SELECT coalesce(sum(changes), 0), (setu_now() AT TIME ZONE 'Asia/Kolkata')::date FROM core_pageversion"


def count_changes(*shown: type[models.Model]) -> None:
    """Count every statement that changes rows of these models; call it from `ready()` of the app that owns them."""
    pgtrigger.Trigger(
        name="count_change",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
        func="PERFORM setu_count_change(); RETURN NULL;",
    ).register(*shown)  # type: ignore[arg-type]  # its types want rows where it takes classes


def current() -> tuple[int, datetime.date]:
    """The version, and today at the desk by the one clock (a page may say what day it is). One small statement."""
    with connection.cursor() as cursor:
        cursor.execute(_ASK)
        changes, today = cursor.fetchone()
    return int(changes), today
