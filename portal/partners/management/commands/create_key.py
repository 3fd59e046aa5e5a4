"""`manage.py create_key`: give a partner a key, shown once."""

from argparse import ArgumentParser
from datetime import UTC, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.dateparse import parse_date, parse_datetime

from portal.core.history import acting

from ...keys import make_key
from ...models import Partner
from ...scopes import SCOPES


def moment_of(text: str) -> datetime:
    """Read a day (its end, in UTC) or an instant with its offset. Raises CommandError."""
    try:
        if day := parse_date(text):
            return datetime.combine(day, time.max, tzinfo=UTC)
        if (moment := parse_datetime(text)) and moment.tzinfo:
            return moment
    except ValueError as error:
        raise CommandError(f"--expires {text}: {error}") from error
    raise CommandError(f"--expires {text}: give a day like 2027-03-31, or an instant like 2027-03-31T12:00:00Z.")


class Command(BaseCommand):
    help = "Make a key for a partner and print it. It is printed this once and kept nowhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("partner", metavar="PARTNER_SLUG")
        parser.add_argument("--name", required=True, help="what the partner will know the key by")
        parser.add_argument("--scope", action="append", nargs="+", required=True, metavar="SCOPE", help=" ".join(SCOPES))
        parser.add_argument("--expires", metavar="DATE", help="a day (good until its end, UTC) or an instant; never unless told")

    def handle(self, *args: Any, **options: Any) -> None:
        partner = Partner.objects.filter(slug=options["partner"]).first()
        if partner is None:
            raise CommandError(f"There is no partner “{options['partner']}”.")
        expires_at = moment_of(options["expires"]) if options["expires"] else None
        scopes = [scope for group in options["scope"] for scope in group]
        try:
            with acting(door="command"), transaction.atomic():
                _key, secret = make_key(partner=partner, name=options["name"], scopes=scopes, expires_at=expires_at)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(secret)
