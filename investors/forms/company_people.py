"""What can be done about the people of a company."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.core.forms.verb import VerbForm

from ..models import Membership


class InviteToCompanyForm(VerbForm):
    button = _("Send the invitation")

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={"invalid": _("Enter one e-mail address, like name@example.org.")},
    )
    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("The person can correct it."))
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("In which the invitation is written.")
    )
    role = forms.ChoiceField(
        label=_("Role in the company"),
        choices=Membership.Role,
        help_text=_("An administrator invites colleagues and ends their access."),
    )


class ChangePlaceForm(VerbForm):
    button = _("Change the role in the company")

    role = forms.ChoiceField(label=_("Role in the company"), choices=Membership.Role)


class EndMembershipForm(VerbForm):
    button = _("End the access")
    button_kind = "btn-danger"


class SendAgainForm(VerbForm):
    button = _("Send again")


class RevokeForm(VerbForm):
    button = _("Revoke the invitation")
    button_kind = "btn-danger"
