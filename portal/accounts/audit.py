"""Write down what happened at the doors. Every room may: what is said here is found at /desk/audit/.

    audit.record(Kind.EXPORTED, by=user, details={"list": "meetings", "rows": 300})
    audit.record(Kind.KEY_REVOKED, by=user, about=key)

Inside an action the entry belongs to the action's own transaction: what did not happen is not told. Through which door and from which
network somebody came is said once per request, by the middleware; what no request brought came by a command.
"""

import datetime
import ipaddress
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest

from portal.core import clock

from .models import AuditEntry, User
from .viewer import Viewer

Kind = AuditEntry.Kind
# What a stranger, or a machine in a loop, may write within `WITHIN`: the rest would only bury what matters.
MOST_IN_A_ROW = 10
WITHIN = datetime.timedelta(minutes=10)


@dataclass(frozen=True)
class Came:
    """Through which door a request came, and from which network."""

    door: str = AuditEntry.Door.COMMAND
    network: str = ""


_came: ContextVar[Came] = ContextVar("setu_audit_came", default=Came())  # noqa: B039 - frozen


@contextmanager
def came(door: str, network: str) -> Iterator[None]:
    """Say through which door and from which network everything inside comes."""
    token = _came.set(Came(door, network))
    try:
        yield
    finally:
        _came.reset(token)


def record(
    kind: str,
    *,
    by: User | Viewer | None = None,
    about: models.Model | None = None,
    details: Mapping[str, Any] | None = None,
    now: datetime.datetime | None = None,
) -> AuditEntry:
    """Write one entry. `by` is a user, or a viewer where a partner's key may have acted; None where nobody is known.

    Raises ValueError when the details have a name that belongs to a secret.
    """
    return _write(_entry(kind, by, about, details, now or clock.now()))


def record_bounded(
    kind: str,
    *,
    by: User | Viewer | None = None,
    about: models.Model | None = None,
    details: Mapping[str, Any] | None = None,
    now: datetime.datetime | None = None,
) -> AuditEntry | None:
    """As `record`, but at most ten of a kind in ten minutes by the same person or key, about the same account, or from the same network.

    The tenth says that more may have followed. Two statements, whether or not it writes.
    """
    entry = _entry(kind, by, about, details, now or clock.now())
    same = AuditEntry.objects.filter(kind=kind, at__gt=entry.at - WITHIN)
    if entry.who_id is not None:
        same = same.filter(who_id=entry.who_id)
    elif entry.key_prefix:
        same = same.filter(key_prefix=entry.key_prefix)
    elif entry.about_id is not None:
        same = same.filter(about_id=entry.about_id)
    else:
        same = same.filter(network=entry.network, about_id=None)
    before = same.order_by()[:MOST_IN_A_ROW].count()
    if before >= MOST_IN_A_ROW:
        return None
    if before == MOST_IN_A_ROW - 1:
        entry.details["more_left_out"] = True
    return _write(entry)


def _entry(
    kind: str,
    by: User | Viewer | None,
    about: models.Model | None,
    details: Mapping[str, Any] | None,
    now: datetime.datetime,
) -> AuditEntry:
    viewer = by if isinstance(by, Viewer) else Viewer(user=by)
    told = dict(details or {})
    if secret := AuditEntry.SECRET & told.keys():
        raise ValueError(f"no secrets in the audit: {sorted(secret)}")
    where = _came.get()
    return AuditEntry(
        kind=kind,
        at=now,
        door=where.door,
        network=where.network,
        who=viewer.user,
        who_name=viewer.name[:200],
        key_prefix=viewer.key_prefix,
        about_type=about._meta.label_lower if about is not None else "",
        about_id=about.pk if about is not None else None,
        about_name=str(about)[:200] if about is not None else "",
        details=told,
    )


def _write(entry: AuditEntry) -> AuditEntry:
    entry.save(force_insert=True)
    return entry


def network_of(request: HttpRequest) -> str:
    """The network a request came from: behind our proxy the last hop it names, else whoever is connected."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.REST_FRAMEWORK["NUM_PROXIES"]:
        address = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or address
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False))
