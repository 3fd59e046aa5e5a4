"""What an invited person says."""

from django.utils.translation import gettext_lazy as _

from portal.core.forms.verb import VerbForm

from .account import DetailsForm, NewPasswordForm


class JoinForm(DetailsForm, NewPasswordForm):
    """Name, language and zone, and the first password."""

    button = _("Make my account")
    field_order = ("name", "language", "zone", "password", "again")


class JoinAsForm(VerbForm):
    """Somebody who has an account already only agrees."""

    button = _("Accept the invitation")
