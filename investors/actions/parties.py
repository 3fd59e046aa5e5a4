"""Turn what was typed into rows: companies, organisations and people known by name, or new ones."""

from typing import Generic, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from portal.accounts.viewer import Viewer
from portal.core import saving
from portal.core.ids import uuid7

from ..models import Attendance, Commitment, Company, Contact, Meeting, Organisation
from .meeting_input import AttendanceInput, MeetingInput
from .rights import may_log

Body = TypeVar("Body", Company, Organisation)


def same(name: str) -> str:
    """Names that a reader takes for the same: case and spaces aside."""
    return " ".join(name.split()).casefold()


class Named(Generic[Body]):
    """The bodies of one kind in one meeting: those picked from a list, and those typed by name, found or made."""

    def __init__(self, model: type[Body], picked: list[Body], typed: list[str], *, viewer: Viewer, **new: object) -> None:
        """`new` is what a body that has to be made holds beside its name."""
        self._by_name: dict[str, Body] = _found_or_made(model, typed, viewer=viewer, new=new)
        self.rows: dict[UUID, Body] = {row.pk: row for row in picked} | {row.pk: row for row in self._by_name.values()}

    def of(self, picked: Body | None, typed: str) -> Body | None:
        """The body that somebody was there for; it belongs to the meeting from then on."""
        body = picked or self._by_name.get(same(typed))
        if body:
            self.rows.setdefault(body.pk, body)
        return body

    def by_english_name(self) -> dict[str, Body]:
        """All of them by the name that promises are told under."""
        return {same(row.name_en or ""): row for row in self.rows.values()}


def _found_or_made(model: type[Body], typed: list[str], *, viewer: Viewer, new: dict[str, object]) -> dict[str, Body]:
    names = {same(name): " ".join(name.split()) for name in typed if name.strip()}
    if not names:
        return {}
    # Two meetings logged at once that name the same new body make it once: the second waits here and then finds it.
    saving.lock("names of companies and organisations")
    found: dict[str, Body] = {}
    match = Q()
    for name in names.values():
        match |= Q(name_en__iexact=name) | Q(name_ja__iexact=name) | Q(name_kn__iexact=name)
    slugs = {slugify(name)[:80] for name in names.values()} - {""}
    visible = model.objects.visible_to(viewer).values("pk")
    named = model._default_manager.filter(match | Q(slug__in=slugs))
    for row in named.annotate(is_seen=ExpressionWrapper(Q(pk__in=visible), output_field=BooleanField())):
        for text in (row.name_en, row.name_ja, row.name_kn):
            if row.is_seen and text and same(text) in names:
                found.setdefault(same(text), row)
        slugs.discard(row.slug)
    made: list[Body] = []
    for key, name in names.items():
        if key in found:
            continue
        identity = uuid7()
        slug = slugify(name)[:80]
        if slug in slugs:
            slugs.discard(slug)
        else:
            # Taken, or written in a script that has no slug.
            slug = f"{slug or model.__name__.lower()}-{identity.hex[-8:]}"
        body = model(id=identity, slug=slug, name=name, name_en=name, **new)
        saving.clean(body)
        made.append(body)
        found[key] = body
    saving.insert(made)
    return found


class Parties:
    """The companies and organisations of one meeting, found or made; a handful of statements however many are typed."""

    def __init__(self, data: MeetingInput, *, viewer: Viewer, is_example: bool) -> None:
        """A typed name finds only what the viewer may see: a partner must not learn by guessing which firms the desk knows."""
        _refuse_unfit_names(data)
        self.companies = Named(
            Company,
            data.companies,
            [*data.new_companies, *(row.new_company for row in data.attendances)],
            viewer=viewer,
            is_example=is_example,
        )
        self.organisations = Named(
            Organisation,
            data.organisations,
            [*data.new_organisations, *(row.new_organisation for row in data.attendances)],
            viewer=viewer,
            is_example=is_example,
            kind=Organisation.Kind.NAMED_ONLY,
        )
        for row in data.attendances:
            self.of(row)

    def of(self, row: AttendanceInput) -> tuple[Company | None, Organisation | None]:
        """For whom this person was there."""
        return self.companies.of(row.company, row.new_company), self.organisations.of(row.organisation, row.new_organisation)


def _refuse_unfit_names(data: MeetingInput) -> None:
    """Judge typed names at their own field, before the database is asked for them: it cannot even be asked for a NUL."""
    typed: list[tuple[str, type[Company] | type[Organisation], str]]
    typed = [("new_companies", Company, name) for name in data.new_companies]
    typed += [("new_organisations", Organisation, name) for name in data.new_organisations]
    for position, row in enumerate(data.attendances):
        typed.append((f"attendances-{position}-new_company", Company, row.new_company))
        typed.append((f"attendances-{position}-new_organisation", Organisation, row.new_organisation))
    problems: dict[str, list[object]] = {}
    for field, model, name in typed:
        if not name.strip():
            continue
        try:
            model._meta.get_field("name").clean(" ".join(name.split()), None)
        except ValidationError as error:
            problems.setdefault(field, []).extend(error.messages)
    if problems:
        raise ValidationError(problems)


def build_attendances(
    meeting: Meeting, data: MeetingInput, parties: Parties, known: dict[UUID, Attendance]
) -> tuple[list[Contact], list[Contact], list[Attendance]]:
    """The rows for who was there: (new contacts, contacts whose details were completed, attendances).

    The office and the body of that day stand on the attendance; a contact's own are only filled where they were empty.
    Raises ValidationError keyed "attendances-<n>-<field>".
    """
    new: list[Contact] = []
    completed: list[Contact] = []
    attendances: list[Attendance] = []
    problems: dict[str, list[object]] = {}
    for position, row in enumerate(data.attendances):
        company, organisation = parties.of(row)
        before = known.get(row.id) if row.id else None
        contact = row.contact or (before.contact if before else None)
        prefix = f"attendances-{position}"
        try:
            if contact is None and row.name.strip():
                contact = Contact(
                    name=" ".join(row.name.split()),
                    native_name=row.native_name,
                    reading=row.reading,
                    office=row.office,
                    company=company,
                    organisation=None if company else organisation,
                    email=row.email,
                    language=row.language,
                    zone=row.zone,
                    is_example=data.is_example,
                )
                saving.clean(contact)
                new.append(contact)
            elif contact is not None and _complete(contact, row):
                saving.clean(contact)
                completed.append(contact)
            attendance = before or Attendance(meeting=meeting)
            attendance.side = row.side
            attendance.contact = contact
            attendance.office = row.office or (contact.office if contact else "")
            attendance.company = company
            attendance.organisation = None if company else organisation
            attendance.note = row.note
            attendance.position = position
            saving.clean(attendance)
        except ValidationError as error:
            for name, messages in error.update_error_dict({}).items():
                problems.setdefault(f"{prefix}-{name}", []).extend(messages)
            continue
        if contact is None and not attendance.office:
            problems.setdefault(f"{prefix}-name", []).append(_("Name the person, or the office."))
            continue
        attendances.append(attendance)
    _refuse_twice(attendances, problems)
    if problems:
        raise ValidationError(problems)
    return new, completed, attendances


def _complete(contact: Contact, row: AttendanceInput) -> bool:
    """Fill what is not yet known of a contact, and take a new address; say whether anything changed."""
    changed = False
    if row.email and row.email != contact.email:
        contact.email, contact.language, contact.zone = row.email, row.language, row.zone
        changed = True
    for name in ("native_name", "reading", "office"):
        typed = getattr(row, name)
        if typed and not getattr(contact, name):
            setattr(contact, name, typed)
            changed = True
    return changed


def _refuse_twice(attendances: list[Attendance], problems: dict[str, list[object]]) -> None:
    seen: set[UUID] = set()
    for attendance in attendances:
        if attendance.contact is None:
            continue
        if attendance.contact.pk in seen:
            problems.setdefault(f"attendances-{attendance.position}-name", []).append(_("This person is already listed."))
        seen.add(attendance.contact.pk)


def build_commitments(
    meeting: Meeting, data: MeetingInput, parties: Parties, attendances: list[Attendance], known: dict[UUID, Commitment]
) -> list[Commitment]:
    """The rows for what was promised. Raises ValidationError keyed "commitments-<n>-<field>"."""
    people = {same(a.contact.name): a.contact for a in attendances if a.contact}
    people |= {same(a.contact.native_name): a.contact for a in attendances if a.contact and a.contact.native_name}
    bodies = parties.organisations.by_english_name()
    firms = parties.companies.by_english_name()
    commitments: list[Commitment] = []
    problems: dict[str, list[object]] = {}
    for position, row in enumerate(data.commitments):
        commitment = (known.get(row.id) if row.id else None) or Commitment(meeting=meeting)
        if commitment.is_closed:
            continue  # closed since the form was opened: it stays as it is and is not made anew
        if commitment.answered_for_by_id != row.answered_for_by.pk and not may_log(row.answered_for_by):
            problems.setdefault(f"commitments-{position}-answered_for_by", []).append(
                _("Choose an official who may change commitments.")
            )
            continue
        contact, organisation, company = row.promised_by_contact, row.promised_by_organisation, row.promised_by_company
        if not (contact or organisation or company) and row.promised_by_name.strip():
            key = same(row.promised_by_name)
            contact = people.get(key)
            organisation = None if contact else bodies.get(key)
            company = None if contact or organisation else firms.get(key)
        if not (contact or organisation or company):
            problems.setdefault(f"commitments-{position}-promised_by", []).append(
                _("Say who promised it: somebody or a body named in this meeting.")
            )
            continue
        commitment.text = row.text
        commitment.side = row.side
        commitment.promised_by_contact = contact
        commitment.promised_by_organisation = organisation
        commitment.promised_by_company = company
        commitment.answered_for_by = row.answered_for_by
        commitment.due_on = row.due_on
        commitment.is_shared = row.is_shared
        commitment.is_example = row.is_example or data.is_example
        commitment.position = position
        commitments.append(commitment)
        try:
            saving.clean(commitment)
        except ValidationError as error:
            for name, messages in error.update_error_dict({}).items():
                problems.setdefault(f"commitments-{position}-{name}", []).extend(messages)
    if problems:
        raise ValidationError(problems)
    return commitments
