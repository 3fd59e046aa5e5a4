"""Codes of an authenticator app and recovery codes. Each opens once, which the database sees to.

The library keeps used codes in the cache; there they would be good again with the cache away, or in another process.
"""

import logging
import secrets
import time
import unicodedata
from typing import TypeAlias

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import transaction

from .models import User
from .sealing import Unreadable, unseal

log = logging.getLogger(__name__)

Factor: TypeAlias = Authenticator
# An app's clock may be this many periods of 30 seconds off, either way.
TOLERANCE = 1
PERIOD_SECONDS = 30


def normalized(code: str) -> str:
    """The digits of a code, however they were typed: in groups, or in the full-width digits of a Japanese keyboard."""
    return "".join(str(unicodedata.digit(sign)) for sign in code if unicodedata.digit(sign, None) is not None)


def counter_of(secret: str, code: str, *, seconds: float | None = None) -> int | None:
    """Of which period this is the code, None if of none. `seconds` is the real time, as phones have it; the moved clock is not theirs."""
    period = int(time.time() if seconds is None else seconds) // PERIOD_SECONDS
    for counter in range(period - TOLERANCE, period + TOLERANCE + 1):
        if secrets.compare_digest(format_hotp_value(hotp_value(secret, counter)), normalized(code)):
            return counter
    return None


@transaction.atomic
def use(user: User, code: str, *, seconds: float | None = None) -> Factor | None:
    """The app or the set of recovery codes that this code is from, and uses it up. None for a wrong or used one."""
    typed = normalized(code)
    rows = (
        Authenticator.objects.select_for_update()
        .filter(user=user, type__in=(Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES))
        .order_by("pk")
    )
    for row in rows:
        try:
            if row.type == Authenticator.Type.TOTP:
                found = _use_app(row, typed, seconds)
            else:
                found = row.wrap().validate_code(typed)
        except Unreadable:
            log.exception("The second factor %s of %s cannot be read", row.pk, user.pk)
            continue
        if found:
            return row
    return None


def _use_app(row: Factor, typed: str, seconds: float | None) -> bool:
    counter = counter_of(unseal(row.data["secret"]), typed, seconds=seconds)
    if counter is None or counter <= row.data.get("last_counter", -1):
        return False
    row.data["last_counter"] = counter
    row.save(update_fields=["data"])
    return True
