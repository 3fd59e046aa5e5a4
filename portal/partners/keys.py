"""Making, recognising, changing and retiring a partner's keys.

`by` is who does it; None is an operator at the command line, whom no page bounds.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts import audit
from portal.accounts.models import User
from portal.core import saving
from portal.core.clock import now as clock_now
from portal.core.errors import RuleViolation, Stale

from .models import ApiKey, Partner
from .rights import keeps_keys, may_revoke, require
from .scopes import SCOPES

# A key that a person makes is good for a year at most, counted to the end of a day in any zone.
LONGEST = timedelta(days=366)
USUAL = timedelta(days=90)
# How long the old key may go on beside the new one.
LONGEST_OVERLAP = timedelta(days=30)

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


class TooLong(RuleViolation):
    """A key that outlives whoever made it."""

    def __init__(self) -> None:
        super().__init__(_("A key is good for a year at most."), code="too_long", field="expires_at")


class PartnerClosed(RuleViolation):
    """The partner is closed: its keys open nothing, and no new one is made."""

    def __init__(self) -> None:
        super().__init__(_("This partner is closed. Nothing can be changed until it is opened again."), code="closed")


class KeyIsDead(RuleViolation):
    """A revoked or expired key stays as it is."""

    def __init__(self) -> None:
        super().__init__(_("This key is revoked or has expired. Make a new one."), code="dead")


class MadeBefore(RuleViolation):
    """The form that made a key came twice. The text of the key went with the first answer."""

    def __init__(self, key: ApiKey) -> None:
        self.key = key
        super().__init__(_("This form has already made a key."), code="made_before")


def digest_of(key: str) -> str:
    """What is stored of a key: its SHA-256 in hexadecimal."""
    return hashlib.sha256(key.encode()).hexdigest()


def looks_like_key(text: str) -> bool:
    """Whether this text has the form of a key; says nothing about whether it opens anything."""
    return _FORM.fullmatch(text) is not None


@transaction.atomic
def make_key(
    *,
    partner: Partner,
    name: str,
    scopes: Iterable[str],
    by: User | None = None,
    expires_at: datetime | None = None,
    submission: UUID | None = None,
    now: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Make a key and return it with its secret text, which is shown this once and kept nowhere.

    Raises NotYours, PartnerClosed, UnknownScope, BadExpiry, TooLong, MadeBefore, or ValidationError by field name.
    """
    now = now or clock_now()
    if by is not None:
        require(keeps_keys(by, partner))
    _require_open(partner)
    if submission is not None:
        # Two posts of one form wait for each other here, and the later one finds what the first one made.
        saving.lock(f"key:{submission}")
        if (made := ApiKey.objects.filter(submission=submission, partner=partner).first()) is not None:
            raise MadeBefore(made)
    wanted = _judged(scopes)
    _judge_expiry(expires_at, now, bounded=by is not None)
    prefix = f"setu_{secrets.token_hex(_PREFIX_BYTES)}"
    secret = f"{prefix}_{secrets.token_urlsafe(32)}"
    row = ApiKey(
        partner=partner,
        name=name,
        prefix=prefix,
        digest=digest_of(secret),
        scopes=wanted,
        created_by=by,
        expires_at=expires_at,
        submission=submission,
    )
    # `created_at` is the database's to fill; everything else is checked here.
    row.full_clean(exclude=["created_at"])
    row.save()
    _tell(audit.Kind.KEY_MADE, row, by, now)
    return row, secret


@transaction.atomic
def change_key(
    *,
    key: ApiKey,
    name: str,
    scopes: Iterable[str],
    expires_at: datetime,
    version: int,
    by: User,
    now: datetime | None = None,
) -> ApiKey:
    """Give a living key another name, other scopes, another end; what it may from now on holds for its next call.

    Raises NotYours, PartnerClosed, KeyIsDead, Stale, UnknownScope, BadExpiry, TooLong, or ValidationError by field name.
    """
    now = now or clock_now()
    row = _living(key, by, now)
    if row.version != version:
        raise Stale(_("Somebody has changed this key since you opened it."), current=row)
    row.name = name
    row.scopes = _judged(scopes)
    _judge_expiry(expires_at, now, bounded=True)
    row.expires_at = expires_at
    row.version += 1
    saving.update(row, ["name", "scopes", "expires_at", "version"])
    _tell(audit.Kind.KEY_CHANGED, row, by, now)
    return row


@transaction.atomic
def replace_key(
    *,
    key: ApiKey,
    expires_at: datetime,
    overlap: timedelta,
    by: User,
    submission: UUID | None = None,
    now: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Make a new key with the name and scopes of a living one, which goes on for `overlap` and no longer than it would have.

    Without overlap the old one is revoked. Returns the new key with its secret text. Raises as `make_key`, and KeyIsDead.
    """
    now = now or clock_now()
    if submission is not None:
        saving.lock(f"key:{submission}")
        if (made := ApiKey.objects.filter(submission=submission, partner_id=key.partner_id).first()) is not None:
            require(keeps_keys(by, made.partner))
            raise MadeBefore(made)
    old = _living(key, by, now)
    made, secret = make_key(
        partner=old.partner, name=old.name, scopes=old.scopes, by=by, expires_at=expires_at, submission=submission, now=now
    )
    if not timedelta() <= overlap <= LONGEST_OVERLAP:
        raise ValidationError({"overlap": _("The old key goes on for at most 30 days.")}, code="overlap")
    if overlap:
        old.expires_at = min(old.expires_at or now + overlap, now + overlap)
    else:
        old.revoked_at = now
    old.version += 1
    saving.update(old, ["expires_at", "revoked_at", "version"])
    _tell(audit.Kind.KEY_CHANGED if overlap else audit.Kind.KEY_REVOKED, old, by, now)
    return made, secret


@transaction.atomic
def revoke_key(*, key: ApiKey, by: User | None = None, now: datetime | None = None) -> ApiKey:
    """Close a key for good; its next call is refused. Revoking it again changes nothing. Raises NotYours."""
    row = ApiKey.objects.select_for_update(of=("self",)).select_related("partner").get(pk=key.pk)
    if by is not None:
        require(may_revoke(by, row.partner))
    if row.revoked_at is None:
        row.revoked_at = now or clock_now()
        row.version += 1
        row.save(update_fields=["revoked_at", "version"])
        _tell(audit.Kind.KEY_REVOKED, row, by, row.revoked_at)
    return row


def _tell(kind: str, key: ApiKey, by: User | None, now: datetime) -> None:
    """Write into the audit what a key may do from now on, and until when."""
    end = key.expires_at.isoformat() if key.expires_at else None
    details = {"partner": key.partner.slug, "name": key.name, "scopes": key.scopes, "expires_at": end}
    audit.record(kind, by=by, about=key, details=details, now=now)


def _living(key: ApiKey, by: User, now: datetime) -> ApiKey:
    row = ApiKey.objects.select_for_update(of=("self",)).select_related("partner").get(pk=key.pk)
    require(keeps_keys(by, row.partner))
    _require_open(row.partner)
    if not row.is_valid_at(now):
        raise KeyIsDead
    return row


def _require_open(partner: Partner) -> None:
    if not partner.is_active:
        raise PartnerClosed


def _judged(scopes: Iterable[str]) -> list[str]:
    wanted = sorted(set(scopes))
    if unknown := set(wanted) - set(SCOPES):
        raise UnknownScope(unknown)
    if not wanted:
        raise ValidationError({"scopes": _("Give the key at least one scope.")}, code="required")
    return wanted


def _judge_expiry(expires_at: datetime | None, now: datetime, *, bounded: bool) -> None:
    if bounded and expires_at is None:
        raise ValidationError({"expires_at": _("Say until when the key is good.")}, code="required")
    if expires_at is not None and expires_at <= now:
        raise BadExpiry
    if bounded and expires_at is not None and expires_at > now + LONGEST:
        raise TooLong
