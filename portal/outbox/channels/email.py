"""E-mail by SMTP: one connection for a batch, one recipient a message."""

import re
import smtplib
import ssl

from django.conf import settings

from portal.core import clock

from ..mail import BadAddress, address_of, compose
from ..message import Message
from ..models import Delivery
from ..outcome import Accepted, FenceLost, Marker, NotNow, Outcome, Refused, Unknown
from ..smtp import MarkedSMTP, MarkerRefused, NoAnswer, TextNotSent
from . import Channel

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
# The relay is closing this connection.
_CLOSING = 421


class Relay:
    """The relay of `EMAIL_URL`, connected when the first message wants to leave."""

    def __init__(self) -> None:
        self._smtp: MarkedSMTP | None = None

    def hand_over(self, delivery: Delivery, message: Message, marker: Marker) -> Outcome:
        """Send one mail. What breaks before the marker is `NotNow` or `Refused`, what breaks after the dot is `Unknown`."""
        try:
            recipient = address_of(delivery.address)
            mail = compose(delivery, message, clock.now()).as_bytes()
        except BadAddress as error:
            return Refused(f"Not an address that mail can go to: {error}", permanent=True)
        try:
            # A relay may have closed a connection that stood idle while the message was rendered: that is one fresh try.
            smtp = self._alive() or self._connect()
            code, reply = smtp.mail(settings.MAIL_FROM)
            if code != 250:
                # About us, not about this message: the next one would hear the same.
                return self._not_now(_said(code, reply))
            code, reply = smtp.rcpt(recipient)
            if code not in (250, 251):
                return self._refused(code, reply)
            smtp.marker = marker
            code, reply = smtp.data(mail)
        except MarkerRefused:
            self._smtp = None
            return FenceLost()
        except smtplib.SMTPDataError as error:
            return self._refused(error.smtp_code, error.smtp_error)
        except NoAnswer as error:
            self._smtp = None
            return Unknown(_plain(f"The relay did not answer after the text: {error}"))
        except TextNotSent as error:
            return self._not_now(f"The connection broke within the text: {error}")
        except (OSError, smtplib.SMTPException) as error:
            return self._not_now(f"{type(error).__name__}: {error}")
        if 200 <= code < 300:
            return Accepted(_said(code, reply))
        if 400 <= code < 600:
            return self._refused(code, reply)
        self._drop()
        return Unknown(_plain(f"The relay's answer to the text means nothing: {_said(code, reply)}"))

    def close(self) -> None:
        """Say goodbye if the relay still listens."""
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        try:
            smtp.quit()
        except (OSError, smtplib.SMTPException):
            smtp.close()

    def _alive(self) -> MarkedSMTP | None:
        """The open connection, if the relay still answers on it."""
        if self._smtp is None:
            return None
        try:
            if self._smtp.rset()[0] == 250:
                return self._smtp
        except (OSError, smtplib.SMTPException):
            pass
        self._drop()
        return None

    def _connect(self) -> MarkedSMTP:
        smtp = MarkedSMTP(timeout=settings.EMAIL_TIMEOUT, local_hostname=settings.MAIL_DOMAIN)
        self._smtp = smtp
        context = ssl.create_default_context() if settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL else None
        if settings.EMAIL_USE_SSL:
            smtp.under_tls(context)
        code, reply = smtp.connect(settings.EMAIL_HOST, settings.EMAIL_PORT)
        if code != 220:
            raise smtplib.SMTPConnectError(code, reply)
        smtp.ehlo_or_helo_if_needed()
        if settings.EMAIL_USE_TLS:
            smtp.go_under_tls(context)
            smtp.ehlo_or_helo_if_needed()
        if settings.EMAIL_HOST_USER:
            smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        return smtp

    def _refused(self, code: int, reply: bytes | str) -> Outcome:
        answer = _said(code, reply)
        if code == _CLOSING:
            return self._not_now(answer)
        return Refused(answer, permanent=500 <= code <= 599)

    def _not_now(self, answer: str) -> NotNow:
        self._drop()
        return NotNow(_plain(answer))

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


def _said(code: int, reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return _plain(f"{code} {text}")


def _plain(text: str) -> str:
    """A stranger's words, bounded and without control characters, for the column `answer`."""
    return _CONTROL.sub(" ", text)[:500]


channel = Channel("email", Relay)
