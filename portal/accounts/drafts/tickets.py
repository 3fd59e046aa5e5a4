"""The ticket of an open form: who opened it, at which address, and which draft holds its text.

It is signed by us and written into the page, so only that page knows it. It is the right to *write* one draft of one person and
nothing else, never to read: that is how a form that arrives after its session has ended still finds its owner, without a cookie
and without showing anything to whoever sits at the browser now.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing

FIELD = "draft_ticket"
# A page that was open for longer is told to be too old.
LIFE = timedelta(days=7)
_SALT = "portal.accounts.drafts"


@dataclass(frozen=True)
class Ticket:
    """`continues` is the draft that the page was filled from, as of that moment; the page's own draft takes its place."""

    owner: UUID
    address: str
    draft: UUID
    base: str
    continues: UUID | None = None
    continues_at: datetime | None = None

    def signed(self) -> str:
        """As it stands in the page."""
        return signing.dumps(
            [
                self.owner.hex,
                self.address,
                self.draft.hex,
                self.base,
                *([self.continues.hex, self.continues_at.isoformat()] if self.continues and self.continues_at else []),
            ],
            salt=_SALT,
            compress=True,
        )


def read(signed: str) -> Ticket | None:
    """The ticket, if it is ours and not too old."""
    try:
        owner, address, draft, base, *continues = signing.loads(signed, salt=_SALT, max_age=LIFE)
    except signing.BadSignature:
        return None
    ticket = Ticket(UUID(owner), address, UUID(draft), base)
    if not continues:
        return ticket
    return Ticket(ticket.owner, address, ticket.draft, base, UUID(continues[0]), datetime.fromisoformat(continues[1]))


def digest(initial: Any) -> str:
    """A short sign of what a form starts with: another one means that the row behind it has changed."""
    told = json.dumps(initial, default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]
