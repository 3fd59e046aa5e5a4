"""SMTP with a marker between the relay's 354 and the text, and with a bound on every step.

smtplib bounds each single read, so a relay that drips one byte at a time, or never ends a reply, holds its client for ever; here a
whole reply has one deadline and one size.
"""

import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any

_LONGEST_LINE = 4_096
_MOST_LINES = 100


class MarkerRefused(Exception):
    """The fenced update touched no row: the connection was closed without the final dot, so the relay drops the message."""


class TextNotSent(smtplib.SMTPServerDisconnected):
    """The connection broke before the final dot was begun: the relay cannot have taken the message."""


class NoAnswer(smtplib.SMTPServerDisconnected):
    """The final dot left us and no answer came."""


class MarkedSMTP(smtplib.SMTP):
    """One connection. Set `marker` before each `data()`."""

    marker: Callable[[], bool]

    def __init__(self, *, timeout: float, local_hostname: str) -> None:
        self._unread = b""
        self._context: ssl.SSLContext | None = None
        super().__init__(timeout=timeout, local_hostname=local_hostname)

    def data(self, msg: bytes | str) -> tuple[int, bytes]:  # type: ignore[override]  # its types take any buffer
        """Send one message: DATA, the marker, the text, the dot. Gives the relay's answer to the dot.

        Raises SMTPDataError (before the marker), MarkerRefused, TextNotSent, NoAnswer.
        """
        self.putcmd("data")
        code, reply = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, reply)
        text = _as_lines(msg.encode("ascii") if isinstance(msg, str) else msg)
        marked = False
        try:
            marked = self.marker()
        finally:
            # Also when the database fails here: after 354 there is no RSET, only the closed connection says "forget it".
            if not marked:
                self.close()
        if not marked:
            raise MarkerRefused
        # Text and dot apart, so that a connection broken within a long text is a definite no and not a doubt.
        try:
            self.send(text)
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            self.close()
            raise TextNotSent(str(error)) from error
        try:
            self.send(b".\r\n")
            return self.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise NoAnswer(str(error)) from error

    def under_tls(self, context: ssl.SSLContext | None) -> None:
        """Speak TLS from the first byte of the next connection (port 465)."""
        self._context = context

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((host, port), timeout)
        return plain if self._context is None else self._context.wrap_socket(plain, server_hostname=host)

    def connect(self, host: str = "localhost", port: int = 0, source_address: Any = None) -> tuple[int, bytes]:
        """Connect and read the greeting."""
        self._unread = b""
        answer: tuple[int, bytes] = super().connect(host, port)
        if self.sock is not None:
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return answer

    def go_under_tls(self, context: ssl.SSLContext | None) -> None:
        """Go on under TLS (STARTTLS). What a stranger slipped in before it is thrown away."""
        self.starttls(context=context)
        self._unread = b""

    def getreply(self) -> tuple[int, bytes]:
        """One whole reply within the timeout, at most a hundred lines. Raises SMTPServerDisconnected."""
        deadline = time.monotonic() + float(self.timeout)
        lines: list[bytes] = []
        while len(lines) < _MOST_LINES:
            line = self._line(deadline)
            lines.append(line[4:].strip())
            if not line[:3].isdigit():
                self.close()
                raise smtplib.SMTPServerDisconnected(f"not an SMTP reply: {line[:80]!r}")
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(lines)
        self.close()
        raise smtplib.SMTPServerDisconnected("the reply does not end")

    def _line(self, deadline: float) -> bytes:
        while b"\n" not in self._unread:
            left = deadline - time.monotonic()
            if left <= 0 or len(self._unread) > _LONGEST_LINE or self.sock is None:
                self.close()
                raise smtplib.SMTPServerDisconnected("timed out" if left <= 0 else "the line does not end")
            try:
                self.sock.settimeout(left)
                chunk = self.sock.recv(4_096)
                self.sock.settimeout(float(self.timeout))
            except OSError as error:
                self.close()
                raise smtplib.SMTPServerDisconnected(str(error)) from error
            if not chunk:
                self.close()
                raise smtplib.SMTPServerDisconnected("the connection was closed")
            self._unread += chunk
        line, self._unread = self._unread.split(b"\n", 1)
        return line.rstrip(b"\r")


def _as_lines(message: bytes) -> bytes:
    """CRLF at every line's end, dots at line starts doubled (RFC 5321, section 4.5.2)."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    if not lines.endswith(b"\r\n"):
        lines += b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", lines)
