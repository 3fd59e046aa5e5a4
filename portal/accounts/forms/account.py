"""Forms of the own account: details, password, second factors."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from portal.core.fields import known_zones
from portal.core.forms.verb import VerbForm

from ..models import User
from .doors import CredentialField, DoorForm, code_field, own_password, password_field, script_attributes

_REGIONS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
# Where the people of this portal are; the rest by name.
_FIRST_ZONES = ("Asia/Kolkata", "Asia/Tokyo")


def _zones() -> list[tuple[str, str]]:
    """By their ids: those are the same in every language, and what a form of the API takes."""
    rest = sorted(zone for zone in known_zones() if zone.startswith(_REGIONS) and zone not in _FIRST_ZONES)
    return [(zone, zone) for zone in (*_FIRST_ZONES, *rest)]


def _password_hint() -> str:
    return " ".join(text for text in password_validators_help_texts()[:1] if text)


class DetailsForm(VerbForm):
    button = _("Save")

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("As you write it yourself."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("Of messages to you, and of this portal from now on.")
    )
    zone = forms.ChoiceField(label=_("Time zone"), choices=_zones, help_text=_("In which times are shown to you."))

    @classmethod
    def of(cls, user: User) -> dict[str, Any]:
        """What the form starts with."""
        return {"name": user.name, "language": user.language, "zone": user.zone}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept, known = self.initial.get("zone"), _zones()
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)
        if kept and kept not in dict(known):
            zone.choices = [(kept, kept), *known]


class NewPasswordForm(DoorForm):
    """A new password, twice, because it cannot be seen."""

    button = _("Save the new password")

    password = password_field(_("New password"), autocomplete="new-password", hint=lazy(_password_hint, str)())
    again = password_field(_("New password once more"), autocomplete="new-password")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", ValidationError(_("This is not the same password."), code="mismatch"))
        return given


class ChangePasswordForm(NewPasswordForm):
    """The present password first, where there is one."""

    present = password_field(_("Present password"))
    field_order = ("present", "password", "again")

    def __init__(self, *args: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        self.request, self.user = request, user
        super().__init__(*args, **kwargs)

    def clean_present(self) -> str:
        return own_password(self, "present")


class AddressForm(DoorForm):
    """To which address a link is to be sent."""

    button = _("Send the link")

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter one e-mail address, like name@example.org."),
        },
    )


class AppForm(DoorForm):
    """The first code of a new app."""

    button = _("Add the app")

    code = code_field(_("Code"), _("The six digits that the app shows now."))


class NewPasskeyForm(DoorForm):
    """A name for a new passkey, and what the browser made."""

    button = _("Make a passkey")

    name = forms.CharField(
        label=_("Name of the passkey"),
        max_length=60,
        help_text=_("So that you know it again, such as the device it is on."),
        error_messages={"required": _("Give the passkey a name.")},
    )
    credential = CredentialField()

    def __init__(self, *args: Any, options: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.attrs = script_attributes("create", options)


class PasskeyNameForm(DoorForm):
    button = _("Save the name")

    name = forms.CharField(
        label=_("Name of the passkey"), max_length=60, error_messages={"required": _("Give the passkey a name.")}
    )


class RemoveForm(DoorForm):
    """Nothing is asked; the page says what will happen."""

    button = _("Remove")
    button_kind = "btn-danger"
