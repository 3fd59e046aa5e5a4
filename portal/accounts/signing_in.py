"""Checks passwords and codes, and counts the wrong ones.

Tries are counted for the address that was typed, whether or not it has an account, and for the network they come from: nobody learns
here who has an account. A browser that its owner has signed in from before has a count of its own, as has a session that is going on:
whoever tries passwords from afar keeps neither owner out. A passkey cannot be guessed; no limit bars it.
"""

import datetime
from collections.abc import Sequence

from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.core.errors import RuleViolation
from portal.core.limits import Limit, Taken

from . import audit, codes, devices
from .models import User
from .visitor import neighbourhood_of

_WINDOW = datetime.timedelta(minutes=15)
PASSWORDS = Limit("password", most=10, within=_WINDOW)
# Many officials may share one address, so this is wide: it slows whoever tries one password on many accounts.
PASSWORDS_FROM = Limit("password from", most=100, within=_WINDOW)
CODES = Limit("code", most=10, within=_WINDOW)
# Each costs us a challenge and a session; nothing can be guessed here.
CHALLENGES_FROM = Limit("challenge from", most=300, within=_WINDOW)
LINKS = Limit("password link", most=3, within=datetime.timedelta(hours=1))
LINKS_FROM = Limit("password link from", most=30, within=datetime.timedelta(hours=1))

# One sentence for a wrong password, an unknown address and a closed account.
NOT_RIGHT = _("The address or the password is not right.")

Counted = Sequence[tuple[Limit, str]]


class TooManyTries(RuleViolation):
    """The limit is reached; `minutes` says for how long."""

    def __init__(self, taken: Taken) -> None:
        self.minutes = taken.minutes
        message = ngettext(
            "There were too many tries. Please try again in %(minutes)d minute.",
            "There were too many tries. Please try again in %(minutes)d minutes.",
            taken.minutes,
        )
        super().__init__(message, code="too_many_tries", params={"minutes": taken.minutes})


def check_password(request: HttpRequest, address: str, password: str, *, now: datetime.datetime | None = None) -> User | None:
    """Whose password this is; None for a wrong password, an unknown address and a closed account alike. Raises TooManyTries."""
    address = address.strip().lower()
    if device := devices.of(request, address):
        counted: Counted = [(PASSWORDS, f"{address} at {device}")]
    else:
        counted = [(PASSWORDS_FROM, neighbourhood_of(request)), (PASSWORDS, address)]
    _take(counted, now)
    # Costs one hash whether or not there is such an account.
    user = authenticate(request, email=address, password=password)
    if not isinstance(user, User):
        return None
    _give_back(counted)
    return user


def check_own_password(request: HttpRequest, user: User, password: str, *, now: datetime.datetime | None = None) -> bool:
    """Whether this is the password of the person who is signed in here. Raises TooManyTries."""
    counted: Counted = [(PASSWORDS, f"{user.pk} signed in")]
    _take(counted, now)
    if not user.check_password(password):
        return False
    _give_back(counted)
    return True


def check_code(request: HttpRequest, user: User, code: str, *, now: datetime.datetime | None = None) -> codes.Factor | None:
    """The authenticator that this code is from, and uses it up; None for a wrong one. Raises TooManyTries."""
    if request.user.is_authenticated:
        who = f"{user.pk} signed in"
    elif device := devices.of(request, user.email):
        who = f"{user.pk} at {device}"
    else:
        who = str(user.pk)
    counted: Counted = [(CODES, who)]
    _take(counted, now)
    factor = codes.use(user, code)
    if factor is None:
        audit.record_bounded(audit.Kind.FACTOR_FAILED, about=user)
        return None
    _give_back(counted)
    return factor


def count_link(request: HttpRequest, address: str, *, now: datetime.datetime | None = None) -> None:
    """Count that a link to a new password was asked for, whether or not there is such an account. Raises TooManyTries."""
    _take([(LINKS_FROM, neighbourhood_of(request)), (LINKS, address.strip().lower())], now)


def count_challenge(request: HttpRequest, *, now: datetime.datetime | None = None) -> None:
    """Count that a stranger's browser asked what a passkey is to sign. Raises TooManyTries."""
    _take([(CHALLENGES_FROM, neighbourhood_of(request))], now)


def forget_wrong_passwords(user: User) -> None:
    """Let this person begin anew: a new password was chosen by mail."""
    PASSWORDS.forget(user.email.lower())


def _take(counted: Counted, now: datetime.datetime | None) -> None:
    for limit, subject in counted:
        taken = limit.take(subject, now=now)
        if not taken.allowed:
            raise TooManyTries(taken)


def _give_back(counted: Counted) -> None:
    for limit, subject in counted:
        limit.give_back(subject)
