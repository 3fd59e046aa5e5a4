"""Browsers from which somebody has signed in before. A signed cookie remembers for whom; it opens nothing.

It has two uses: a letter tells of a sign-in from elsewhere, and whoever tries passwords from afar uses up his own tries and not those
of the owner at the owner's desk.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

_SALT = "setu.devices"
_AGE = timedelta(days=365)
# People who share one browser; the oldest is forgotten.
_MOST = 5


def of(request: HttpRequest, address: str) -> str:
    """The name of this browser if the person with this address has signed in from it before, else ""."""
    name, known = _read(request)
    return name if _digest(address) in known else ""


def remember(request: HttpRequest, response: HttpResponseBase, address: str) -> None:
    """From now on this browser is known for the person with this address."""
    name, known = _read(request)
    mine = _digest(address)
    kept = [mine, *(one for one in known if one != mine)][:_MOST]
    response.set_signed_cookie(
        settings.DEVICE_COOKIE_NAME,
        ".".join([name or secrets.token_hex(16), *kept]),
        salt=_SALT,
        max_age=_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    said = request.get_signed_cookie(settings.DEVICE_COOKIE_NAME, default="", salt=_SALT, max_age=_AGE)
    name, *known = said.split(".")
    return name, known


def _digest(address: str) -> str:
    return salted_hmac(_SALT, address.strip().lower(), algorithm="sha256").hexdigest()[:32]
