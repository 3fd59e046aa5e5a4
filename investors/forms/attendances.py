"""One row of "who was there"."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..models import Attendance, Company, Contact, Organisation
from ..models.meeting import Side
from .known_names import KnownNames
from .rows import RowForm, rows_of
from .text_fields import address, line, zone

COMPANY, ORGANISATION = "company", "organisation"
NEW = "new"


class More(Div):
    """Fields that few rows need, behind a summary; open when one of them is refused."""

    template = "investors/meetings/form_more.html"

    def __init__(self, *fields: Any, summary: Any, is_open: bool, **kwargs: Any) -> None:
        super().__init__(*fields, **kwargs)
        self.summary = summary
        self.is_open = is_open


class AttendanceForm(RowForm):
    """A person, or only an office. The two questions `contact` and `body_kind` are asked only when a name alone cannot tell."""

    TYPED = ("name", "office", "body", "email", "native_name", "reading", "note")
    MORE = ("native_name", "reading", "language", "zone", "note")

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    contact = forms.CharField(label=_("Which person is it?"), max_length=40, required=False, widget=forms.HiddenInput)
    name = line(Contact, "name", label=_("Name"), required=False, help_text="")
    office = line(Attendance, "office", label=_("Office on that day"))
    body = line(Company, "name", label=_("Company or organisation"), required=False)
    body_kind = forms.ChoiceField(
        label=_("This name is new here. What is it?"),
        choices=[(COMPANY, _("A company")), (ORGANISATION, _("A public body or another organisation"))],
        required=False,
        widget=forms.RadioSelect,
    )
    email = address(label=_("E-mail address"), required=False)
    native_name = line(Contact, "native_name", label=_("Name in the person's own script"))
    reading = line(Contact, "reading", label=_("Reading"))
    language = forms.ChoiceField(label=_("Language of our messages"), choices=settings.LANGUAGES, required=False)
    zone = zone(label=_("Time zone"), required=False)
    note = line(Attendance, "note", label=_("Note"))

    def __init__(self, *args: Any, side: str = Side.GUEST, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.side = side
        self.fields["name"].widget.attrs |= {"data-suggest": "contacts", "data-names": "person", "autocomplete": "off"}
        self.fields["body"].widget.attrs |= {"data-suggest": "bodies", "autocomplete": "off"}
        for name in ("office", "email", "native_name", "reading", "note"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["language"].initial = "en"
        self.fields["zone"].initial = settings.TIME_ZONE

    @property
    def helper(self) -> FormHelper:
        """What stands in the open, and what only opens for who needs it. Guests get the minutes, so their address is asked first."""
        shown = ["contact", "name", "office", "body"]
        hidden = list(self.MORE)
        (shown if self.side == Side.GUEST else hidden).insert(4 if self.side == Side.GUEST else 0, "email")
        if self["body_kind"].value() or self["body_kind"].errors:
            shown.insert(shown.index("body") + 1, "body_kind")
        wide = [Field(name) for name in shown if name in ("contact", "body_kind")]
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.hide_summary = True
        helper.hide_optional = True
        helper.layout = Layout(
            Field("id"),
            *(Field(name) for name in shown[:1]),
            Div(
                *(Field(name) for name in shown if name not in ("contact", "body_kind")),
                css_class="form-row form-row-pairs" if self.side == Side.GUEST else "form-row",
            ),
            *wide[1:],
            More(
                *(Field(name) for name in hidden),
                css_class="form-row",
                summary=_("Script, language, time zone, note")
                if self.side == Side.GUEST
                else _("E-mail, script, language, note"),
                is_open=any(self[name].errors for name in hidden),
            ),
        )
        return helper

    def settle(self, bodies: "Bodies", known: KnownNames) -> None:
        """Find out who and for whom; ask at the field what the names cannot tell. Needs `cleaned_data`."""
        cleaned = self.cleaned_data
        typed = cleaned.get("body") or ""
        self.company, self.organisation, self.new_company, self.new_organisation = bodies.find(self, typed)
        self.known_contact: Contact | None = None
        name = cleaned.get("name") or ""
        if not name:
            if not cleaned.get("office") and not self.errors:
                self.add_error("name", _("Name the person, or the office."))
            return
        self.known_contact = self._contact(known.named(name))

    def _contact(self, namesakes: list[Contact]) -> Contact | None:
        chosen = self.cleaned_data.get("contact") or ""
        if chosen == NEW or not namesakes:
            return None
        picked = next((c for c in namesakes if str(c.pk) == chosen), None)
        if picked:
            return picked
        if len(namesakes) == 1:
            (only,) = namesakes
            typed = bool(self.cleaned_data.get("body"))
            if not typed or (only.company_id, only.organisation_id) in (
                (None, None),
                (_pk(self.company), _pk(self.organisation)),
            ):
                return only
        if (typed_same := [c for c in namesakes if self._same_body(c)]) and len(typed_same) == 1:
            return typed_same[0]
        widget = forms.RadioSelect(choices=[*((str(c.pk), about(c)) for c in namesakes), (NEW, _("Somebody else, new here"))])
        widget.is_required = False
        self.fields["contact"].widget = widget
        self.add_error("contact", _("Somebody of this name is known. Say who was there."))
        return None

    def _same_body(self, contact: Contact) -> bool:
        return bool(
            (self.company and contact.company_id == self.company.pk)
            or (self.organisation and contact.organisation_id == self.organisation.pk)
        )


def _pk(row: Company | Organisation | None) -> object:
    return row.pk if row else None


def about(contact: Contact) -> str:
    """A person told apart from namesakes."""
    body = contact.company or contact.organisation
    return " · ".join(part for part in (contact.name, contact.office, str(body) if body else "") if part)


Found = tuple[Company | None, Organisation | None, str, str]


class Bodies:
    """The companies and organisations of one form: those of its two lists come first, then whatever else is known."""

    def __init__(
        self,
        known: KnownNames,
        companies: list[Company],
        organisations: list[Organisation],
        new_companies: list[str],
        new_organisations: list[str],
    ) -> None:
        self.known = known
        self.listed: dict[str, Found] = {}
        for name in new_companies:
            self.listed[known.fold(name)] = (None, None, name, "")
        for name in new_organisations:
            self.listed[known.fold(name)] = (None, None, "", name)
        for company in companies:
            for text in (company.name_en, company.name_ja, company.name_kn, company.slug):
                self.listed[known.fold(text or "")] = (company, None, "", "")
        for body in organisations:
            for text in (body.name_en, body.name_ja, body.name_kn, body.slug):
                self.listed[known.fold(text or "")] = (None, body, "", "")
        self.listed.pop("", None)

    def find(self, form: AttendanceForm, name: str) -> Found:
        """For whom: (company, organisation, name of a new company, name of a new organisation). Asks at the field if it cannot tell."""
        nobody: Found = (None, None, "", "")
        if not name:
            return nobody
        key = self.known.fold(name)
        if key in self.listed:
            return self.listed[key]
        found = self.known.at(form, "body", self.known.body, name)
        if isinstance(found, Company):
            return (found, None, "", "")
        if isinstance(found, Organisation):
            return (None, found, "", "")
        if form.errors.get("body"):
            return nobody
        kind = form.cleaned_data.get("body_kind")
        if kind == COMPANY:
            return (None, None, name, "")
        if kind == ORGANISATION:
            return (None, None, "", name)
        if "body_kind" not in form.errors:
            form.add_error("body_kind", _("Say what “%(name)s” is.") % {"name": name})
        return nobody


AttendanceRows = rows_of(AttendanceForm, most=80)
