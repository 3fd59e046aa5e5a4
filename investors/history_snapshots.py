"""What the database kept of a row and of what hangs on it: snapshots, and the names of the rows these point to.

Database triggers keep a snapshot of every row at every change, with who made it and through which door. Two statements, however
long the history is: one for the snapshots, one for the names.
"""

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.utils.translation import get_language
from pghistory.models import Context

from portal.accounts.models import User
from sectors.models import Opportunity, Segment, Source, Township

from .models import Company, Contact, Delegation, Organisation

# A timeline is read from the newest end; what lies further back stays in the database.
LIMIT = 400

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


@dataclass(frozen=True)
class Snapshot:
    """A row as it was after one change, and before it."""

    noun: str
    at: datetime.datetime
    label: str
    now: dict[str, Any]
    before: dict[str, Any] | None
    context: UUID | None
    said: dict[str, Any]

    @property
    def is_new(self) -> bool:
        return self.label == "insert"

    @property
    def is_gone(self) -> bool:
        return self.label == "delete"

    def changed(self, name: str) -> bool:
        """Whether this change gave the column another value."""
        return self.before is not None and self.before.get(name) != self.now.get(name)


def part(noun: str, event: str, where: str, *, linked: bool = False) -> str:
    """The statement for the snapshots of one table; `where` takes the id of the row whose history is told.

    A row that only links two others has nothing that could change, hence no snapshot before.
    """
    table = apps.get_model("investors", event)._meta.db_table
    before = "NULL::jsonb" if linked else "lag(to_jsonb(e)) OVER (PARTITION BY pgh_obj_id ORDER BY pgh_id)"
    return (
        f"SELECT '{noun}' AS noun, pgh_id, pgh_created_at, pgh_label, pgh_context_id, "  # noqa: S608 (names of our own tables)
        f"to_jsonb(e) AS after, {before} AS before FROM {table} e WHERE {where}"
    )


def snapshots(parts: list[str], pk: UUID) -> list[Snapshot]:
    """All of them, newest first, those of one request side by side. One statement."""
    told = " UNION ALL ".join(f"({one})" for one in parts)
    statement = (
        f"SELECT noun, pgh_created_at, pgh_label, after, before, pgh_context_id, c.metadata FROM ({told}) told "  # noqa: S608
        f"LEFT JOIN {Context._meta.db_table} c ON c.id = pgh_context_id "
        f"ORDER BY pgh_created_at DESC, pgh_context_id, noun, pgh_id DESC LIMIT {LIMIT}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [pk] * len(parts))
        return [
            Snapshot(noun, at, label, _loaded(after), _loaded(before) if before else None, context, _loaded(said) if said else {})
            for noun, at, label, after, before, context, said in cursor.fetchall()
        ]


def _loaded(value: Any) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(value) if isinstance(value, str) else value
    return loaded


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
