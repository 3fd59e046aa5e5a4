"""The own account: details, password, sessions."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from .. import session_notes
from ..actions import details, passwords, sessions
from ..forms.account import ChangePasswordForm, DetailsForm
from ..models import User
from ..reports import factors_of, sessions_of
from ..second_factor import is_required_of
from ..visitor import Where
from .access import act, own
from .sign_in import limited


@require_safe
@own
def account(request: HttpRequest, user: User) -> HttpResponseBase:
    """Everything about the own account on one page, each with the way to change it."""
    facts = [
        {"label": _("Name"), "value": user.name},
        {"label": _("E-mail address"), "value": user.email},
        {"label": _("Role"), "value": user.get_role_display()},
        {"label": _("Language"), "value": user.get_language_display()},
        {"label": _("Time zone"), "value": user.zone},
    ]
    context = {
        "facts": facts,
        "has_password": user.has_usable_password(),
        "factors": factors_of(user),
        "is_required": is_required_of(user),
        "session_count": len(sessions_of(user, present_key=request.session.session_key)),
    }
    return render(request, "accounts/account.html", context)


@own
def change_details(request: HttpRequest, user: User) -> HttpResponseBase:
    """Name, language, time zone. A new language is spoken from the next page on."""
    form = DetailsForm(request.POST or None, initial=DetailsForm.of(user))

    def do(given: dict[str, Any]) -> User:
        return details.change_details(user=user, name=given["name"], language=given["language"], zone=given["zone"])

    def to(changed: User) -> str:
        return translate_url(reverse("accounts:account"), changed.language)

    language = form["language"].value()
    with translation.override(language if language in dict(settings.LANGUAGES) and form.is_bound else None):
        said = _("Your details were changed.")
    return act(
        request,
        form,
        do,
        to=to,
        said=said,
        heading=_("Change your details"),
        back=reverse("accounts:account"),
    )


@sensitive_post_parameters()
@own
def change_password(request: HttpRequest, user: User) -> HttpResponseBase:
    """The present password first. All other sessions end; this one goes on under a new key."""
    if not user.has_usable_password():
        messages.info(request, _("You have no password yet. Have a link sent to you to choose one."))
        return redirect("accounts:password_forgotten")
    form = ChangePasswordForm(request.POST or None, request=request, user=user)
    key = request.session.session_key

    def do(given: dict[str, Any]) -> None:
        passwords.change_password(user=user, password=given["password"], where=Where.of(request), keep=key)
        update_session_auth_hash(request, user)
        session_notes.moved(request, key)

    response = act(
        request,
        form,
        do,
        to=reverse("accounts:account"),
        said=_("Your password was changed. All other sessions were ended."),
        heading=_("Change your password"),
        back=reverse("accounts:account"),
    )
    return limited(response, form)


@require_safe
@own
def open_sessions(request: HttpRequest, user: User) -> HttpResponseBase:
    """Where one is signed in."""
    found = sessions_of(user, present_key=request.session.session_key)
    return render(request, "accounts/sessions.html", {"sessions": found, "has_others": len(found) > 1})


@require_POST
@own
def end_session(request: HttpRequest, user: User, pk: int) -> HttpResponseBase:
    """End one of the other sessions; this one is ended by signing out."""
    ended = sessions.end_sessions(user=user, by=user, only=[pk], keep=request.session.session_key)
    messages.success(request, _("The session was ended.") if ended else _("This session had ended already."))
    return redirect("accounts:sessions")


@require_POST
@own
def end_other_sessions(request: HttpRequest, user: User) -> HttpResponseBase:
    """End all sessions but this one."""
    ended = sessions.end_sessions(user=user, by=user, keep=request.session.session_key)
    messages.success(
        request, ngettext("%(number)d session was ended.", "%(number)d sessions were ended.", ended) % {"number": ended}
    )
    return redirect("accounts:sessions")
