"""Prove once more who you are, before something that a thief of an open session would do."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.mfa.base.internal.flows import post_authentication
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters

from .. import addresses, passkeys
from ..forms.doors import CodeForm, OwnPasswordForm, PasskeyForm
from ..models import User
from ..reports import factors_of
from ..second_factor import is_required_of, was_used
from .access import own
from .sign_in import answered, asking, factor_of


@sensitive_post_parameters("password")
@own
def confirm(request: HttpRequest, user: User) -> HttpResponseBase:
    """By the strongest proof that the person has: a factor where there is one, else the password."""
    factors = factors_of(user)
    needs_factor = bool(factors.number) and is_required_of(user) and not was_used(request)
    has_code = bool(factors.app or factors.codes_left)
    has_passkey = bool(factors.passkeys and passkeys.relying_party(request))
    by_code = CodeForm(request.POST if has_code and "code" in request.POST else None, request=request, user=user)
    by_passkey = PasskeyForm(request.POST if has_passkey and "credential" in request.POST else None)
    by_password = None
    if not (has_code or has_passkey or needs_factor) and user.has_usable_password():
        by_password = OwnPasswordForm(request.POST or None, request=request, user=user)
    factor = factor_of(by_code, by_passkey, user)
    if factor is not None:
        post_authentication(request, factor, reauthenticated=True)
        return _onward(request)
    if by_password is not None and by_password.is_bound and by_password.is_valid():
        record_authentication(request, user, "password", reauthenticated=True)
        return _onward(request)
    context = {
        "form": by_code if has_code else by_password,
        "passkey_form": asking(request, by_passkey, user) if has_passkey else None,
        "has_app": factors.app is not None,
    }
    return answered(request, "accounts/confirm.html", context, by_code, by_password)


def _onward(request: HttpRequest) -> HttpResponseBase:
    """Back to what was interrupted; a form that was being posted is posted now."""
    return resume_request(request) or redirect(addresses.asked_for(request) or "accounts:account")
