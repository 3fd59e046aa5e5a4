"""The ticket of a form that strangers fill: which form it is, and since when it has been open. Signed, so that only we make one.

It stands in for what others have done by services of third parties: a program that posts at once, or the same page a thousand times,
is told to come again. No cookie and no script are needed.
"""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.core.ids import uuid7

SHORTEST = datetime.timedelta(seconds=3)
LONGEST = datetime.timedelta(days=7)
_SALT = "setu.ask"


class StaleTicket(ValidationError):
    """The ticket is none of ours, or so old that the form needs a new one."""


class TooQuick(ValidationError):
    """No person fills the form so fast."""


@dataclass(frozen=True)
class Ticket:
    """One form: posted twice it is one enquiry."""

    submission: UUID
    opened_at: datetime.datetime

    def sign(self) -> str:
        return signing.dumps([self.submission.hex, int(self.opened_at.timestamp())], salt=_SALT)


def new(now: datetime.datetime) -> str:
    """The ticket of a form that is shown now."""
    return Ticket(uuid7(), now).sign()


def read(text: str, now: datetime.datetime) -> Ticket:
    """The ticket of a form that was posted. Raises StaleTicket, TooQuick."""
    try:
        submission, second = signing.loads(text, salt=_SALT)
        ticket = Ticket(UUID(submission), datetime.datetime.fromtimestamp(second, datetime.UTC))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise StaleTicket(
            _("Your enquiry has not been sent yet. Everything you typed is here: please send it once more.")
        ) from error
    if not -datetime.timedelta(minutes=5) <= now - ticket.opened_at <= LONGEST:
        raise StaleTicket(_("Your enquiry has not been sent yet. Everything you typed is here: please send it once more."))
    if now - ticket.opened_at < SHORTEST:
        raise TooQuick(_("That was very quick. Everything you typed is here: please wait a few seconds and send it once more."))
    return ticket
