"""The ceremonies of passkeys: what the browser is asked, and whether its answer is right.

A passkey is bound to a host name. Browsers make none for an address of numbers, and none without https, `localhost` aside.
"""

import ipaddress
import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.core.errors import RuleViolation

from .models import User

Answer = dict[str, Any]
# What the libraries raise over an answer that no browser gives.
_BROKEN = (
    ValidationError,
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
    struct.error,
    InvalidSignature,
    UnsupportedAlgorithm,
)


class NotThisPasskey(RuleViolation):
    def __init__(self) -> None:
        super().__init__(_("This passkey was not accepted. Please try again."), code="passkey")


def relying_party(request: HttpRequest) -> str:
    """The host that passkeys are made for here; "" where a browser makes none."""
    here = request.get_host().partition(":")[0].lower()
    if here == "localhost" and (settings.SETU_DEMO or settings.SETU_TESTING):
        return here
    site = urlsplit(settings.SITE_URL)
    host = (site.hostname or "").lower()
    if site.scheme != "https" or _is_number(host):
        return ""
    return host if here == host or here.endswith(f".{host}") else ""


def where_possible(request: HttpRequest) -> str:
    """In a demonstration that was opened by its number: the address of the same page where passkeys work. Else ""."""
    host, _colon, port = request.get_host().partition(":")
    if not settings.SETU_DEMO or host != "127.0.0.1":
        return ""
    return f"{request.scheme}://localhost:{port}{request.get_full_path()}"


def ask_for_new(user: User) -> str:
    """What the browser is to make a new passkey from, as JSON. The challenge is kept in the session."""
    return json.dumps(auth.begin_registration(user, passwordless=True))


def check_new(answer: Answer) -> Answer:
    """The answer, once it is known to be a new passkey for the challenge of this session. Raises NotThisPasskey."""
    with _refusing():
        auth.parse_registration_response(answer)
        made = auth.complete_registration(answer)
        if not made.is_user_verified():
            raise ValueError("nobody was verified")
    return answer


def ask_for(user: User | None) -> str:
    """What the browser is to sign, as JSON: with a passkey of this person, or with any that it has for this host."""
    return json.dumps(auth.begin_authentication(user))


def check(user: User | None, answer: Answer) -> Authenticator:
    """The passkey that signed the challenge of this session; its person may sign in. Raises NotThisPasskey."""
    with _refusing():
        auth.parse_authentication_response(answer)
        found = auth.complete_authentication(user or auth.extract_user_from_response(answer), answer)
        if not found.user.is_active:
            raise ValueError("the account is closed")
    return found


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise NotThisPasskey from error


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
