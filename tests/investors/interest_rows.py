"""An enquiry, ready to be asked."""

import datetime
from typing import Any
from uuid import uuid4

from investors.actions.interests import InterestInput, receive
from investors.models import Interest
from portal.accounts.models import User

# A Wednesday, noon in India. Five working days on is the Wednesday after: the 13th is a second Saturday, the 14th a Sunday.
NOON = datetime.datetime(2024, 1, 10, 6, 30, tzinfo=datetime.UTC)
TYPED = {
    "name": "山田 太郎",
    "company_name": "やまだ電池",
    "email": "yamada@example.org",
    "country_code": "JP",
    "language": "ja",
    "zone": "Asia/Tokyo",
    "message": "土地の価格を教えてください。",
    "consent": "同意します。",
}


def asked(*, by: User | None = None, now: datetime.datetime = NOON, submission: Any = None, **changes: Any) -> Interest:
    """Take an enquiry of a visitor from Japan, unless told."""
    values = {**TYPED, "is_example": True, **changes}
    return receive(data=InterestInput(**values), by=by, submission=submission or uuid4(), now=now)
