"""Accepting an invitation. The page is for whoever holds the link; looking at it changes nothing."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.core.forms import refusals

from .. import invitation_links, joining, rights
from ..actions import invitations as actions
from ..forms.join import JoinAsForm, JoinForm
from ..models import Invitation, User
from ..rights import Right
from ..viewer import viewer_of
from .access import given


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponseBase:
    """Who invites to what; then name, language, zone and password, or one's agreement where there is an account already."""
    try:
        pk, sending = invitation_links.read(token)
        found = actions.find_open(pk, sending)
    except invitation_links.BadLink:
        return _over(request, "broken", 404)
    except actions.NotOpen as error:
        return _over(request, error.state, 410)
    user = viewer_of(request).user
    if user is not None and user.email.lower() != found.email.lower():
        return render(request, "accounts/join_somebody_else.html", {"invitation": found, "here": request.path}, status=403)
    if user is not None:
        return _join_as(request, found, sending, user)
    if User.objects.filter(email__iexact=found.email).exists():
        return _has_account(request, found)
    return _join(request, found, sending)


def _join(request: HttpRequest, found: Invitation, sending: int) -> HttpResponseBase:
    starts = {"name": found.name, "language": found.language, "zone": actions.ZONES.get(found.language, "Asia/Kolkata")}
    form = JoinForm(given(request), initial=starts)
    if request.method == "POST" and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("name", "language", "zone", "password")}
        try:
            user = actions.accept(invitation=found.pk, sending=sending, **typed)
        except actions.NotOpen as error:
            return _over(request, error.state, 410)
        except actions.HasAccount:
            return _has_account(request, found)
        except ValidationError as error:
            refusals.show(error, form)
        else:
            return _signed_in(request, user)
    return render(request, "accounts/join.html", {**_words(found), "form": form})


def _join_as(request: HttpRequest, found: Invitation, sending: int, user: User) -> HttpResponse:
    """With the account one has: for one more company."""
    form = JoinAsForm(given(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.accept_as(invitation=found.pk, sending=sending, user=user)
        except actions.NotOpen as error:
            return _over(request, error.state, 410)
        except ValidationError as error:
            refusals.show(error, form)
        else:
            return redirect("accounts:home")
    return render(request, "accounts/join_as.html", {**_words(found), "form": form, "fits": user.role == found.role})


def _signed_in(request: HttpRequest, user: User) -> HttpResponseBase:
    """The link has proved the address and the password was typed a moment ago: no need to ask for them again."""
    clear_login(request)
    home = translate_url(reverse("accounts:home"), user.language)
    signed_in: HttpResponseBase = perform_password_login(
        request, {"email": user.email}, Login(user=user, email=user.email, redirect_url=home)
    )
    return signed_in


def _has_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    sign_in = f"{reverse('accounts:login')}?{urlencode({'next': request.path})}"
    return render(request, "accounts/join_sign_in.html", {"invitation": found, "sign_in": sign_in}, status=409)


def _over(request: HttpRequest, state: str, status: int) -> HttpResponse:
    """Why the link opens nothing, in the visitor's language. What the invitation was about is not told."""
    heading, text = {
        Invitation.State.ACCEPTED: (
            _("This invitation was used already"),
            _("It opens once. If you are the person who accepted it, sign in."),
        ),
        Invitation.State.EXPIRED: (
            _("This invitation is over"),
            _("It was valid for seven days. Please ask the person who invited you to send it again."),
        ),
        Invitation.State.REVOKED: (
            _("This invitation was taken back"),
            _("Please ask the person who invited you."),
        ),
        "sent_again": (
            _("There is a newer invitation"),
            _("It was sent again after this message. Please use the link in the newest message."),
        ),
        "broken": (
            _("This link is not whole"),
            _("Please open it from the message once more, or copy all of it."),
        ),
    }[state]
    return render(request, "accounts/join_over.html", {"heading": heading, "text": text}, status=status)


def _words(found: Invitation) -> dict[str, Any]:
    return {"invitation": found, "place": joining.place_of(found), "is_investor": rights.has(found.role, Right.OWN_COMPANY)}
