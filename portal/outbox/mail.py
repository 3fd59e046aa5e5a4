"""One delivery as a mail: headers that no name can break, text and HTML from one message."""

import datetime
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.conf import settings

from portal.core.fields import zone_of

from .message import Message
from .models import Delivery

_POLICY = SMTP.clone(cte_type="7bit")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")


class BadAddress(ValueError):
    """Nothing can be sent to this address."""


def address_of(text: str) -> str:
    """The address as a relay takes it: one, in ASCII, an international domain in its IDNA form. Raises BadAddress."""
    local, at, domain = text.strip().rpartition("@")
    if not local or not at or not domain or not local.isascii() or _UNSAFE.search(text) or re.search(r"[\s<>,;]", text):
        raise BadAddress(text)
    try:
        ascii_domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
        return Address(addr_spec=f"{local}@{ascii_domain}").addr_spec
    except (UnicodeError, ValueError, IndexError) as error:
        raise BadAddress(text) from error


def compose(delivery: Delivery, message: Message, now: datetime.datetime) -> EmailMessage:
    """The mail of this delivery, in the active language. Raises BadAddress."""
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = Address(_inert(settings.SITE_NAME), addr_spec=settings.MAIL_FROM)
    mail["To"] = Address(_inert(delivery.recipient_name), addr_spec=address_of(delivery.address))
    mail["Subject"] = _inert(message.subject_line(is_example=delivery.is_example))
    mail["Date"] = format_datetime(now.astimezone(zone_of(delivery.zone)))
    mail["Message-ID"] = delivery.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Setu-Worker"] = delivery.claimed_by
    mail.set_content(message.text(is_example=delivery.is_example))
    mail.add_alternative(message.html(is_example=delivery.is_example, language=delivery.language), subtype="html")
    # After the bodies: setting a body throws the mail's own Content- headers away.
    mail["Content-Language"] = delivery.language
    return mail


def _inert(text: str) -> str:
    """One line without anything that a header could mistake for its end."""
    return _UNSAFE.sub(" ", text).strip()
