"""What is asked at the doors: address and password, a code, an answer of a passkey."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.core.forms.verb import VerbForm

from .. import signing_in
from ..models import User

# Longer ones are no passwords of ours: hashing them would only cost time.
LONGEST_PASSWORD = 512
LONGEST_CODE = 40
_LONGEST_ANSWER = 20_000


class DoorForm(VerbForm):
    """A form at a door. Nothing in it is text that leaving the page would lose; `limited` says that a limit was reached."""

    limited: signing_in.TooManyTries | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.attrs = {}

    def refuse(self, error: signing_in.TooManyTries) -> ValidationError:
        """Remember that a limit was reached; the page answers 429."""
        self.limited = error
        return ValidationError(error.message, code=error.code, params=error.params)


class CredentialField(forms.JSONField):
    """What a browser says about a passkey. The page's script fills it in."""

    def __init__(self) -> None:
        super().__init__(
            widget=forms.HiddenInput,
            error_messages={
                "required": _("Your browser did not use a passkey. This needs its script, and a device that keeps passkeys."),
                "invalid": _("This passkey was not accepted. Please try again."),
            },
        )

    def prepare_value(self, value: Any) -> str:
        """Nothing to begin with, and nothing of the last answer: "null" in the hidden field would be taken for an answer of the browser."""
        return ""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > _LONGEST_ANSWER:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            answer = super().to_python(value)
        except (RecursionError, ValueError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if answer is not None and not isinstance(answer, dict):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return answer


def password_field(label: Any, *, autocomplete: str = "current-password", hint: Any = "") -> forms.CharField:
    """A password as it was typed: blanks at its ends belong to it."""
    return forms.CharField(
        label=label,
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        help_text=hint,
        error_messages={"required": _("Enter the password.")},
    )


def code_field(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code"}),
        help_text=hint,
        error_messages={"required": _("Enter the code.")},
    )


class SignInForm(DoorForm):
    """One sentence for a wrong password, an unknown address and a closed account alike."""

    button = _("Sign in")

    username = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Enter your e-mail address.")},
    )
    password = password_field(_("Password"))

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            try:
                self.user = signing_in.check_password(self.request, given["username"], given["password"])
            except signing_in.TooManyTries as error:
                raise self.refuse(error) from error
            if self.user is None:
                raise ValidationError(signing_in.NOT_RIGHT, code="invalid_login")
        return given


class CodeForm(DoorForm):
    """A code of the authenticator app, or a recovery code."""

    button = _("Continue")

    code = code_field(_("Code"), _("The six digits that the app shows now, or one of your recovery codes."))

    def __init__(self, *args: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user
        self.factor: Any = None

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        try:
            self.factor = signing_in.check_code(self.request, self.user, code)
        except signing_in.TooManyTries as error:
            raise self.refuse(error) from error
        if self.factor is None:
            raise ValidationError(_("This code is wrong, or it was used already. Wait for the next one."), code="incorrect_code")
        return code


class OwnPasswordForm(DoorForm):
    """The password once more, from somebody who is signed in."""

    button = _("Continue")

    password = password_field(_("Password"))

    def __init__(self, *args: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user

    def clean_password(self) -> str:
        return own_password(self, "password")


class PasskeyForm(DoorForm):
    """The answer of a passkey. The page's script has the browser give it when the button is pressed."""

    button = _("Use a passkey")
    button_kind = ""

    credential = CredentialField()

    def __init__(self, *args: Any, options: str = "", ask: str = "", action: str = "", **kwargs: Any) -> None:
        """`options` is what is to be signed, or the script asks for it at the address `ask` when the button is pressed."""
        super().__init__(*args, **kwargs)
        self.helper.form_action = action
        self.helper.attrs = script_attributes("get", options, ask)


def script_attributes(what: str, options: str = "", ask: str = "") -> dict[str, Any]:
    """What static/js/passkeys.js reads from a form: what to do, with what, and what to say when it fails."""
    return {
        "data-passkey": what,
        "data-options": options,
        "data-ask": ask,
        "data-failed": _("No passkey was used. Please try again."),
        "data-unable": _("This browser cannot use passkeys here."),
    }


def own_password(form: "OwnPasswordForm | Any", name: str) -> str:
    """The password that was typed, if it is the own one of the person who is signed in."""
    password: str = form.cleaned_data[name]
    try:
        right = signing_in.check_own_password(form.request, form.user, password)
    except signing_in.TooManyTries as error:
        raise form.refuse(error) from error
    if not right:
        raise ValidationError(_("This is not your password."), code="incorrect_password")
    return password
