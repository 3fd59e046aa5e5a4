"""The whole form of a meeting on one page: its fields, its people, its promises, read together and handed to the action."""

import re
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.accounts.models import User
from sectors.models import Opportunity, Township

from ..actions.meeting_input import AttendanceInput, CommitmentInput, MeetingInput
from ..models import Commitment
from ..models.meeting import Side
from .attendances import AttendanceForm, AttendanceRows, Bodies
from .commitments_of_meeting import CommitmentForm, CommitmentRows, promised_by_body
from .known_names import Ambiguous, KnownNames
from .meeting_choices import MeetingChoices
from .meetings import MeetingForm
from .rows import QuietForm

GUESTS, HOSTS, COMMITMENTS = "guests", "hosts", "commitments"
ROWS = (GUESTS, HOSTS, COMMITMENTS)
_ROW_ERROR = re.compile(r"(attendances|commitments)-(\d+)-?(.*)")
# Where the action's words for an input stand on this page.
_MEETING_FIELDS = {"starts_at": "start", "ends_at": "end"}
_ATTENDANCE_FIELDS = {
    "contact": "name",
    "company": "body",
    "organisation": "body",
    "new_company": "body",
    "new_organisation": "body",
}
_COMMITMENT_FIELDS = {
    "side": "promised_by",
    "promised_by_contact": "promised_by",
    "promised_by_organisation": "promised_by",
    "promised_by_company": "promised_by",
}


def starts_with(rows: str, by: User) -> dict[str, str]:
    """What a row that is added starts with."""
    if rows == COMMITMENTS:
        return {"answered_for_by": str(by.pk), "is_shared": "on"}
    return {"language": "en", "zone": settings.TIME_ZONE}


class MeetingSheet:
    """Unbound with `initial` (see meeting_initial.py), or bound to what was posted. `quiet` shows it again without judging."""

    def __init__(
        self,
        *,
        choices: MeetingChoices,
        by: User,
        data: QueryDict | None = None,
        initial: dict[str, Any] | None = None,
        quiet: bool = False,
        stored_commitments: list[Commitment] | None = None,
    ) -> None:
        initial = initial or {}
        self.stored: dict[object, Commitment] = {c.pk: c for c in stored_commitments or []}
        more: dict[str, Any] = {"quiet": quiet}
        self.form = MeetingForm(data, initial=initial.get("meeting"), choices=choices, **more)
        self.guests = AttendanceRows(data, prefix=GUESTS, initial=initial.get(GUESTS), form_kwargs={"side": Side.GUEST, **more})
        self.hosts = AttendanceRows(data, prefix=HOSTS, initial=initial.get(HOSTS), form_kwargs={"side": Side.HOST, **more})
        users = {"users": choices.users, "by": by}
        self.commitments = CommitmentRows(
            data, prefix=COMMITMENTS, initial=initial.get(COMMITMENTS), form_kwargs={**users, **more}
        )
        self.choices = choices
        self.refused = False

    @property
    def formsets(self) -> list[Any]:
        return [self.guests, self.hosts, self.commitments]

    @property
    def has_errors(self) -> bool:
        return self.refused or bool(self.form.errors) or any(rows.total_error_count() for rows in self.formsets)

    @property
    def names(self) -> list[str]:
        """Names that stand on this form already: offered to "promised by"."""
        typed: dict[str, None] = {}
        for row in [*self.guests.forms, *self.hosts.forms]:
            typed[str(row["name"].value() or "")] = None
        for row in [*self.guests.forms, *self.hosts.forms]:
            typed[str(row["body"].value() or "")] = None
        for name in ("companies", "organisations"):
            for one in str(self.form[name].value() or "").splitlines():
                typed[one.strip()] = None
        return [name for name in typed if name]

    def is_valid(self) -> bool:
        """Judge every field, then every name; all complaints are gathered before anything is answered."""
        valid = [self.form.is_valid(), *(rows.is_valid() for rows in self.formsets)]
        self._settle()
        return all(valid) and not self.has_errors

    def _settle(self) -> None:
        """Names to rows: at most three statements, and one more for each kind of place typed."""
        cleaned = self.form.cleaned_data
        self.attendance_forms: list[AttendanceForm] = [*self.guests.filled, *self.hosts.filled]
        self.commitment_forms: list[CommitmentForm] = list(self.commitments.filled)
        rows = [row.cleaned_data for row in self.attendance_forms]
        promisers = [row.cleaned_data.get("promised_by") or "" for row in self.commitment_forms]
        companies, organisations = cleaned.get("companies", []), cleaned.get("organisations", [])
        known = KnownNames.of(
            bodies=[*companies, *organisations, *(row.get("body") or "" for row in rows), *promisers],
            people=[*(row.get("name") or "" for row in rows), *promisers],
        )
        self.companies, self.new_companies = self._listed("companies", known.company, companies)
        self.organisations, self.new_organisations = self._listed("organisations", known.organisation, organisations)
        bodies = Bodies(known, self.companies, self.organisations, self.new_companies, self.new_organisations)
        for form in self.attendance_forms:
            form.settle(bodies, known)
        self._settle_commitments(known, bodies)
        self.townships = [*self.form.picked("townships"), *self._places("more_townships", Township, "name")]
        self.opportunities = [*self.form.picked("opportunities"), *self._places("more_opportunities", Opportunity, "title")]

    def _settle_commitments(self, known: KnownNames, bodies: Bodies) -> None:
        people: dict[str, str] = {}
        namesakes: set[str] = set()
        rows: set[tuple[str, ...]] = set()
        hosted: set[str] = set()
        for form in self.attendance_forms:
            row = tuple(known.fold(form.cleaned_data.get(name) or "") for name in ("name", "office", "body"))
            if row in rows:
                form.add_error("name", _("This person is already listed."))
            rows.add(row)
            for name in {str(form.cleaned_data.get(one) or "") for one in ("name", "native_name")} - {""}:
                key = known.fold(name)
                if key in people:
                    namesakes.add(key)
                people.setdefault(key, form.side)
            if form.new_organisation or form.new_company:
                key = known.fold(form.new_organisation or form.new_company)
                bodies.listed.setdefault(key, (None, None, form.new_company, form.new_organisation))
                if form.side == Side.HOST:
                    hosted.add(key)

        def listed(key: str) -> dict[str, Any] | None:
            company, organisation, new_company, new_organisation = bodies.listed.get(key, (None, None, "", ""))
            if body := company or organisation:
                return promised_by_body(body)
            if new_company or new_organisation:
                return {"side": Side.HOST if key in hosted else Side.GUEST, "promised_by_name": new_company or new_organisation}
            return None

        for promise in self.commitment_forms:
            if known.fold(promise.cleaned_data.get("promised_by") or "") in namesakes:
                promise.add_error(
                    "promised_by",
                    _("Two people of this form bear this name. Tell their names apart, or name their organisation."),
                )
                continue
            promise.settle(people=people, bodies=listed, known=known, stored=self.stored.get(promise.cleaned_data.get("id")))

    def _listed(self, field: str, find: Any, names: list[str]) -> tuple[list[Any], list[str]]:
        found: dict[Any, Any] = {}
        new: list[str] = []
        for name in names:
            try:
                row = find(name)
            except Ambiguous as error:
                self.form.add_error(field, str(error))
                continue
            if row is None:
                new.append(name)
            else:
                found[row.pk] = row
        return list(found.values()), new

    def _places(self, field: str, model: Any, name: str) -> list[Any]:
        """Typed townships or opportunities; these are never made here, so an unknown one is refused."""
        typed = self.form.cleaned_data.get(field) or []
        if not typed:
            return []
        lower = [one.lower() for one in typed]
        match = Q(slug__in=typed)
        for code in ("en", "ja", "kn"):
            match |= Q(**{f"lower_{code}__in": lower})
        rows = list(
            model._default_manager.alias(**{f"lower_{code}": Lower(f"{name}_{code}") for code in ("en", "ja", "kn")}).filter(
                match
            )
        )
        names = {getattr(row, f"{name}_{code}") or "" for row in rows for code in ("en", "ja", "kn")} | {row.slug for row in rows}
        folded = {one.casefold() for one in names}
        for one in typed:
            if one.casefold() not in folded:
                self.form.add_error(field, _("“%(name)s” is not known.") % {"name": one})
        return list({row.pk: row for row in rows}.values())

    def data(self) -> MeetingInput:
        """The meeting as stated. Only after `is_valid()`."""
        cleaned = self.form.cleaned_data
        is_example = bool(cleaned.get("is_example"))
        return MeetingInput(
            title=cleaned["title"],
            kind=cleaned["kind"],
            starts_at=self.form.starts_at,
            ends_at=self.form.ends_at,
            zone=cleaned["zone"],
            place=cleaned["place"],
            country_code=cleaned["country_code"],
            delegation=self.form.picked_delegation(),
            new_delegation=cleaned["new_delegation"],
            companies=self.companies,
            organisations=self.organisations,
            new_companies=self.new_companies,
            new_organisations=self.new_organisations,
            segments=self.form.picked("segments"),
            townships=self.townships,
            opportunities=self.opportunities,
            topics=cleaned["topics"],
            internal_notes=_unix(cleaned["internal_notes"]),
            outcome=_unix(cleaned["outcome"]),
            shared_summary=_unix(cleaned["shared_summary"]),
            attendances=[_attendance(form) for form in self.attendance_forms],
            commitments=[_commitment(form, is_example=is_example) for form in self.commitment_forms],
            is_example=is_example,
        )

    @property
    def new_bodies(self) -> list[str]:
        """Names of companies and organisations that saving makes."""
        rows = [form.new_company or form.new_organisation for form in self.attendance_forms]
        return list(dict.fromkeys([*self.new_companies, *self.new_organisations, *(name for name in rows if name)]))

    def refuse(self, error: ValidationError) -> None:
        """Put what the action refused at the field it is about; what fits no field stands at the top."""
        self.refused = True
        for key, errors in _by_field(error).items():
            form, field = self._place_of(key)
            form.add_error(field if field in form.fields else None, errors)

    def _place_of(self, key: str) -> tuple[QuietForm, str | None]:
        if not (match := _ROW_ERROR.fullmatch(key)):
            return self.form, _MEETING_FIELDS.get(key, key)
        kind, number, field = match[1], int(match[2]), match[3]
        rows: list[Any] = self.attendance_forms if kind == "attendances" else self.commitment_forms
        if number >= len(rows):
            return self.form, None
        return rows[number], (_ATTENDANCE_FIELDS if kind == "attendances" else _COMMITMENT_FIELDS).get(field, field)


def _by_field(error: ValidationError) -> dict[str, list[ValidationError]]:
    if hasattr(error, "error_dict"):
        return dict(error.error_dict)
    return {getattr(error, "field", None) or NON_FIELD_ERRORS: error.error_list}


def _unix(text: str) -> str:
    """Browsers send CR LF; the database keeps LF, so that an unchanged text is no change."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _attendance(form: AttendanceForm) -> AttendanceInput:
    cleaned = form.cleaned_data
    return AttendanceInput(
        side=form.side,
        contact=form.known_contact,
        name=cleaned["name"],
        office=cleaned["office"],
        company=form.company,
        organisation=form.organisation,
        new_company=form.new_company,
        new_organisation=form.new_organisation,
        email=cleaned["email"],
        language=cleaned["language"] or "en",
        zone=cleaned["zone"] or form.fields["zone"].initial,
        native_name=cleaned["native_name"],
        reading=cleaned["reading"],
        note=cleaned["note"],
        id=_id(cleaned),
    )


def _commitment(form: CommitmentForm, *, is_example: bool) -> CommitmentInput:
    cleaned = form.cleaned_data
    return CommitmentInput(
        text=_unix(cleaned["text"]),
        answered_for_by=cleaned["answered_for_by"],
        due_on=cleaned["due_on"],
        is_shared=cleaned["is_shared"],
        is_example=is_example,
        id=_id(cleaned),
        **form.promiser,
    )


def _id(cleaned: dict[str, Any]) -> UUID | None:
    return cleaned.get("id") or None
