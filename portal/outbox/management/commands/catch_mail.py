"""`manage.py catch_mail`: the relay of demonstrations and tests."""

import ipaddress
import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.outbox.catcher import LARGEST_MAIL, Catcher


class Command(BaseCommand):
    help = "Take mail on loopback and keep each one as a file. For demonstrations and tests only."
    requires_system_checks: list[str] = []  # it must take mail also while the database is away

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, required=True)
        parser.add_argument("--dir", type=Path, default=settings.VAR_DIR / "mail")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.SETU_DEMO or settings.SETU_TESTING):
            raise CommandError("The catcher swallows mail: it runs only with SETU_DEMO=1.")
        try:
            loopback = ipaddress.ip_address(options["host"]).is_loopback
        except ValueError:
            loopback = options["host"] == "localhost"
        if not loopback:
            raise CommandError("The catcher listens on loopback only.")
        # Not among production's packages.
        from aiosmtpd.controller import Controller

        directory: Path = options["dir"]
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        done = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: done.set())
        controller = Controller(
            Catcher(directory),
            hostname=options["host"],
            port=options["port"],
            data_size_limit=LARGEST_MAIL,
            enable_SMTPUTF8=True,
        )
        try:
            controller.start()
        except OSError as error:
            raise CommandError(f"Port {options['port']} cannot be listened on: {error}") from error
        self.stdout.write(f"Catching mail on {options['host']}:{options['port']} into {directory}")
        self.stdout.flush()
        done.wait()
        controller.stop()
