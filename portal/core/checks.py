"""System checks of the frame."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import DatabaseError, connection


@register(Tags.database, deploy=False)  # type: ignore[type-var]  # its types know no keywords
def clock_is_not_moved(app_configs: Any, databases: list[str] | None = None, **kwargs: Any) -> list[Error]:
    """Refuse a moved clock outside demonstration and tests: mails would leave at the wrong time."""
    if not databases or settings.SETU_DEMO or settings.SETU_TESTING:
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('core_clockoffset') IS NOT NULL")
            if not cursor.fetchone()[0]:
                return []
            cursor.execute("SELECT 1 FROM core_clockoffset WHERE \"offset\" <> interval '0'")
            moved = cursor.fetchone() is not None
    except DatabaseError as error:
        return [Error(f"The database cannot be asked for its clock: {error}", id="setu.E001")]
    if moved:
        return [
            Error(
                "This database's clock has been moved.",
                hint="Only demonstrations and tests may move it: delete the row in core_clockoffset.",
                id="setu.E002",
            )
        ]
    return []
