"""The demonstration's mail catcher: takes every mail on loopback and keeps it as a file instead of sending it on."""

import os
import re
import tempfile
import time
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

LARGEST_MAIL = 2_000_000
MOST_MAILS = 5_000
_NAME = re.compile(r"[^A-Za-z0-9.@_+-]")


class Catcher:
    """aiosmtpd handler. Each mail becomes `<received-time>-<message-id>.eml`, whole or not at all."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep one mail. The answer 250 is given once the file is there."""
        try:
            keep(self.directory, bytes(envelope.content or b""))
        except OSError as error:
            return f"451 The mail cannot be kept: {error.strerror}"
        return "250 Kept"


def keep(directory: Path, content: bytes, *, received: float | None = None) -> Path:
    """Write one mail atomically and drop the oldest beyond the bound. Returns its file."""
    headers = message_from_bytes(content[:65_536], policy=default)
    identity = _NAME.sub("_", str(headers.get("Message-ID", "")).strip("<> \r\n"))[:150] or "without-id"
    moment = time.time_ns() if received is None else int(received * 1e9)
    stamp = time.strftime("%Y%m%dT%H%M%S", time.gmtime(moment // 10**9)) + f".{moment % 10**9 // 1000:06d}Z"
    handle, temporary = tempfile.mkstemp(dir=directory, prefix=".new-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    target = directory / f"{stamp}-{identity}.eml"
    os.replace(temporary, target)
    for old in sorted(directory.glob("*.eml"))[:-MOST_MAILS]:
        old.unlink(missing_ok=True)
    return target
