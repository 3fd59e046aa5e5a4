"""Add and remove second factors: an authenticator app, passkeys, and the recovery codes that stand in for them."""

import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from portal.core import clock
from portal.core.errors import RuleViolation
from portal.core.text import PlainText

from .. import audit, codes, passkeys
from ..models import User
from ..second_factor import is_required_of
from ..visitor import Where
from .sessions import end_sessions
from .telling import tell

Type = Authenticator.Type
MOST_PASSKEYS = 20
_NAME_LENGTH = 60


class WrongCode(RuleViolation):
    def __init__(self) -> None:
        super().__init__(_("This is not the code that the app shows now."), code="code", field="code")


class AppThere(RuleViolation):
    def __init__(self) -> None:
        super().__init__(_("There is an authenticator app already. Remove it before you add another one."), code="app")


class TooManyPasskeys(RuleViolation):
    def __init__(self) -> None:
        super().__init__(_("There are too many passkeys. Remove one before you add another one."), code="passkeys")


class BadName(RuleViolation):
    def __init__(self) -> None:
        super().__init__(_("Give the passkey a name of at most 60 characters, on one line."), code="name", field="name")


class LastFactor(RuleViolation):
    def __init__(self) -> None:
        super().__init__(_("Officials need a second factor. Add another one before you remove this one."), code="last_factor")


class NoFactor(RuleViolation):
    def __init__(self) -> None:
        super().__init__(_("Recovery codes stand in for a second factor. Add one first."), code="no_factor")


@transaction.atomic
def add_app(
    *,
    user: User,
    secret: str,
    code: str,
    where: Where,
    keep: str | None,
    now: datetime.datetime | None = None,
    seconds: float | None = None,
) -> list[str]:
    """Add an authenticator app that shows this code for this secret. Returns new recovery codes, none if there are some already.

    `keep` is the key of the session in which it is done: with the first factor all others end. Raises WrongCode, AppThere.
    """
    _lock(user)
    if _factors(user).filter(type=Type.TOTP).exists():
        raise AppThere
    counter = codes.counter_of(secret, code, seconds=seconds)
    if counter is None:
        raise WrongCode
    factor = TOTP.activate(user, secret).instance
    # The code that proved the app is used up.
    factor.data["last_counter"] = counter
    factor.save(update_fields=["data"])
    return _added(factor, where, keep, now or clock.now())


@transaction.atomic
def add_passkey(
    *,
    user: User,
    name: str,
    answer: passkeys.Answer,
    where: Where,
    keep: str | None,
    now: datetime.datetime | None = None,
) -> list[str]:
    """Add the passkey that a browser has just made. Returns new recovery codes, none if there are some already.

    Raises NotThisPasskey, TooManyPasskeys, BadName.
    """
    _lock(user)
    if _factors(user).filter(type=Type.WEBAUTHN).count() >= MOST_PASSKEYS:
        raise TooManyPasskeys
    name = _name(name)
    factor = WebAuthn.add(user, name, passkeys.check_new(answer)).instance
    return _added(factor, where, keep, now or clock.now())


@transaction.atomic
def rename_passkey(*, factor: Authenticator, name: str) -> None:
    """Give a passkey another name. Raises BadName."""
    factor.data["name"] = _name(name)
    factor.save(update_fields=["data"])


@transaction.atomic
def remove(*, factor: Authenticator, where: Where, now: datetime.datetime | None = None) -> None:
    """Remove an app or a passkey; with the last of them go the recovery codes. Raises LastFactor where one is required."""
    user = factor.user
    _lock(user)
    others = _factors(user).exclude(pk=factor.pk).exclude(type=Type.RECOVERY_CODES).exists()
    if not others and is_required_of(user):
        raise LastFactor
    kind, name = factor.type, factor.data.get("name", "")
    factor.delete()
    if not others:
        _factors(user).delete()
    tell("account.factor_removed", user=user, by=user, now=now or clock.now(), where=where, factor=kind, name=name)
    audit.record(audit.Kind.FACTOR_REMOVED, by=user, about=user, details={"factor": kind})


@transaction.atomic
def renew_codes(*, user: User, where: Where, now: datetime.datetime | None = None) -> list[str]:
    """Make new recovery codes; the old ones open nothing any more. Returns them: they are shown this once. Raises NoFactor."""
    _lock(user)
    if not _factors(user).exclude(type=Type.RECOVERY_CODES).exists():
        raise NoFactor
    _factors(user).filter(type=Type.RECOVERY_CODES).delete()
    made = RecoveryCodes.activate(user)
    tell("account.codes_renewed", user=user, by=user, now=now or clock.now(), where=where)
    audit.record(audit.Kind.FACTOR_RESET, by=user, about=user, details={"factor": Type.RECOVERY_CODES})
    return made.generate_codes()


@transaction.atomic
def remove_all(*, user: User, by: User, now: datetime.datetime | None = None) -> None:
    """Take every second factor from somebody who has lost them all; the person's sessions end. For administrators."""
    _lock(user)
    _factors(user).delete()
    end_sessions(user=user, by=by)
    tell("account.factors_taken", user=user, by=by, now=now or clock.now(), by_name=by.name)
    audit.record(audit.Kind.FACTOR_REMOVED, by=by, about=user)


def _added(factor: Authenticator, where: Where, keep: str | None, now: datetime.datetime) -> list[str]:
    user = factor.user
    first = not _factors(user).exclude(pk=factor.pk).exclude(type=Type.RECOVERY_CODES).exists()
    made = None
    if not _factors(user).filter(type=Type.RECOVERY_CODES).exists():
        made = RecoveryCodes.activate(user)
    if first:
        # Somebody who knew the password alone may be in elsewhere, and would now pass for one who proved more.
        end_sessions(user=user, by=user, keep=keep)
    tell("account.factor_added", user=user, by=user, now=now, where=where, factor=factor.type, name=factor.data.get("name", ""))
    audit.record(audit.Kind.FACTOR_ADDED, by=user, about=user, details={"factor": factor.type})
    return made.generate_codes() if made is not None else []


def _factors(user: User) -> "models.QuerySet[Authenticator]":
    return Authenticator.objects.filter(user=user)


def _lock(user: User) -> None:
    """Two changes to one person's factors, one after the other."""
    User.objects.select_for_update().filter(pk=user.pk).values_list("pk").first()


def _name(text: str) -> str:
    name = text.strip()
    if not name or len(name) > _NAME_LENGTH:
        raise BadName
    PlainText()(name)
    return name
