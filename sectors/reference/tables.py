"""Bring one file into one table: compare with what is there, then write the difference in few statements."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils.translation import gettext as _

from portal.core import saving
from portal.core.ids import uuid7

from .columns import ENGLISH, Known, Layout, References, Refused
from .problems import Problems, found, listed, shown
from .reading import Row, Sheet

# Rows per statement: large enough that statements hardly grow with a file, small enough for the server's memory.
BATCH = 2_000
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass
class Tally:
    """What became of the rows of one file. `left_alone` holds keys of rows that are no longer the file's to change."""

    name: str
    read: int = 0
    created: int = 0
    changed: int = 0
    left_alone: list[str] = field(default_factory=list)

    @property
    def unchanged(self) -> int:
        return self.read - self.created - self.changed - len(self.left_alone)


class Table:
    """One file on its way into the database.

    Call `identify()` for every table, then `plan()` for every table, then, if no problem was found, `write()` in the same
    order, all in one transaction. Planning reads a fixed number of statements however long the file is.
    """

    def __init__(self, layout: Layout, sheet: Sheet | None, known: Known, problems: Problems) -> None:
        self.layout = layout
        self.sheet = sheet
        self.known = known
        self.problems = problems
        self.notes: list[str] = []
        self.tally = Tally(layout.stem)
        self.rows: dict[UUID, Row] = {}
        self.keys: dict[UUID, str] = {}
        self.existing: dict[UUID, Any] = {}
        self.changed: set[UUID] = set()
        self._new: dict[UUID, Any] = {}
        self._updated: dict[UUID, Any] = {}
        self._fields_updated: set[str] = set()
        self._wanted: dict[References, dict[UUID, set[UUID]]] = {}
        self._links_new: dict[References, list[Any]] = {}
        self._links_gone: dict[References, list[Any]] = {}

    def refuse(self, row: Row, column: str, message: str) -> None:
        self.problems.add(self.layout.file, row.line, column, message)

    # --- which rows these are -------------------------------------------------------------------------------------------

    def identify(self) -> None:
        """Give every row its id, an existing one if its key is known, and make the keys known to other tables."""
        layout = self.layout
        key_field = layout.key_field or layout.key
        stored: dict[str, UUID] = dict(
            layout.model._base_manager.exclude(**{f"{key_field}__isnull": True}).values_list(key_field, "pk")
        )
        self.known.add(layout.kind, stored)
        if self.sheet is None:
            return
        if not self.sheet.is_whole:
            self.known.uncertain.add(layout.kind)
        self._judge_header(self.sheet)
        if layout.key not in self.sheet.columns:
            self.known.uncertain.add(layout.kind)
            return
        self.tally.read = len(self.sheet.rows)
        first: dict[str, int] = {}
        ids: dict[str, UUID] = {}
        for row in self.sheet.rows:
            key = row.cells[layout.key].strip(" \t\n")
            if not _KEY.fullmatch(key):
                self.refuse(row, layout.key, found(key, _("letters a to z, digits, dots, hyphens, underscores")))
            elif key in first:
                self.refuse(
                    row,
                    layout.key,
                    _("found “%(key)s”, which line %(line)d has already.") % {"key": shown(key), "line": first[key]},
                )
            else:
                first[key] = row.line
                ids[key] = stored.get(key) or uuid7()
                self.rows[ids[key]] = row
                self.keys[ids[key]] = key
        self.known.add(layout.kind, ids)
        there = [ids[key] for key in ids if key in stored]
        self.existing = {row.pk: row for row in self.stored_rows(there)}

    def stored_rows(self, ids: Sequence[UUID]) -> Iterable[Any]:
        """The rows of these ids, locked so that nobody changes them between comparing and writing."""
        return self.layout.model._base_manager.filter(pk__in=ids).select_for_update(of=("self",)) if ids else []

    def _judge_header(self, sheet: Sheet) -> None:
        if not sheet.columns and not sheet.is_whole:
            return
        columns = [*self.layout.columns, *self.layout.links, *self.layout.elsewhere]
        missing = [column.name for column in columns if column.missing(sheet.columns)]
        if self.layout.key not in sheet.columns:
            missing.insert(0, self.layout.key)
        for name in missing:
            self.problems.add(
                sheet.name,
                1,
                name,
                _("This column is missing. The header has: %(columns)s") % {"columns": shown(listed(sheet.columns), 500)},
            )
        readable = {self.layout.key, *self.layout.unused, *(name for column in columns for name in column.names())}
        ignored = [name for name in sheet.columns if name not in readable]
        if ignored:
            self.notes.append(
                _("%(file)s: unknown columns ignored: %(columns)s") % {"file": sheet.name, "columns": shown(listed(ignored), 500)}
            )
        for column in columns:
            spelled = [
                name for name in (column.name, f"{column.target}_{ENGLISH}") if name in sheet.columns and name in column.names()
            ]
            if len(set(spelled)) > 1:
                self.problems.add(
                    sheet.name, 1, spelled[1], _("This column and “%(other)s” are the same; keep one.") % {"other": spelled[0]}
                )

    # --- what has to change -----------------------------------------------------------------------------------------------

    def plan(self) -> None:
        """Read every cell, compare with the stored rows, and note what to write. Writes nothing."""
        if self.sheet is None or not self.rows:
            return
        of_fields: dict[str, str] = {}
        for column in self.layout.columns:
            of_fields |= column.fields(self.layout.model, self.sheet.columns)
        of_fields[self.layout.key_field or self.layout.key] = self.layout.key
        links = [link for link in self.layout.links if link.name in self.sheet.columns]
        for link in links:
            self._wanted[link] = {}
        for position, (identity, row) in enumerate(self.rows.items()):
            if identity in self.existing and self.is_left_alone(self.existing[identity]):
                self.tally.left_alone.append(self.keys[identity])
                continue
            cells = {name: cell.strip(" \t\n") for name, cell in row.cells.items()}
            self.plan_more(identity, row, cells)
            values = self._values(row, cells)
            for link in links:
                try:
                    self._wanted[link][identity] = link.ids(cells[link.name], self.known)
                except Refused as refusal:
                    self.refuse(row, link.name, str(refusal))
            if values is None:
                continue
            if self.layout.has_position:
                values["position"] = position
            self._compare(identity, row, cells, values, of_fields)
        for link in links:
            self._plan_links(link)

    def _values(self, row: Row, cells: dict[str, str]) -> dict[str, Any] | None:
        values: dict[str, Any] = {}
        sound = True
        for column in self.layout.columns:
            try:
                values |= column.values(cells, self.layout.model, self.known)
            except Refused as refusal:
                self.refuse(row, column.name, str(refusal))
                sound = False
        if sound and self.layout.check:
            for column_name, message in self.layout.check(values):
                self.refuse(row, column_name, message)
                sound = False
        return values if sound else None

    def _compare(
        self, identity: UUID, row: Row, cells: dict[str, str], values: dict[str, Any], of_fields: dict[str, str]
    ) -> None:
        stored = self.existing.get(identity)
        if stored is not None:
            different = {name for name, value in values.items() if stored.__dict__[self._attname(name)] != value}
            if not different:
                return
        else:
            stored = self.layout.model(pk=identity, **{self.layout.key_field or self.layout.key: self.keys[identity]})
            different = set(values)
        for name in different:
            self._put(stored, name, values[name])
        if identity not in self.existing:
            self._new[identity] = self.finished(stored)
        else:
            self._updated[identity] = stored
            self.changed.add(identity)
            self._fields_updated |= different | {base for name in different if (base := self._base_of(name))}
        # What is stored unchanged was judged when it was written; judging it again would make a second load slow.
        self.clean_row(stored, row, cells, of_fields)

    def is_left_alone(self, stored: Any) -> bool:
        """Whether a stored row is no longer the file's to change."""
        return False

    def plan_more(self, identity: UUID, row: Row, cells: dict[str, str]) -> None:
        """A chance to read cells that fill rows of other tables. `self.changed` takes the id if they differ."""

    def finished(self, row: Any) -> Any:
        """A chance to fill, on a new row, what no column says."""
        return row

    def _attname(self, name: str) -> str:
        return str(self.layout.model._meta.get_field(name).attname)

    def _base_of(self, name: str) -> str:
        """`name` for `name_en`: the base column, which the database holds equal to the English one."""
        base = name.removesuffix(f"_{ENGLISH}")
        return base if base != name and base in {field.name for field in self.layout.model._meta.concrete_fields} else ""

    def _put(self, row: Any, name: str, value: Any) -> None:
        setattr(row, self._attname(name), value)
        if base := self._base_of(name):
            row.__dict__[base] = value

    def clean_row(self, row: Any, source: Row, cells: dict[str, str], of_fields: dict[str, str]) -> None:
        """Run the validators of the model's fields, without a statement. The English column is judged through its base."""
        meta = row._meta
        skipped = {field.name for field in meta.concrete_fields if field.is_relation or self._base_of(field.name)}
        try:
            row.clean_fields(exclude=skipped)
        except ValidationError as error:
            for name, messages in error.update_error_dict({}).items():
                column = of_fields.get(name, name)
                texts = " ".join(text for message in messages for text in message.messages)
                self.refuse(source, column, f"{_('found')} “{shown(cells.get(column, ''))}”: {texts}")

    # --- many-to-many -------------------------------------------------------------------------------------------------------

    def _plan_links(self, link: References) -> None:
        relation = self.layout.model._meta.get_field(link.target)
        through = relation.remote_field.through
        source, target = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
        wanted = self._wanted[link]
        present: dict[UUID, dict[UUID, Any]] = {}
        there = [identity for identity in wanted if identity in self.existing]
        if there:
            for pk, owner, other in through._base_manager.filter(**{f"{source}__in": there}).values_list("pk", source, target):
                present.setdefault(owner, {})[other] = pk
        new, gone = self._links_new.setdefault(link, []), self._links_gone.setdefault(link, [])
        for identity, others in wanted.items():
            have = present.get(identity, {})
            if have.keys() != others and identity in self.existing:
                self.changed.add(identity)
            new += [through(**{source: identity, target: other}) for other in sorted(others - have.keys(), key=str)]
            gone += [pk for other, pk in have.items() if other not in others]

    # --- writing ------------------------------------------------------------------------------------------------------------

    def write(self) -> None:
        """Write what was planned. Raises ReferenceErrors when the database refuses a row."""
        self._insert(list(self._new.values()))
        if self._updated:
            # One upsert instead of bulk_update(): its CASE for every field and row takes minutes at fifty thousand rows.
            self._insert(
                list(self._updated.values()),
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=sorted(self._fields_updated),
            )
        self.tally.created = len(self._new)
        self.tally.changed = len(self.changed)

    def write_links(self) -> None:
        """Write the many-to-many rows; call it once the rows of every table are there."""
        for link, gone in self._links_gone.items():
            through = self.layout.model._meta.get_field(link.target).remote_field.through
            for start in range(0, len(gone), BATCH):
                through._base_manager.filter(pk__in=gone[start : start + BATCH]).delete()
            through._base_manager.bulk_create(self._links_new[link], batch_size=BATCH)

    def _insert(self, rows: list[Any], **conflict: Any) -> None:
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            try:
                self.layout.model._base_manager.bulk_create(batch, **conflict)
            except IntegrityError as error:
                self._explain(error, batch)

    def _explain(self, error: IntegrityError, batch: list[models.Model]) -> None:
        refusal = saving.explained(error, batch, [str(row.pk) for row in batch])
        for where, messages in refusal.update_error_dict({}).items():
            row = next((self.rows[pk] for pk in self.rows if str(pk) == where), None)
            texts = " ".join(text for message in messages for text in message.messages)
            self.problems.add(self.layout.file, row.line if row else None, "", texts)
        self.problems.refuse_if_any()
