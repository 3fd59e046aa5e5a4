"""The caught mails of a demonstration, read from their files."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings

# A file name as the catcher makes it: no separator, no leading dot, so that no name leads out of the directory.
NAME = re.compile(r"[0-9]{8}T[0-9]{6}\.[0-9]{6}Z-[A-Za-z0-9@_+.-]{1,150}\.eml")
SHOWN_HEADERS = ("From", "To", "Subject", "Date", "Message-ID", "Content-Language", "Auto-Submitted", "X-Setu-Worker")
_LONGEST_PART = 500_000


class Caught:
    """One mail as it was received."""

    def __init__(self, name: str, raw: bytes) -> None:
        self.name = name
        self.raw = raw
        self.mail: EmailMessage = message_from_bytes(raw, policy=default)

    def header(self, name: str) -> str:
        """A header's text, "" when there is none."""
        return str(self.mail.get(name, ""))

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, self.header(name)) for name in SHOWN_HEADERS if self.header(name)]

    def part(self, kind: str) -> str:
        """The text of the "plain" or "html" part, "" when there is none."""
        body = self.mail.get_body(preferencelist=(kind,))
        if body is None:
            return ""
        raw = body.get_payload(decode=True)
        charset = body.get_content_charset("utf-8")
        try:
            return raw[:_LONGEST_PART].decode(charset, "replace") if isinstance(raw, bytes) else ""
        except LookupError:
            return raw[:_LONGEST_PART].decode("utf-8", "replace") if isinstance(raw, bytes) else ""


def directory() -> Path:
    path: Path = settings.VAR_DIR / "mail"
    return path


def names() -> list[str]:
    """Newest first."""
    place = directory()
    return (
        sorted((path.name for path in place.glob("*.eml") if NAME.fullmatch(path.name)), reverse=True) if place.is_dir() else []
    )


def read(name: str) -> Caught | None:
    """The mail of this name, or None."""
    if not NAME.fullmatch(name):
        return None
    try:
        return Caught(name, (directory() / name).read_bytes())
    except OSError:
        return None
