"""`manage.py clock`: show the clock of a demonstration or move it, so that the real worker sends what is due by then."""

import datetime
import re
from argparse import ArgumentParser
from typing import Any
from zoneinfo import ZoneInfo

from celery import current_app
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from kombu.exceptions import KombuError

from portal.core import clock

_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_STEP = re.compile(r"([+-])(\d{1,5})([dhms])")


def parse_step(text: str) -> datetime.timedelta:
    """`+3d`, `+2h`, `+90m`, `-1d` as a duration. Raises ValueError."""
    match = _STEP.fullmatch(text)
    if match is None:
        raise ValueError(text)
    sign, number, unit = match.groups()
    return datetime.timedelta(**{_UNITS[unit]: int(sign + number)})


class Command(BaseCommand):
    help = "Show or move the clock: show, reset, +3d, +2h, +90m, -1d, to 2024-02-01T10:00 (desk's time unless a zone is given)."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        # Otherwise argparse takes "-1d" for an option. No option of Django's own begins like that.
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser._negative_number_matcher = re.compile(r"^-\d+[dhms]?$")
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("step", nargs="?", default="show")
        parser.add_argument("moment", nargs="?", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        step, moment = options["step"], options["moment"]
        if bool(moment) != (step == "to"):
            raise CommandError("Say one of: show, reset, +3d, +2h, +90m, -1d, to 2024-02-01T10:00.")
        try:
            if step != "show":
                clock.move(self._by(step, moment))
            now = clock.now()
            desk = now.astimezone(ZoneInfo(settings.TIME_ZONE))
        except clock.ClockIsReal:
            raise CommandError("This installation's clock is real: only demonstrations and tests may move theirs.") from None
        except (ValueError, OverflowError):
            raise CommandError(
                f"“{step} {moment}” is not understood. Say one of: show, reset, +3d, +2h, +90m, -1d, to 2024-02-01T10:00.".replace(
                    " ”", "”"
                )
            ) from None
        self.stdout.write(f"{desk:%a %d %b %Y %H:%M:%S %Z} = {now.astimezone(datetime.UTC):%Y-%m-%d %H:%M:%S} UTC")
        if step != "show":
            self._wake()

    def _by(self, step: str, moment: str) -> datetime.timedelta | None:
        if step == "reset":
            return None
        if step != "to":
            return parse_step(step)
        at = datetime.datetime.fromisoformat(moment)
        if at.tzinfo is None:
            at = at.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
        return at - clock.now()

    def _wake(self) -> None:
        """Tell the workers by name: the frame knows no higher room. Without a broker the sweep finds what has become due."""
        try:
            with current_app.connection_for_write(connect_timeout=1) as broker:
                current_app.send_task("investors.plan_follow_ups", connection=broker, retry=False, expires=60)
                current_app.send_task("outbox.wake", connection=broker, retry=False, expires=60)
        except (KombuError, OSError) as error:
            self.stderr.write(f"The worker could not be woken; its next sweep will see the new time. ({error})")
