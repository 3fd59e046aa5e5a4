"""Waits, as the mail catcher does."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int)
        parser.add_argument("--dir")

    def handle(self, *args: Any, **options: Any) -> None:
        signal.pause()
