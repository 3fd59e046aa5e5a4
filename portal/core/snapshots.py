"""What the database kept of a row and of what hangs on it: snapshots, newest first.

Database triggers keep a snapshot of every row at every change, with who made it and through which door. One statement, however long
the history is.
"""

import datetime
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pghistory.models import Context

_DOORS: dict[str, Promise] = {
    "browser": gettext_lazy("web page"),
    "api": gettext_lazy("API"),
    "command": gettext_lazy("command"),
    "worker": gettext_lazy("worker"),
}
# A timeline is read from the newest end; what lies further back stays in the database.
LIMIT = 400


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

    @property
    def who(self) -> str:
        """Who made the change, in words."""
        if self.said.get("name"):
            return str(self.said["name"])
        if self.said.get("key"):
            return _("partner with the key %(key)s") % {"key": self.said["key"]}
        return _("the system")

    @property
    def door(self) -> str:
        """Through which door it came, in words; nothing where nobody said."""
        return str(_DOORS.get(self.said.get("door", ""), ""))

    def changed(self, name: str) -> bool:
        """Whether this change gave the column another value."""
        return self.before is not None and self.before.get(name) != self.now.get(name)


def part(app: str, noun: str, event: str, where: str, *, linked: bool = False) -> str:
    """The statement for the snapshots of one table of this app; `where` takes the id of the row whose history is told.

    A row that only links two others has nothing that could change, hence no snapshot before.
    """
    table = apps.get_model(app, event)._meta.db_table
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
