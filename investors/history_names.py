"""Names of the rows that the snapshots of the relationship point to. One statement, however many rows."""

from collections.abc import Iterable

from django.db import connection, models
from django.utils.translation import get_language

from portal.accounts.models import User
from portal.core.snapshots import Snapshot
from sectors.models import Opportunity, Segment, Source, Township

from .models import Company, Contact, Delegation, Organisation

# Models whose rows are named in a timeline, with the column that holds the name and whether it is translated.
_NAMED: tuple[tuple[type[models.Model], str, bool], ...] = (
    (User, "name", False),
    (Contact, "name", False),
    (Delegation, "name", False),
    (Company, "name", True),
    (Organisation, "name", True),
    (Segment, "name", True),
    (Township, "name", True),
    (Opportunity, "title", True),
    (Source, "publisher", False),
)


def names_of(groups: Iterable[list[Snapshot]]) -> dict[str, str]:
    """Names of every row that the snapshots point to, in the reader's language. One statement, none without pointers."""
    ids: set[str] = set()
    for group in groups:
        for snapshot in group:
            for row in (snapshot.now, snapshot.before or {}):
                ids |= {value for name, value in row.items() if name.endswith("_id") and isinstance(value, str)}
    if not ids:
        return {}
    language = get_language() or "en"
    selects = []
    for model, column, translated in _NAMED:
        name = f"COALESCE(NULLIF({column}_{language}, ''), {column}_en)" if translated else column
        selects.append(f"SELECT id::text, {name} FROM {model._meta.db_table} WHERE id = ANY(%s::uuid[])")  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), [sorted(ids)] * len(selects))
        return dict(cursor.fetchall())
