"""What a person sees of the own account: factors and sessions."""

import datetime
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from .models import User
from .sealing import Unreadable
from .session_notes import NOWHERE
from .visitor import device_of

Type = Authenticator.Type


@dataclass(frozen=True)
class Factors:
    """The second factors of one person. `codes_left` is None when there are no recovery codes at all."""

    app: Authenticator | None
    passkeys: list[Authenticator]
    codes_left: int | None

    @property
    def number(self) -> int:
        return len(self.passkeys) + (self.app is not None)


def factors_of(user: User) -> Factors:
    """One statement."""
    rows = list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))
    codes = next((row for row in rows if row.type == Type.RECOVERY_CODES), None)
    return Factors(
        app=next((row for row in rows if row.type == Type.TOTP), None),
        passkeys=[row for row in rows if row.type == Type.WEBAUTHN],
        codes_left=_left(codes) if codes is not None else None,
    )


def _left(codes: Authenticator) -> int:
    try:
        return len(codes.wrap().get_unused_codes())
    except Unreadable:
        return 0


@dataclass(frozen=True)
class OpenSession:
    """One session as its owner sees it."""

    pk: int
    device: str
    address: str
    since: datetime.datetime
    last_seen: datetime.datetime
    is_this_one: bool


def sessions_of(user: User, *, present_key: str | None) -> list[OpenSession]:
    """The sessions that are still alive, the present one first, then by last use. Two statements, however many there are."""
    rows = list(UserSession.objects.filter(user=user).order_by("-last_seen_at", "-pk"))
    alive = {
        session.session_key: session.get_decoded()
        for session in Session.objects.filter(session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now())
    }
    found = [
        OpenSession(
            row.pk, device_of(row.user_agent), _address(row), row.created_at, row.last_seen_at, row.session_key == present_key
        )
        for row in rows
        if _opens(alive.get(row.session_key), user)
    ]
    return sorted(found, key=lambda one: not one.is_this_one)


def _address(row: UserSession) -> str:
    return "" if row.ip == NOWHERE else row.ip


def _opens(data: dict[str, Any] | None, user: User) -> bool:
    """Whether this session is still good: one of before a change of the password is not."""
    return data is not None and constant_time_compare(data.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
