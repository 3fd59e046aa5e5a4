"""Making, recognising and retiring a partner's keys."""

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.core.clock import now as clock_now
from portal.core.errors import RuleViolation

from .models import ApiKey, Partner

# Every scope there is. A write scope does not include reading: a partner may be let in to log and not to list.
SCOPES = ("companies:read", "organisations:read", "meetings:read", "meetings:write", "commitments:read")

_PREFIX_BYTES = 4
_FORM = re.compile(r"setu_[0-9a-f]{8}_[A-Za-z0-9_-]{43}")


class UnknownScope(RuleViolation):
    """A scope that opens nothing."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(
            _("There is no scope %(names)s. Allowed are: %(allowed)s."),
            code="unknown_scope",
            field="scopes",
            params={"names": ", ".join(sorted(names)), "allowed": ", ".join(SCOPES)},
        )


class BadExpiry(RuleViolation):
    """A key that would be dead on arrival."""

    def __init__(self) -> None:
        super().__init__(_("A key expires in the future."), code="past", field="expires_at")


def digest_of(key: str) -> str:
    """What is stored of a key: its SHA-256 in hexadecimal."""
    return hashlib.sha256(key.encode()).hexdigest()


def looks_like_key(text: str) -> bool:
    """Whether this text has the form of a key; says nothing about whether it opens anything."""
    return _FORM.fullmatch(text) is not None


def make_key(
    *,
    partner: Partner,
    name: str,
    scopes: Iterable[str],
    by: User | None = None,
    expires_at: datetime | None = None,
    now: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Make a key and return it with its secret text, which is shown this once and kept nowhere.

    Raises UnknownScope, BadExpiry, or ValidationError by field name.
    """
    wanted = sorted(set(scopes))
    if unknown := set(wanted) - set(SCOPES):
        raise UnknownScope(unknown)
    if not wanted:
        raise ValidationError({"scopes": _("Give the key at least one scope.")}, code="required")
    if expires_at is not None and expires_at <= (now or clock_now()):
        raise BadExpiry
    prefix = f"setu_{secrets.token_hex(_PREFIX_BYTES)}"
    secret = f"{prefix}_{secrets.token_urlsafe(32)}"
    row = ApiKey(
        partner=partner, name=name, prefix=prefix, digest=digest_of(secret), scopes=wanted, created_by=by, expires_at=expires_at
    )
    # `created_at` is the database's to fill; everything else is checked here.
    row.full_clean(exclude=["created_at"])
    row.save()
    return row, secret


def revoke_key(*, key: ApiKey, now: datetime | None = None) -> ApiKey:
    """Close a key for good. Revoking it again changes nothing."""
    if key.revoked_at is None:
        key.revoked_at = now or clock_now()
        key.save(update_fields=["revoked_at"])
    return key
