"""E-mail by SMTP: one connection a batch, one recipient a message, the marker between the relay's 354 and the body."""

import smtplib
from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.utils.translation import get_language

from portal.core import clock

from ..leases import process_name
from ..message import Message
from ..models import Delivery
from . import Away, FenceLost, InDoubt, Refused

_MAX_BYTES = 10_000_000


class FencedSMTP(smtplib.SMTP):
    """smtplib with the fence in `data()`: all before it is provably unsent."""

    fence: Callable[[], bool]
    begun = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.begun = False
        self.putcmd("data")
        code, answer = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, answer)
        if not self.fence():
            # After 354 there is no way back but to hang up without the final dot.
            self.close()
            raise FenceLost
        self.begun = True
        body = msg.replace(b"\r\n.", b"\r\n..")
        if body.startswith(b"."):
            body = b"." + body
        self.send(body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        code, answer = self.getreply()
        self.begun = False
        return code, answer


class FencedSMTPS(FencedSMTP, smtplib.SMTP_SSL):
    """The same over TLS from the first byte."""


class Email:
    """One SMTP connection for a batch, opened when first needed and again after the relay hung up."""

    def __init__(self) -> None:
        self._relay: FencedSMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._relay is not None:
            try:
                self._relay.quit()
            except (smtplib.SMTPException, OSError):
                self._relay.close()
            self._relay = None

    def _connected(self) -> FencedSMTP:
        if self._relay is not None:
            return self._relay
        make = FencedSMTPS if getattr(settings, "EMAIL_USE_SSL", False) else FencedSMTP
        try:
            relay = make(settings.EMAIL_HOST, settings.EMAIL_PORT, local_hostname=settings.MAIL_DOMAIN, timeout=settings.EMAIL_TIMEOUT)
            relay.ehlo_or_helo_if_needed()
            if getattr(settings, "EMAIL_USE_TLS", False):
                relay.starttls()
            if settings.EMAIL_HOST_USER:
                relay.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        except (smtplib.SMTPException, OSError) as error:
            raise Away(f"{type(error).__name__}: {error}") from error
        self._relay = relay
        return relay

    def send(self, delivery: Delivery, message: Message, fence: Callable[[], bool]) -> str:
        try:
            content = compose(delivery, message)
        except (ValueError, UnicodeError) as error:
            # An address that no header can carry: no later try will change it.
            raise Refused(f"The address cannot be used: {error}", permanent=True) from error
        relay = self._connected()
        relay.fence = fence
        try:
            relay.ehlo_or_helo_if_needed()
            code, answer = relay.mail(settings.MAIL_FROM)
            if code == 250:
                code, answer = relay.rcpt(delivery.address)
            if code in (250, 251):
                code, answer = relay.data(content)
        except FenceLost:
            self._relay = None
            raise
        except smtplib.SMTPDataError as error:
            code, answer = error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode()
        except (smtplib.SMTPException, OSError) as error:
            in_doubt = relay.begun
            self._drop()
            raise (InDoubt if in_doubt else Away)(f"{type(error).__name__}: {error}") from error
        said = f"{code} {answer.decode('utf-8', 'replace')}"[:500]
        if code == 250:
            return said
        self._after_refusal(code)
        raise Refused(said, permanent=code >= 500)

    def _after_refusal(self, code: int) -> None:
        if code == 421:
            self._drop()
            return
        assert self._relay is not None
        try:
            self._relay.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self._relay is not None:
            self._relay.close()
        self._relay = None


def compose(delivery: Delivery, message: Message) -> bytes:
    """The mail as it goes over the wire. Raises ValueError for an address that cannot stand in a header."""
    mail = EmailMessage(policy=SMTP_POLICY)
    mail["From"] = Address(settings.SITE_NAME, addr_spec=settings.MAIL_FROM)
    mail["To"] = Address(delivery.recipient_name, addr_spec=delivery.address)
    mail["Subject"] = message.subject_line(is_example=delivery.is_example)
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = delivery.message_id
    mail["Content-Language"] = get_language() or delivery.language
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Setu-Worker"] = process_name()
    mail.set_content(message.text(is_example=delivery.is_example))
    mail.add_alternative(message.html(is_example=delivery.is_example, language=delivery.language), subtype="html")
    content = mail.as_bytes()
    if len(content) > _MAX_BYTES:
        raise ValueError(f"the mail has {len(content)} bytes; {_MAX_BYTES} are allowed")
    return content
