"""Reported meetings: known from a source only, and therefore the cause of nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.core.ids import uuid7
from sectors.reference.columns import (
    Choice,
    Column,
    Country,
    Day,
    Known,
    Layout,
    Number,
    PartialDate,
    References,
    Refused,
    Text,
    Whole,
    parts,
)
from sectors.reference.offer import SOURCE_IDS, in_order
from sectors.reference.problems import Problems, found, listed, shown
from sectors.reference.reading import Row, Sheet
from sectors.reference.tables import BATCH, Table

from ..models import Attendance, Company, Contact, Meeting, Organisation
from ..models.meeting import Side
from .people import Person, read_person

GUEST_COMPANIES = References("guest_organisations", "companies")
GUEST_ORGANISATIONS = References("guest_organisations", "organisations")
PEOPLE = (("guest_people", Side.GUEST), ("state_people", Side.HOST))


class Outcome(Column):
    """The outcome. It comes from public sources, so guests may see it as it is."""

    def values(self, cells: Mapping[str, str], model: type[models.Model], known: Known) -> dict[str, Any]:
        text = Text.value(Text(self.name), cells.get(self.name, ""), known)
        return {"outcome": text, "shared_summary": text}


class Topics(Column):
    """Words separated by `|`."""

    def value(self, cell: str, known: Known) -> list[str]:
        return parts(cell)


def _days(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if values.get("end_date") and not values.get("date"):
        yield "end_date", found(str(values["end_date"]), _("nothing, where “date” is empty"))
    yield from in_order("date", "end_date", gettext_lazy("The last day is not before the first."))(values)


MEETINGS = Layout(
    file="meetings.csv",
    kind="meeting",
    model=Meeting,
    key="key",
    columns=(
        PartialDate("date"),
        Day("end_date"),
        Text("place"),
        Country("country_code"),
        Choice("kind"),
        Text("title_en", "title"),
        Topics("topics"),
        Outcome("outcome_en", "outcome"),
        Number("amount_inr_crore", least=0),
        Whole("jobs"),
        Choice("date_basis"),
    ),
    links=(
        SOURCE_IDS,
        References("segments", kind="segment"),
        References("townships", kind="township", optional=True),
        References("opportunities", kind="opportunity", optional=True),
    ),
    elsewhere=(Column("guest_organisations"), Column("guest_people"), Column("state_people")),
    check=_days,
)


@dataclass(frozen=True)
class Body:
    """A company or organisation that a report may name."""

    model: type[models.Model]
    id: UUID
    slug: str
    is_named_only: bool


def _same(name: str) -> str:
    """Names that a reader takes for the same: case and spaces aside."""
    return " ".join(name.split()).casefold()


class Bodies:
    """Every company and organisation of the files and the database by name and by slug; one per load."""

    def __init__(self) -> None:
        self._by_name: dict[str, dict[UUID, Body]] = {}
        self._by_slug: dict[str, dict[UUID, Body]] = {}
        self.new: list[Organisation] = []

    def add(self, body: Body, *names: str | None) -> None:
        self._by_slug.setdefault(body.slug, {})[body.id] = body
        for name in names:
            if name:
                self._by_name.setdefault(_same(name), {})[body.id] = body

    def find(self, name: str) -> Body | None:
        """The body with this name or slug, None if there is none. A body of our files goes before one known by name only.

        Raises Refused when the name is that of several.
        """
        bodies = list((self._by_name.get(_same(name)) or self._by_slug.get(name) or {}).values())
        bodies = [body for body in bodies if not body.is_named_only] or bodies
        if len(bodies) > 1:
            slugs = listed(sorted(body.slug for body in bodies))
            raise Refused(
                _("found “%(name)s”, the name of several; write one of their slugs: %(slugs)s")
                % {"name": shown(name), "slugs": slugs}
            )
        return bodies[0] if bodies else None

    def find_or_make(self, name: str) -> tuple[Body, Organisation | None]:
        """The body with this name, or a new organisation known by name only. Raises Refused as `find()`."""
        if body := self.find(name):
            return body, None
        slug = slugify(name)[:80]
        if not slug or slug in self._by_slug:
            # Taken, or written in a script that has no slug: a mark of the name keeps it the same at every load.
            slug = f"{slug or 'body'}-{sha256(name.encode()).hexdigest()[:8]}"
        made = Organisation(id=uuid7(), slug=slug, name=name, name_en=name, kind=Organisation.Kind.NAMED_ONLY)
        self.new.append(made)
        body = Body(Organisation, made.pk, slug, True)
        self.add(body, name)
        return body, made


class BodyTable(Table):
    """Companies or organisations, which meetings name by what they are called."""

    def __init__(self, *args: Any, bodies: Bodies) -> None:
        super().__init__(*args)
        self.bodies = bodies

    def plan(self) -> None:
        super().plan()
        model = self.layout.model
        planned = {row.pk: row for row in [*self._new.values(), *self._updated.values()]}
        columns = ["pk", "slug", "name_en", *(["kind"] if model is Organisation else [])]
        for pk, slug, name, *kind in model._base_manager.values_list(*columns):
            if pk not in planned:
                self.bodies.add(Body(model, pk, slug, kind == [Organisation.Kind.NAMED_ONLY]), name)
        for row in planned.values():
            self.bodies.add(Body(model, row.pk, row.slug, getattr(row, "kind", "") == Organisation.Kind.NAMED_ONLY), row.name_en)


class MeetingTable(Table):
    """Reported meetings with the bodies and people that the sources name.

    Once an official has taken a meeting over it is no longer the file's, and a reload leaves it alone.
    """

    def __init__(self, layout: Layout, sheet: Sheet | None, known: Known, problems: Problems, *, bodies: Bodies) -> None:
        super().__init__(layout, sheet, known, problems)
        self.bodies = bodies
        self._people: list[tuple[UUID, Row, str, Side, int, Person]] = []
        self._attendances_new: list[Attendance] = []
        self._attendances_gone: list[UUID] = []
        self._contacts_new: list[Contact] = []

    def is_left_alone(self, stored: Any) -> bool:
        return bool(stored.state != Meeting.State.REPORTED)

    def finished(self, row: Any) -> Any:
        row.state = Meeting.State.REPORTED
        return row

    def plan(self) -> None:
        self._wanted[GUEST_COMPANIES], self._wanted[GUEST_ORGANISATIONS] = {}, {}
        super().plan()
        self._plan_links(GUEST_COMPANIES)
        self._plan_links(GUEST_ORGANISATIONS)
        self._plan_attendances()

    def plan_more(self, identity: UUID, row: Row, cells: dict[str, str]) -> None:
        guests: dict[type[models.Model], set[UUID]] = {Company: set(), Organisation: set()}
        try:
            for name in parts(cells.get("guest_organisations", "")):
                body, made = self.bodies.find_or_make(name)
                guests[body.model].add(body.id)
                if made is not None:
                    self.clean_row(made, row, cells, dict.fromkeys(("name", "slug"), "guest_organisations"))
        except Refused as refusal:
            self.refuse(row, "guest_organisations", str(refusal))
        self._wanted[GUEST_COMPANIES][identity] = guests[Company]
        self._wanted[GUEST_ORGANISATIONS][identity] = guests[Organisation]
        for column, side in PEOPLE:
            try:
                people = [read_person(text) for text in parts(cells.get(column, ""))]
            except Refused as refusal:
                self.refuse(row, column, str(refusal))
                continue
            self._people += [(identity, row, column, side, position, person) for position, person in enumerate(people)]

    def _plan_attendances(self) -> None:
        keys = {
            person.key(self.keys[identity]) for identity, _row, _column, _side, _position, person in self._people if person.name
        }
        stored = Contact._base_manager.filter(key__in=keys).values_list("key", "pk") if keys else ()
        contacts: dict[str, UUID] = {key: pk for key, pk in stored if key}
        wanted: dict[UUID, list[Attendance]] = {}
        seen: set[tuple[UUID, UUID]] = set()
        for identity, row, column, side, position, person in self._people:
            contact = self._contact(person, identity, row, column, contacts)
            if contact and (identity, contact) in seen:
                self.refuse(row, column, _("found “%(name)s” twice at one meeting.") % {"name": shown(person.name)})
                continue
            if contact:
                seen.add((identity, contact))
            attendance = self._attendance(identity, side, contact, person, position)
            self.clean_row(attendance, row, {column: f"{person.name} ({person.post})"}, dict.fromkeys(("office", "note"), column))
            wanted.setdefault(identity, []).append(attendance)
        self._compare_attendances(wanted)

    def _contact(self, person: Person, identity: UUID, row: Row, column: str, contacts: dict[str, UUID]) -> UUID | None:
        if not person.name:
            return None
        key = person.key(self.keys[identity])
        if key not in contacts:
            # A contact that is there already stays as it is: its details are the desk's.
            contact = Contact(id=uuid7(), key=key, name=person.name, office=person.post[:200], note=person.note)
            self.clean_row(contact, row, {column: person.name}, dict.fromkeys(("name", "office", "note", "key"), column))
            self._contacts_new.append(contact)
            contacts[key] = contact.pk
        return contacts[key]

    def _attendance(self, identity: UUID, side: Side, contact: UUID | None, person: Person, position: int) -> Attendance:
        """Where the post or its note is exactly the name of a body ("Wang (TECC)"), the person was there for that body."""
        office, note = person.post, person.note
        body = None
        if contact:
            if body := self._body(office):
                office = ""
            elif body := self._body(note):
                note = ""
        row = Attendance(meeting_id=identity, side=side, contact_id=contact, office=office, note=note, position=position)
        row.company_id = body.id if body and body.model is Company else None
        row.organisation_id = body.id if body and body.model is Organisation else None
        return row

    def _body(self, name: str) -> Body | None:
        try:
            return self.bodies.find(name) if name else None
        except Refused:
            # The name of several says nothing about which; the words stay as they are.
            return None

    def _compare_attendances(self, wanted: dict[UUID, list[Attendance]]) -> None:
        judged = [pk for pk in self._wanted[GUEST_COMPANIES] if pk in self.existing]
        present: dict[UUID, dict[tuple[Any, ...], UUID]] = {}
        for attendance in Attendance._base_manager.filter(meeting_id__in=judged) if judged else []:
            present.setdefault(attendance.meeting_id, {})[_identity(attendance)] = attendance.pk
        for identity in self._wanted[GUEST_COMPANIES]:
            have = present.get(identity, {})
            want = {_identity(attendance): attendance for attendance in wanted.get(identity, [])}
            if have.keys() != want.keys() and identity in self.existing:
                self.changed.add(identity)
            self._attendances_gone += [pk for key, pk in have.items() if key not in want]
            self._attendances_new += [attendance for key, attendance in want.items() if key not in have]

    def write(self) -> None:
        Organisation._base_manager.bulk_create(self.bodies.new, batch_size=BATCH)
        Contact._base_manager.bulk_create(self._contacts_new, batch_size=BATCH)
        for pk in self.changed:
            # Whoever has the page open is told that the text has changed.
            self.existing[pk].version += 1
            self._updated[pk] = self.existing[pk]
            self._fields_updated.add("version")
        super().write()
        for start in range(0, len(self._attendances_gone), BATCH):
            Attendance._base_manager.filter(pk__in=self._attendances_gone[start : start + BATCH]).delete()
        Attendance._base_manager.bulk_create(self._attendances_new, batch_size=BATCH)
        self._say(
            len(self.bodies.new),
            ngettext(
                "%(count)d organisation known by name only was added",
                "%(count)d organisations known by name only were added",
                len(self.bodies.new),
            ),
        )
        self._say(
            len(self._contacts_new),
            ngettext(
                "%(count)d person named in a report was added",
                "%(count)d people named in reports were added",
                len(self._contacts_new),
            ),
        )

    def _say(self, count: int, sentence: str) -> None:
        if count:
            self.notes.append(sentence % {"count": count})


def _identity(attendance: Attendance) -> tuple[Any, ...]:
    return (
        attendance.side,
        attendance.contact_id,
        attendance.office,
        attendance.company_id,
        attendance.organisation_id,
        attendance.note,
        attendance.position,
    )
