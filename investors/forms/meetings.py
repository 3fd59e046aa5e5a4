"""The form of a meeting without its rows."""

import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.core.fields import known_zones
from portal.core.forms.figures import DayField, TimeOfDayField, WholeNumberField
from portal.core.shown import shown

from ..models import Delegation, Meeting
from .meeting_choices import MeetingChoices, countries
from .rows import QuietForm
from .text_fields import LinesField, line, prose, zone

SEPARATE = "separate"


class MeetingForm(QuietForm):
    """What, when, where, with whom, about what, and what came of it."""

    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = WholeNumberField(required=False, min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)
    takes_over = forms.CharField(label=_("Is it this meeting?"), required=False, max_length=40, widget=forms.HiddenInput)

    title = line(
        Meeting,
        "title",
        label=_("What was the meeting?"),
        help_text=_("One line that a colleague will recognise."),
        error_messages={"required": _("Say what the meeting was.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Meeting.Kind.choices, initial=Meeting.Kind.DELEGATION)
    is_example = forms.BooleanField(label=_("This is an example: invented, and marked so everywhere"), required=False)

    date = DayField(label=_("Day"))
    start = TimeOfDayField(label=_("From"))
    end = TimeOfDayField(label=_("Until"), required=False)
    zone = zone(label=_("In the time zone of"), error_messages={"required": _("Enter the time zone, like Asia/Kolkata.")})
    end_date = DayField(label=_("Last day, if it is another"), required=False)

    place = line(Meeting, "place", label=_("Place"))
    country_code = forms.ChoiceField(label=_("Country"), required=False, initial="IN")
    delegation = forms.ChoiceField(label=_("Delegation"), required=False)
    new_delegation = line(Delegation, "name", label=_("Or a new delegation"), required=False)

    companies = LinesField(
        label=_("Companies"), suggest="companies", help_text=_("One on each line. Unknown names are recorded as new.")
    )
    organisations = LinesField(
        label=_("Organisations"),
        suggest="organisations",
        help_text=_("Ministries, consulates, chambers, agencies. One on each line."),
    )

    segments = forms.MultipleChoiceField(label=_("Segments"), required=False, widget=forms.CheckboxSelectMultiple)
    townships = forms.MultipleChoiceField(label=_("Townships"), required=False, widget=forms.CheckboxSelectMultiple)
    more_townships = LinesField(label=_("Other townships"), suggest="townships", rows=2, help_text=_("One on each line."))
    opportunities = forms.MultipleChoiceField(label=_("Opportunities"), required=False, widget=forms.CheckboxSelectMultiple)
    more_opportunities = LinesField(
        label=_("Other opportunities"), suggest="opportunities", rows=2, help_text=_("One on each line.")
    )
    topics = LinesField(label=_("Other topics"), rows=3, help_text=_("In your own words, one on each line."))

    outcome = prose(
        Meeting, "outcome", label=_("Outcome"), help_text=_("For the desk. You are asked again if you leave it empty.")
    )
    shared_summary = prose(
        Meeting, "shared_summary", label=_("What guests may see"), help_text=_("Goes to the guests with the thank-you note.")
    )
    internal_notes = prose(Meeting, "internal_notes", label=_("Internal notes"), help_text=_("Never leaves the desk."))

    PARTS = {
        "what": ("title", "kind", "is_example"),
        "when": (("date", "start", "end", "zone"), "end_date"),
        "where": (("place", "country_code"), ("delegation", "new_delegation")),
        "bodies": (("companies", "organisations"),),
        "about": ("townships", "more_townships", "opportunities", "more_opportunities", "topics"),
        "result": ("outcome", "shared_summary", "internal_notes"),
    }

    def __init__(self, *args: Any, choices: MeetingChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        fields = self.fields
        fields["zone"].initial = settings.TIME_ZONE
        fields["submission"].initial = uuid4
        fields["country_code"].choices = countries()
        fields["delegation"].choices = [("", _("none")), *((str(d.pk), _delegation_label(d)) for d in choices.delegations)]
        self.rows: dict[str, dict[str, Any]] = {
            "segments": {s.code: s for s in choices.segments},
            "townships": {t.slug: t for t in choices.townships},
            "opportunities": {o.slug: o for o in choices.opportunities},
        }
        for name, rows in self.rows.items():
            fields[name].choices = [(key, shown(row)) for key, row in rows.items()]
        if not choices.more_townships:
            del fields["more_townships"]
        if not choices.more_opportunities:
            del fields["more_opportunities"]
        if not settings.SETU_DEMO:
            del fields["is_example"]
        for name in ("title", "place", "new_delegation"):
            fields[name].widget.attrs["autocomplete"] = "off"

    def picked(self, name: str) -> list[Any]:
        """The rows ticked in a group, without a statement."""
        return [self.rows[name][key] for key in self.cleaned_data.get(name, [])]

    def picked_delegation(self) -> Delegation | None:
        chosen = self.cleaned_data.get("delegation")
        return next((d for d in self.choices.delegations if str(d.pk) == chosen), None)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("delegation") and cleaned.get("new_delegation"):
            self.add_error("new_delegation", _("Choose a delegation or name a new one, not both."))
        name = cleaned.get("zone")
        if name in known_zones() and cleaned.get("date"):
            self.starts_at = self._instant("start", cleaned["date"], name)
            self.ends_at = self._instant("end", cleaned.get("end_date") or cleaned["date"], name)
            if cleaned.get("end_date") and cleaned["end_date"] < cleaned["date"]:
                self.add_error("end_date", _("The last day is not before the first."))
            elif cleaned.get("end_date") and not cleaned.get("end") and "end" not in self.errors:
                self.add_error("end", _("Say until when it went on that day."))
            elif self.starts_at and self.ends_at and self.ends_at < self.starts_at:
                self.add_error("end", _("A meeting ends after it starts."))
        return cleaned

    def _instant(self, name: str, date: datetime.date, zone: str) -> datetime.datetime | None:
        """The moment of a time on the wall. A time that the clocks skipped is refused."""
        wall = self.cleaned_data.get(name)
        if wall is None:
            return None
        there = datetime.datetime.combine(date, wall, ZoneInfo(zone))
        if there.astimezone(datetime.UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != there.replace(tzinfo=None):
            self.add_error(name, _("The clocks there skipped this time on that day."))
        return there

    def offer(self, reported: list[Meeting]) -> None:
        """Ask whether it is one of these meetings that are known from a source."""
        widget = forms.RadioSelect(
            choices=[
                *((str(m.pk), _("Take over: %(title)s") % {"title": m.title}) for m in reported),
                (SEPARATE, _("No, it is a separate meeting")),
            ]
        )
        widget.is_required = False
        self.fields["takes_over"].widget = widget

    def part(self, name: str) -> FormHelper:
        """The crispy layout of one part of the page."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.hide_summary = True
        helper.layout = Layout()
        for entry in self.PARTS[name]:
            names = [one for one in ((entry,) if isinstance(entry, str) else entry) if one in self.fields]
            if len(names) == 1:
                helper.layout.append(Field(names[0]))
            elif names:
                helper.layout.append(Div(*(Field(one) for one in names), css_class="form-row"))
        return helper

    what = property(lambda self: self.part("what"))
    when = property(lambda self: self.part("when"))
    where = property(lambda self: self.part("where"))
    bodies = property(lambda self: self.part("bodies"))
    about = property(lambda self: self.part("about"))
    result = property(lambda self: self.part("result"))

    @property
    def segment_tree(self) -> list[dict[str, Any]]:
        """Each root segment with all that is below it: {"root": option, "below": options, "is_open": one below is ticked}."""
        options = {str(option.data["value"]): option for option in self["segments"]}
        by_id = {segment.pk: segment for segment in self.choices.segments}
        tree: dict[str, dict[str, Any]] = {}
        for segment in self.choices.segments:
            root, seen = segment, {segment.pk}
            while root.parent_id in by_id and root.parent_id not in seen:
                root = by_id[root.parent_id]
                seen.add(root.pk)
            branch = tree.setdefault(root.code, {"root": options[root.code], "below": [], "is_open": False})
            if segment is not root:
                option = options[segment.code]
                branch["below"].append(option)
                branch["is_open"] = branch["is_open"] or option.data["selected"]
        return list(tree.values())


def _delegation_label(delegation: Delegation) -> str:
    return f"{delegation.name} ({delegation.starts_on.isoformat()})" if delegation.starts_on else delegation.name
