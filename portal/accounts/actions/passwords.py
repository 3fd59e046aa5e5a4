"""Change a password, signed in or by a link that came by mail."""

import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from portal.core import clock

from .. import audit
from ..models import User
from ..visitor import Where
from .sessions import end_sessions
from .telling import tell


@transaction.atomic
def change_password(
    *, user: User, password: str, where: Where, keep: str | None = None, now: datetime.datetime | None = None
) -> None:
    """Set a new password; every session of this person ends but the one whose key is to be kept. Raises ValidationError at `password`."""
    _set(user, password)
    end_sessions(user=user, by=user, keep=keep)
    tell("account.password_changed", user=user, by=user, now=now or clock.now(), where=where)
    audit.record(audit.Kind.PASSWORD_CHANGED, by=user, about=user)


@transaction.atomic
def renew_password(*, user: User, password: str, where: Where, now: datetime.datetime | None = None) -> None:
    """Set the password that was chosen by a link; every session of this person ends. Raises ValidationError at `password`."""
    _set(user, password)
    end_sessions(user=user, by=user)
    tell("account.password_renewed", user=user, by=user, now=now or clock.now(), where=where)
    audit.record(audit.Kind.PASSWORD_RESET, by=user, about=user)


@transaction.atomic
def send_link(*, address: str, now: datetime.datetime | None = None) -> None:
    """Have a link to a new password sent to the account with this address, if there is one that is not closed."""
    user = User.objects.filter(email__iexact=address.strip(), is_active=True).first()
    if user is not None:
        tell("account.password_link", user=user, by=None, now=now or clock.now())


def _set(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.error_list}) from error
    user.set_password(password)
    user.save(update_fields=["password"])
