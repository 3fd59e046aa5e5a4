"""What is noted of each session, so that its owner can see and end it: since when, from where, last used.

Sessions live in real time, as cookies and phones do, and not by the clock that a demonstration may move.
"""

import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from .models import User
from .visitor import Where

# In the session, so that most requests write nothing: since when, and when it was last noted as used.
_SINCE, _NOTED = "signed_in_at", "noted_at"
# Every session is noted, or it could not be ended: also one that came from no address (a command, a local socket).
NOWHERE = "0.0.0.0"  # noqa: S104 - nobody listens there
_EVERY = datetime.timedelta(minutes=5)


def connect() -> None:
    """Note every sign-in, by whichever door; called once when the app is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="accounts.session_notes")


def _signed_in(sender: object, request: HttpRequest, user: User, **more: Any) -> None:
    now = timezone.now()
    request.session[_SINCE] = request.session[_NOTED] = now.timestamp()
    _note(request, user, now)


def _note(request: HttpRequest, user: User, now: datetime.datetime) -> None:
    where = Where.of(request)
    if request.session.session_key is None:
        # Somebody else was in at this browser: that session is gone, and the new one has no key before it is saved.
        request.session.save()
    UserSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={"user": user, "ip": where.address or NOWHERE, "user_agent": where.user_agent, "last_seen_at": now},
    )


def used(request: HttpRequest, longest: datetime.timedelta, *, now: datetime.datetime | None = None) -> None:
    """This session is in use: note it now and then, which also puts off its end; end it when it is older than `longest`."""
    user = request.user
    since = request.session.get(_SINCE)
    if not isinstance(user, User) or since is None:
        return
    now = now or timezone.now()
    if now.timestamp() - since > longest.total_seconds():
        logout(request)
    elif now.timestamp() - request.session.get(_NOTED, 0) > _EVERY.total_seconds():
        request.session[_NOTED] = now.timestamp()
        _note(request, user, now)


def moved(request: HttpRequest, old_key: str | None) -> None:
    """The session has a new key (after a change of the password)."""
    UserSession.objects.filter(session_key=old_key).update(session_key=request.session.session_key)


def tidy_notes() -> int:
    """Forget what was noted of sessions that are no more. One statement. Returns how many."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    return UserSession.objects.filter(~Exists(alive)).delete()[0]
