"""What people decide about a follow-up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.forms.verb import VerbForm, button, lines


class ApproveFollowUpForm(VerbForm):
    button = _("Approve and send when due")

    message = forms.CharField(
        label=_("Message"),
        max_length=20_000,
        widget=lines(16),
        help_text=_("It leaves in these words. The guest's language is kept."),
    )

    def buttons(self) -> list[Any]:
        return [*super().buttons(), button("preview", _("Preview"))]


class DismissFollowUpForm(VerbForm):
    button = _("Dismiss the follow-up")
    button_kind = "btn-danger"

    reason = forms.CharField(label=_("Reason"), max_length=300)
