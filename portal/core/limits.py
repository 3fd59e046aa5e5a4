"""How often something may be tried. Counted in the database: the limit holds in every process and with the cache away.

WRONG_PASSWORDS = Limit("password", most=10, within=timedelta(minutes=15))
taken = WRONG_PASSWORDS.take("name@example.org")      # before the try, so that tries side by side cannot pass together
if not taken.allowed: …                               # taken.until says when a new window begins
WRONG_PASSWORDS.give_back("name@example.org")         # the try was none: the password was right
"""

import datetime
import math
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from . import clock
from .models import Tally

_TAKE = """
    INSERT INTO core_tally (digest, number, until) VALUES (%(digest)s, 1, %(now)s + %(within)s)
    ON CONFLICT (digest) DO UPDATE SET
        number = CASE WHEN core_tally.until <= %(now)s THEN 1 ELSE least(core_tally.number + 1, 1000000) END,
        until = CASE WHEN core_tally.until <= %(now)s THEN excluded.until ELSE core_tally.until END
    RETURNING number, until
"""


@dataclass(frozen=True)
class Taken:
    """One try: whether it is within the limit, and when the window ends."""

    allowed: bool
    now: datetime.datetime
    until: datetime.datetime

    @property
    def minutes(self) -> int:
        """Whole minutes until the next try, at least one."""
        return max(1, math.ceil((self.until - self.now).total_seconds() / 60))


@dataclass(frozen=True)
class Limit:
    """At most `most` tries `within` this time, counted from the first; for each subject on its own."""

    name: str
    most: int
    within: datetime.timedelta

    def take(self, subject: str, *, now: datetime.datetime | None = None) -> Taken:
        """Count one try. One statement besides the clock's, and atomic: of a thousand at once exactly `most` are allowed."""
        now = now or clock.now()
        given: dict[str, Any] = {"digest": self._digest(subject), "now": now, "within": self.within}
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, given)
            number, until = cursor.fetchone()
        return Taken(number <= self.most, now, until)

    def give_back(self, subject: str) -> None:
        """Uncount one try that has turned out to be none. One statement."""
        with connection.cursor() as cursor:
            cursor.execute("UPDATE core_tally SET number = number - 1 WHERE digest = %s AND number > 0", [self._digest(subject)])

    def forget(self, subject: str) -> None:
        """Begin anew for this subject."""
        Tally.objects.filter(digest=self._digest(subject)).delete()

    def _digest(self, subject: str) -> str:
        # Keyed: whoever reads the table cannot tell which addresses strangers have typed.
        return salted_hmac(f"setu.limits.{self.name}", subject, algorithm="sha256").hexdigest()


def tidy(*, now: datetime.datetime | None = None) -> int:
    """Delete what no window needs any more. Returns how many rows."""
    with transaction.atomic():
        return Tally.objects.filter(until__lt=now or clock.now()).delete()[0]
