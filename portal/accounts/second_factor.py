"""Of whom a second factor is required, and whether a session has been proved by one."""

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from .models import User
from .viewer import Viewer


def is_required_of(user: User) -> bool:
    """Officials need one, unless this is a demonstration."""
    return bool(settings.SECOND_FACTOR_REQUIRED) and Viewer(user=user).is_desk


def was_used(request: HttpRequest) -> bool:
    """Whether this session has been proved by more than a password. Reads the session only.

    That the account has a factor is not enough: the session may be older than the factor, and somebody else's.
    """
    user = request.user
    return isinstance(user, User) and any(record.get("method") == "mfa" for record in get_authentication_records(request, user))
