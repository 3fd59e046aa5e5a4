"""A write that is sent again does nothing twice.

The first answer to an `Idempotency-Key` is stored in the transaction of the action itself, so there is never one without the other.
An advisory lock, held until that transaction ends, tells a repetition that the first call is still running. Refusals are not
stored: nothing was written, and the same key may carry the mended body.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from portal.core.api.problems import Problem, fault
from portal.core.expressions import Moment

from .models import StoredAnswer

KEPT = timedelta(days=7)
_KEY = re.compile(r"[\x21-\x7e]{1,200}")


@dataclass(frozen=True)
class Answer:
    """What a write answered: status, JSON text, headers of its own."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)
    is_replayed: bool = False


def digest_of_request(path: str, data: Any) -> str:
    """The same for the same call, however its JSON was written down."""
    text = json.dumps([path, data], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def once(*, partner_id: UUID, key: str | None, digest: str, act: Callable[[], Answer]) -> Answer:
    """Run `act` in a transaction, once per partner and key; without a key, just run it.

    Raises Problem: 400 for a key that is none, 409 while the first call runs, 422 for another body under the same key.
    """
    if key is None:
        with transaction.atomic():
            return act()
    if not _KEY.fullmatch(key):
        raise Problem(
            400,
            _("An Idempotency-Key is 1 to 200 letters, digits and signs without spaces."),
            [fault("", "Idempotency-Key", "invalid")],
        )
    with transaction.atomic():
        if not _lock(partner_id, key):
            raise Problem(409, _("A call with this Idempotency-Key is still running."), headers={"Retry-After": "1"})
        stored = StoredAnswer.objects.filter(partner_id=partner_id, key=key).first()
        if stored is not None:
            if stored.request_digest != digest:
                raise Problem(422, _("This Idempotency-Key was used with another body."))
            return Answer(stored.status, stored.body, stored.headers, is_replayed=True)
        answer = act()
        StoredAnswer.objects.create(
            partner_id=partner_id, key=key, request_digest=digest, status=answer.status, body=answer.body, headers=answer.headers
        )
        StoredAnswer.objects.filter(partner_id=partner_id, created_at__lt=Moment() - KEPT).delete()
        return answer


def _lock(partner_id: UUID, key: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"idempotency:{partner_id}:{key}"])
        return bool(cursor.fetchone()[0])
