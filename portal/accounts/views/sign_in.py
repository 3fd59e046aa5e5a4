"""Signing in, by password and second factor or by passkey, and signing out."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, perform_password_login
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.stages import AuthenticateStage
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from portal.core.registry import homes

from .. import addresses, passkeys, signing_in
from ..forms.doors import CodeForm, DoorForm, PasskeyForm, SignInForm
from ..models import User
from ..reports import factors_of
from ..viewer import viewer_of


def answered(request: HttpRequest, template: str, context: dict[str, Any], *forms: DoorForm | None) -> HttpResponse:
    """A page with its forms; 429 where one of them has reached a limit."""
    return limited(render(request, template, context), *forms)


def limited(response: HttpResponse, *forms: DoorForm | None) -> HttpResponse:
    """The answer, marked as such where a form has reached a limit."""
    for form in forms:
        if form is not None and form.limited is not None:
            response.status_code = 429
            response["Retry-After"] = str(form.limited.minutes * 60)
    return response


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Address and password; who has a second factor is asked for it next."""
    asked_for = addresses.asked_for(request)
    if request.user.is_authenticated:
        return redirect(asked_for or addresses.home())
    form = SignInForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid() and form.user is not None:
        clear_login(request)
        login = Login(user=form.user, email=form.user.email, redirect_url=asked_for or None)
        return perform_password_login(request, {"email": form.user.email}, login)
    here = reverse("accounts:passkey_sign_in")
    by_passkey = PasskeyForm(ask=here, action=f"{here}?{urlencode({'next': asked_for})}")
    context = {
        "form": form,
        "passkey_form": by_passkey if passkeys.relying_party(request) else None,
        "passkeys_work_at": passkeys.where_possible(request),
    }
    return answered(request, "accounts/sign_in.html", context, form)


@never_cache
def second_step(request: HttpRequest) -> HttpResponseBase:
    """The second factor of somebody whose password was right a moment ago."""
    if request.user.is_authenticated:
        return redirect(addresses.home())
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    user = stage.login.user if stage is not None else None
    if stage is None or not isinstance(user, User) or not user.is_active:
        return redirect("accounts:login")
    factors = factors_of(user)
    by_code = CodeForm(request.POST if "code" in request.POST else None, request=request, user=user)
    by_passkey = PasskeyForm(request.POST if "credential" in request.POST else None)
    factor = factor_of(by_code, by_passkey, user)
    if factor is not None:
        post_authentication(request, factor)
        onward: HttpResponseBase = stage.exit()
        return onward
    context = {
        "form": by_code if factors.app or factors.codes_left else None,
        "passkey_form": asking(request, by_passkey, user) if factors.passkeys else None,
        "has_app": factors.app is not None,
        "passkeys_work_at": passkeys.where_possible(request) if factors.passkeys else "",
    }
    return answered(request, "accounts/second_step.html", context, by_code)


def asking(request: HttpRequest, answered: PasskeyForm, user: User) -> PasskeyForm | None:
    """The form that asks for one of this person's passkeys, with what was wrong with the last answer; None where there can be none."""
    if not passkeys.relying_party(request):
        return None
    form = PasskeyForm({"credential": ""} if answered.errors else None, options=passkeys.ask_for(user))
    if answered.errors:
        form._errors = answered.errors
    return form


def factor_of(by_code: CodeForm, by_passkey: PasskeyForm, user: User) -> Any:
    """The factor that one of these forms proves; None, with the reason at the form, if neither does."""
    if by_code.is_bound and by_code.is_valid():
        return by_code.factor
    if by_passkey.is_bound and by_passkey.is_valid():
        try:
            return passkeys.check(user, by_passkey.cleaned_data["credential"])
        except passkeys.NotThisPasskey as error:
            by_passkey.add_error(None, error.message)
    return None


@never_cache
@require_POST
def passkey_sign_in(request: HttpRequest) -> HttpResponseBase:
    """By a passkey alone: first the page's script asks what is to be signed, then the browser posts what the passkey signed."""
    if "credential" not in request.POST:
        return _challenge(request)
    form = PasskeyForm(request.POST)
    asked_for = addresses.asked_for(request)
    if request.user.is_authenticated:
        return redirect(asked_for or addresses.home())
    factor, said = None, ""
    if form.is_valid():
        try:
            factor = passkeys.check(None, form.cleaned_data["credential"])
        except passkeys.NotThisPasskey as error:
            said = str(error.message)
    else:
        said = str(form.errors["credential"][0])
    if factor is None:
        messages.error(request, said)
        return redirect(f"{reverse('accounts:login')}{'?' + urlencode({'next': asked_for}) if asked_for else ''}")
    clear_login(request)
    post_authentication(request, factor, passwordless=True)
    return perform_login(request, Login(user=factor.user, email=factor.user.email, redirect_url=asked_for or None))


def _challenge(request: HttpRequest) -> HttpResponse:
    if not passkeys.relying_party(request):
        return JsonResponse({}, status=409)
    try:
        signing_in.count_challenge(request)
    except signing_in.TooManyTries as error:
        return JsonResponse({}, status=429, headers={"Retry-After": str(error.minutes * 60)})
    return HttpResponse(passkeys.ask_for(None), content_type="application/json")


class SignOut(LogoutView):
    """A post, so that no picture on another site can sign anybody out."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        return super().post(request, *args, **kwargs)


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Where a person goes after signing in: officials to the desk, investors to their company's page."""
    viewer = viewer_of(request)
    return redirect(homes.of(viewer) or ("investors:my" if viewer.is_investor else "investors:desk"))


@never_cache
@require_safe
def sign_up(request: HttpRequest) -> HttpResponse:
    """Nobody makes an account here: the page says how one gets one."""
    return render(request, "accounts/sign_up.html")
