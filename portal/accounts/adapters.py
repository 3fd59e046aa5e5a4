"""What django-allauth asks this house: how to sign somebody in, where to send them, which words to use.

The library keeps the stages of signing in (password, then second factor), the records of how a session was proved, and the ceremonies
of passkeys. Everything that a person sees, every rule and every letter is ours.
"""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from . import addresses, devices, sealing
from .actions import sessions
from .models import User
from .passkeys import relying_party
from .signing_in import NOT_RIGHT
from .visitor import Where, address_of


class Unspoken(RuntimeError):
    """The library wanted to say or send something for which this house has no words: a door was opened by mistake."""


class AccountAdapter(DefaultAccountAdapter):
    """Passwords, stages, redirects."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are by invitation only."""
        return False

    def get_login_stages(self) -> list[str]:
        return ["allauth.mfa.stages.AuthenticateStage"]

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def is_safe_url(self, url: str) -> bool:
        return bool(url) and addresses.is_ours(context.request, url)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return addresses.home()

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not for a while after any proof, signing in included."""
        request = context.request
        records = get_authentication_records(request, request.user)
        return not (records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """One page for all of them."""
        return [{"id": "confirm", "description": "", "url": reverse("accounts:confirm")}]

    def post_login(self, request: HttpRequest, user: Any, *, redirect_url: str | None, **more: Any) -> HttpResponse:
        """Lead on, remember the browser, and tell the person of a sign-in from a browser that is new to them."""
        response = HttpResponseRedirect(redirect_url or addresses.home())
        if not devices.of(request, user.email):
            sessions.tell_of_new_device(user=user, where=Where.of(request))
        devices.remember(request, response, user.email)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """A closed account reads like a wrong password."""
        messages.error(request, NOT_RIGHT)
        return HttpResponseRedirect(reverse("accounts:login"))

    def add_message(self, request: HttpRequest, level: int, *words: Any, message: str | None = None, **more: Any) -> None:
        """Our pages say themselves what was done."""

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        return ValidationError(_("This did not work. Please try again."), code=code)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters are sent by the actions (portal/accounts/letters.py)."""
        raise Unspoken(template_prefix)

    def send_notification_mail(self, template_prefix: str, user: Any, *more: Any, **named: Any) -> None:
        raise Unspoken(template_prefix)


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: how their secrets are kept, and for which host passkeys are made."""

    def get_totp_issuer(self) -> str:
        return settings.SITE_NAME

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": relying_party(context.request), "name": settings.SITE_NAME}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        assert isinstance(user, User)
        return {"id": user.pk.hex.encode("ascii"), "display_name": user.name, "name": user.email}

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        return ValidationError(_("This did not work. Please try again."), code=code)

    def send_notification_mail(self, *args: Any, **more: Any) -> None:
        raise Unspoken(str(args))

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """Recovery codes alone are no second factor; they stand in for one."""
        wanted = set(types or Authenticator.Type) - {Authenticator.Type.RECOVERY_CODES}
        return not user.is_anonymous and Authenticator.objects.filter(user_id=user.pk, type__in=wanted).exists()
