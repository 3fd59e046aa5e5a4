"""The own second factors: the page of them all, the authenticator app, recovery codes."""

import base64
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.forms import refusals

from .. import passkeys, qr
from ..actions import factors
from ..forms.account import AppForm, RemoveForm
from ..models import User
from ..reports import factors_of
from ..second_factor import is_required_of, was_used
from ..visitor import Where
from .access import act, own, own_and_proved

# The secret of an app that is being added, until its first code has proved it.
_SECRET = "app_secret"  # noqa: S105 - the name of a place


@require_safe
@own
def second_factor(request: HttpRequest, user: User) -> HttpResponseBase:
    """What there is, and how to add to it."""
    required = is_required_of(user)
    context = {
        "factors": factors_of(user),
        "is_required": required,
        "is_locked_in": required and not was_used(request),
        "passkeys_work": bool(passkeys.relying_party(request)),
        "passkeys_work_at": passkeys.where_possible(request),
    }
    return render(request, "accounts/second_factor.html", context)


@own_and_proved
def add_app(request: HttpRequest, user: User) -> HttpResponseBase:
    """Show a secret as a picture and as text; the first code of the app proves that it was taken over."""
    if factors_of(user).app is not None:
        messages.info(request, str(factors.AppThere().message))
        return redirect("accounts:second_factor")
    secret: str = request.session.setdefault(_SECRET, generate_totp_secret())
    form = AppForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = factors.add_app(
                user=user,
                secret=secret,
                code=form.cleaned_data["code"],
                where=Where.of(request),
                keep=request.session.session_key,
            )
        except ValidationError as error:
            refusals.show(error, form)
        else:
            del request.session[_SECRET]
            return added(request, user, Authenticator.Type.TOTP, codes, _("The authenticator app was added."))
    address = get_adapter().build_totp_url(user, secret)
    context = {
        "form": form,
        "picture": qr.data_address(address),
        "address": address,
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
    }
    return render(request, "accounts/app_add.html", context)


@own_and_proved
def remove_app(request: HttpRequest, user: User) -> HttpResponseBase:
    app = get_object_or_404(Authenticator, user=user, type=Authenticator.Type.TOTP)
    return remove(request, app, _("Remove the authenticator app"), _("The authenticator app was removed."))


@own_and_proved
def renew_codes(request: HttpRequest, user: User) -> HttpResponseBase:
    """Make new recovery codes and show them, this once."""
    if request.method == "POST":
        try:
            made = factors.renew_codes(user=user, where=Where.of(request))
        except factors.NoFactor as error:
            messages.warning(request, str(error.message))
            return redirect("accounts:second_factor")
        return show_codes(request, made, "")
    return render(request, "accounts/codes_renew.html", {"left": factors_of(user).codes_left})


def added(request: HttpRequest, user: User, kind: str, codes: list[str], said: str) -> HttpResponseBase:
    """A factor was added, which proves this session too. New recovery codes are shown in the answer itself: they are kept nowhere."""
    record_authentication(request, user, "mfa", type=str(kind), reauthenticated=True)
    if codes:
        return show_codes(request, codes, said)
    messages.success(request, said)
    return redirect("accounts:second_factor")


def show_codes(request: HttpRequest, codes: list[str], said: str) -> HttpResponseBase:
    """The codes to print or to keep as a file, which the page itself holds."""
    grouped = [f"{code[:4]} {code[4:]}" for code in codes]
    lines = [_("Recovery codes for %(user)s") % {"user": request.user}, "", *grouped, "", _("Each code works once."), ""]
    file = "data:text/plain;charset=utf-8;base64," + base64.b64encode("\r\n".join(lines).encode()).decode("ascii")
    return render(request, "accounts/codes.html", {"codes": grouped, "file": file, "said": said})


def remove(request: HttpRequest, factor: Authenticator, heading: str, said: str) -> HttpResponseBase:
    """Ask, then remove an app or a passkey."""

    def do(given: dict[str, Any]) -> None:
        factors.remove(factor=factor, where=Where.of(request))

    last = factors_of(factor.user).number == 1
    return act(
        request,
        RemoveForm(request.POST if request.method == "POST" else None),
        do,
        to=reverse("accounts:second_factor"),
        said=said,
        heading=heading,
        explanation=_(
            "It is your only second factor. With it go your recovery codes, and your password alone will open your account."
        )
        if last
        else _("You can still sign in with your other second factors."),
        back=reverse("accounts:second_factor"),
    )
