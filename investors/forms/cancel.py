"""What is done to a whole meeting with one button: cancel it, record its outcome."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.forms.figures import WholeNumberField
from portal.core.forms.verb import VerbForm, lines

from ..models import Meeting


class CancelMeetingForm(VerbForm):
    button = _("Cancel the meeting")
    button_kind = "btn-danger"
    called = {"cancel_reason": "reason"}

    reason = forms.CharField(label=_("Reason"), max_length=500)


class OutcomeForm(VerbForm):
    button = _("Save the outcome")

    outcome = forms.CharField(
        label=_("Outcome"), max_length=20_000, widget=lines(8), help_text=_("For the desk. Guests do not see it.")
    )
    shared_summary = forms.CharField(
        label=_("What guests may see"),
        max_length=20_000,
        required=False,
        widget=lines(8),
        help_text=_("Goes to guests with the thank-you note."),
    )
    version = WholeNumberField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    @classmethod
    def of(cls, meeting: Meeting) -> dict[str, object]:
        """What the form starts with."""
        return {name: getattr(meeting, name) for name in ("outcome", "shared_summary", "version")}
