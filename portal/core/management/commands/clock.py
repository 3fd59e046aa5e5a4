"""Moves the one clock of a demonstration, so that the real worker sends the real mail."""

import datetime
import re
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.core import clock

_STEP = re.compile(r"([+-])(\d{1,5})(s|m|h|d|w)")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_MOST = datetime.timedelta(days=3660)


class Command(BaseCommand):
    help = "show | reset | +3d, -2h, +90m | 2024-02-01T10:00 (Indian time): show or move the clock."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("step", nargs="?", default="show")

    def run_from_argv(self, argv: list[str]) -> None:
        # "-1d" is a step here and not an option.
        if len(argv) > 2 and re.fullmatch(r"-\d+[smhdw]", argv[2]):
            argv = [*argv[:2], "--", *argv[2:]]
        super().run_from_argv(argv)

    def handle(self, *args: Any, step: str, **options: Any) -> None:
        try:
            self._move(step)
        except clock.ClockIsReal as error:
            raise CommandError("The clock of a real installation cannot be moved (SETU_DEMO is not set).") from error
        now = clock.now()
        self.stdout.write(f"{now.astimezone(ZoneInfo('Asia/Kolkata')):%Y-%m-%d %H:%M:%S} in India, {now:%Y-%m-%d %H:%M:%S} UTC")
        if clock.offset():
            self.stdout.write(f"moved by {clock.offset()}; `clock reset` goes back to the real time")

    def _move(self, step: str) -> None:
        if step == "show":
            return
        if step == "reset":
            clock.move(None)
            return
        found = _STEP.fullmatch(step)
        if found:
            sign, number, unit = found.groups()
            by = datetime.timedelta(**{_UNITS[unit]: int(number)})
            by = by if sign == "+" else -by
        else:
            try:
                moment = datetime.datetime.fromisoformat(step)
            except ValueError as error:
                raise CommandError("Say show, reset, a step like +3d, -2h or +90m, or a moment like 2024-02-01T10:00.") from error
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=ZoneInfo("Asia/Kolkata"))
            by = moment - clock.now()
        if abs(clock.offset() + by) > _MOST:
            raise CommandError("The clock can be moved by ten years at most.")
        clock.move(by)
