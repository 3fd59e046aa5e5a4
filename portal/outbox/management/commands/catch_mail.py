"""A mail catcher for demonstrations: keeps what it is given as files instead of sending it on."""

import asyncio
import os
import re
import signal
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

_MOST_BYTES = 20_000_000


class Catcher:
    """Writes each mail as one file, whole or not at all."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.count = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  (the library's name)
        found = re.search(rb"^message-id:\s*<([A-Za-z0-9.-]{1,60})@", envelope.content, re.IGNORECASE | re.MULTILINE)
        name = found.group(1).decode("ascii") if found else "unnamed"
        self.count += 1
        file = self.directory / f"{time.time_ns():020d}-{os.getpid()}-{self.count}-{name}.eml"
        aside = file.with_suffix(".part")
        aside.write_bytes(envelope.content)
        aside.replace(file)
        return "250 caught"


class Command(BaseCommand):
    help = "Catch mail on loopback and keep it as files. Demonstrations and tests only."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=1025)
        parser.add_argument("--dir", default=str(settings.VAR_DIR / "mail"))

    def handle(self, *args: Any, host: str, port: int, dir: str, **options: Any) -> None:
        if not (settings.SETU_DEMO or settings.SETU_TESTING):
            raise CommandError("The mail catcher is for demonstrations; production names its relay in EMAIL_URL.")
        if not host.startswith("127.") and host != "::1":
            raise CommandError("The mail catcher listens on loopback only.")
        directory = Path(dir)
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.stdout.write(f"catching mail on {host}:{port} into {directory}")
        asyncio.run(self._serve(host, port, directory))

    async def _serve(self, host: str, port: int, directory: Path) -> None:
        from aiosmtpd.smtp import SMTP  # only where the demonstration's packages are installed

        loop = asyncio.get_running_loop()
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        catcher = Catcher(directory)
        server = await loop.create_server(
            lambda: SMTP(catcher, hostname="localhost", data_size_limit=_MOST_BYTES, loop=loop), host, port
        )
        try:
            await stop.wait()
        finally:
            server.close()
