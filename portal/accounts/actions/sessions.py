"""End sessions, and tell of new ones."""

from collections.abc import Collection

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from portal.core import clock

from .. import audit
from ..models import User
from ..visitor import Where
from .telling import tell


@transaction.atomic
def end_sessions(*, user: User, by: User | None, only: Collection[int] | None = None, keep: str | None = None) -> int:
    """End sessions of this person: all of them, or `only` these, but never the one whose key is to be kept. Returns how many.

    An ended session is dead with this transaction: whoever brings its cookie is a stranger.
    """
    found = UserSession.objects.filter(user=user).exclude(session_key=keep)
    if only is not None:
        found = found.filter(pk__in=only)
    keys = list(found.select_for_update().values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    if keys:
        audit.record(audit.Kind.SESSIONS_ENDED, by=by, about=user, details={"sessions": len(keys)})
    return len(keys)


@transaction.atomic
def tell_of_new_device(*, user: User, where: Where) -> None:
    """Write to somebody who has signed in from a browser for the first time."""
    tell("account.new_device", user=user, by=user, now=clock.now(), where=where)
