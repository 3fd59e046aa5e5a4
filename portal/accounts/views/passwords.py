"""A new password for somebody who has forgotten it, by a link that comes by mail."""

from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from portal.core.views import verbs

from .. import signing_in, tokens
from ..actions import passwords
from ..forms.account import AddressForm, NewPasswordForm
from ..visitor import Where
from .sign_in import answered, limited

# In the session, so that the secret leaves the address line before the page shows a form.
_TOKEN = "password_link"  # noqa: S105 - the name of a place
_STAND_IN = "choose"


@never_cache
def forgotten(request: HttpRequest) -> HttpResponseBase:
    """Have a link sent. The answer is the same for every address."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        try:
            signing_in.count_link(request, address)
        except signing_in.TooManyTries as error:
            form.add_error(None, form.refuse(error))
        else:
            passwords.send_link(address=address)
            return redirect("accounts:password_sent")
    return answered(request, "accounts/password_forgotten.html", {"form": form}, form)


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponseBase:
    return render(request, "accounts/password_sent.html")


@never_cache
@sensitive_post_parameters()
def new_password(request: HttpRequest, uidb64: str, token: str) -> HttpResponseBase:
    """Choose the new password. Whoever else was signed in at this browser is signed out by it."""
    if token != _STAND_IN:
        request.session[_TOKEN] = token
        return redirect("accounts:password_new", uidb64=uidb64, token=_STAND_IN)
    user = tokens.owner(uidb64, request.session.get(_TOKEN, ""))
    if user is None:
        return render(request, "accounts/password_link_stale.html", status=410)
    form = NewPasswordForm(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        passwords.renew_password(user=user, password=given["password"], where=Where.of(request))
        signing_in.forget_wrong_passwords(user)
        logout(request)

    response = verbs.act(
        request,
        form,
        do,
        to=reverse("accounts:login"),
        said=_("You have a new password. Sign in with it."),
        template="accounts/password_new.html",
        heading=_("Choose a new password"),
        back="",
        address=user.email,
    )
    return limited(response, form)
