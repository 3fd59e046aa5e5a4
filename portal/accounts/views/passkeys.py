"""The own passkeys: make, rename, remove."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.forms import refusals

from .. import passkeys
from ..actions import factors
from ..forms.account import NewPasskeyForm, PasskeyNameForm
from ..models import User
from ..visitor import Where, device_of
from .access import act, own_and_proved
from .second_factor import added, remove


@own_and_proved
def add(request: HttpRequest, user: User) -> HttpResponseBase:
    """The page's script has the browser make a passkey and posts what it says."""
    if not passkeys.relying_party(request):
        return redirect("accounts:second_factor")
    form = NewPasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = factors.add_passkey(
                user=user,
                name=form.cleaned_data["name"],
                answer=form.cleaned_data["credential"],
                where=Where.of(request),
                keep=request.session.session_key,
            )
        except ValidationError as error:
            refusals.show(error, form)
        else:
            return added(request, user, Authenticator.Type.WEBAUTHN, codes, _("The passkey was added."))
    return render(request, "accounts/passkey_add.html", {"form": _fresh(form, request, user)})


def _fresh(form: NewPasskeyForm, request: HttpRequest, user: User) -> NewPasskeyForm:
    """The form with a new challenge: an answer that was refused is of no use to the next try. The name and the errors stay."""
    options = passkeys.ask_for_new(user)
    if not form.is_bound:
        return NewPasskeyForm(initial={"name": device_of(request.headers.get("User-Agent", ""))}, options=options)
    again = NewPasskeyForm({"name": form["name"].value() or "", "credential": ""}, options=options)
    again._errors = form.errors
    return again


@own_and_proved
def rename(request: HttpRequest, user: User, pk: int) -> HttpResponseBase:
    passkey = _of(user, pk)

    def do(given: dict[str, Any]) -> None:
        factors.rename_passkey(factor=passkey, name=given["name"])

    return act(
        request,
        PasskeyNameForm(request.POST or None, initial={"name": passkey.data["name"]}),
        do,
        to=reverse("accounts:second_factor"),
        said=_("The passkey has a new name."),
        heading=_("Rename the passkey"),
        subject=passkey.data["name"],
        back=reverse("accounts:second_factor"),
    )


@own_and_proved
def remove_passkey(request: HttpRequest, user: User, pk: int) -> HttpResponseBase:
    passkey = _of(user, pk)
    heading = _("Remove the passkey “%(name)s”") % {"name": passkey.data["name"]}
    return remove(request, passkey, heading, _("The passkey was removed."))


def _of(user: User, pk: int) -> Authenticator:
    return get_object_or_404(Authenticator, pk=pk, user=user, type=Authenticator.Type.WEBAUTHN)
