"""What can be done to a promise."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.accounts.viewer import WRITING_ROLES
from portal.core.forms.figures import DayField, WholeNumberField
from portal.core.forms.verb import VerbForm, lines

from ..models import Commitment


class EditCommitmentForm(VerbForm):
    button = _("Save the promise")

    text = forms.CharField(label=_("What was promised"), max_length=2000, widget=lines(3))
    due_on = DayField(label=_("Due"), help_text=_("A moved date reminds again."))
    is_shared = forms.BooleanField(label=_("Guests may see it"), required=False)
    version = WholeNumberField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    @classmethod
    def of(cls, commitment: Commitment) -> dict[str, object]:
        """What the form starts with."""
        return {name: getattr(commitment, name) for name in ("text", "due_on", "is_shared", "version")}


class EvidenceForm(VerbForm):
    evidence = forms.CharField(
        label=_("Evidence"), max_length=4000, required=False, widget=lines(), help_text=_("What shows that the promise was kept.")
    )
    evidence_url = forms.URLField(
        label=_("Address of the evidence"),
        max_length=600,
        required=False,
        assume_scheme="https",
        help_text=_("A page or document, if there is one."),
    )


class ProposeDoneForm(EvidenceForm):
    button = _("Propose as done")


class CloseCommitmentForm(EvidenceForm):
    button = _("Close the promise")
    called = {"close_reason": "reason"}

    kept = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[("kept", _("Kept: what was promised has happened")), ("missed", _("Missed: it will not happen any more"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason, if it was missed"), max_length=500, required=False)

    field_order = ["kept", "evidence", "evidence_url", "reason"]


class WithdrawCommitmentForm(VerbForm):
    button = _("Withdraw the promise")
    button_kind = "btn-danger"
    called = {"close_reason": "reason"}

    reason = forms.CharField(label=_("Reason"), max_length=500)


class ReopenCommitmentForm(VerbForm):
    button = _("Reopen the promise")
    called = {"close_reason": "reason"}

    reason = forms.CharField(label=_("Reason"), max_length=500)


class ReassignCommitmentForm(VerbForm):
    button = _("Reassign the promise")
    called = {"answered_for_by": "to"}

    to = forms.ModelChoiceField(
        label=_("Who answers for it from now on"),
        queryset=User.objects.filter(is_active=True, role__in=WRITING_ROLES),
        empty_label=None,
    )
