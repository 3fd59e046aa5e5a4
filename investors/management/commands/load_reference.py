"""`manage.py load_reference [DIR]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.history import acting
from sectors.reference.loading import Outcome
from sectors.reference.problems import ReferenceErrors

from ...reference.loading import load_reference


class Command(BaseCommand):
    help = (
        "Load reference data from the CSV files of a directory, or those shipped. All or nothing; doing it again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "directory", nargs="?", type=Path, metavar="DIR", help="A directory of CSV files; without it, the shipped ones."
        )

    def handle(self, *args: Any, directory: Path | None = None, **options: Any) -> None:
        try:
            with acting(door="command"):
                outcome = load_reference(directory)
        except ReferenceErrors as errors:
            self._refuse(errors)
        else:
            self._report(outcome)

    def _refuse(self, errors: ReferenceErrors) -> None:
        for problem in errors.problems:
            self.stderr.write(str(problem))
        if errors.more:
            self.stderr.write(
                ngettext("… and %(count)d more error.", "… and %(count)d more errors.", errors.more) % {"count": errors.more}
            )
        raise CommandError(_("Nothing was loaded."))

    def _report(self, outcome: Outcome) -> None:
        for note in outcome.notes:
            self.stdout.write(note)
        for tally in outcome.tallies:
            line = _("%(name)s: %(read)d read, %(created)d created, %(changed)d changed, %(unchanged)d unchanged") % {
                "name": tally.name,
                "read": tally.read,
                "created": tally.created,
                "changed": tally.changed,
                "unchanged": tally.unchanged,
            }
            if tally.left_alone:
                line += ", " + _("%(count)d left alone because officials have taken them over: %(keys)s") % {
                    "count": len(tally.left_alone),
                    "keys": ", ".join(tally.left_alone[:20]),
                }
            self.stdout.write(line)
        if outcome.created or outcome.changed:
            self.stdout.write(
                _("Loaded: %(created)d created, %(changed)d changed.") % {"created": outcome.created, "changed": outcome.changed}
            )
        else:
            self.stdout.write(_("Nothing changed."))
