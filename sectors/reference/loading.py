"""Load a set of files as a whole or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portal.core import saving

from .columns import Known, Layout
from .problems import Problems, listed, shown
from .reading import Sheet, read_sheet
from .tables import Table, Tally

MakeTable = Callable[[Layout, Sheet | None, Known, Problems], Table]


@dataclass
class Outcome:
    """What a load did, file by file, and what it wants a person to know."""

    tallies: list[Tally] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def created(self) -> int:
        return sum(tally.created for tally in self.tallies)

    @property
    def changed(self) -> int:
        return sum(tally.changed for tally in self.tallies)


def load(directories: Sequence[Path], tables: Sequence[tuple[Layout, MakeTable]]) -> Outcome:
    """Load from these directories whatever files of these tables they hold, in one transaction.

    A file that is absent leaves its table alone; references may go to rows of the files or of the database. No file at all
    is an error. Raises ReferenceErrors, having changed nothing.
    """
    problems, known, outcome = Problems(), Known(), Outcome()
    sheets = _read(directories, [layout for layout, _make in tables], problems, outcome)
    if not sheets and not problems:
        allowed = listed(layout.file for layout, _make in tables)
        problems.add(
            ", ".join(map(str, directories)), None, "", _("There is none of these files: %(files)s") % {"files": allowed}
        )
        problems.refuse_if_any()
    # English is active so that a translated column's base answers with its English text.
    with transaction.atomic(), translation.override("en"):
        saving.lock("reference data")
        work = [make(layout, sheets.get(layout.file), known, problems) for layout, make in tables]
        for table in work:
            table.identify()
        for table in work:
            table.plan()
        problems.refuse_if_any()
        for table in work:
            table.write()
        for table in work:
            table.write_links()
            outcome.notes += table.notes
            if table.sheet is not None:
                outcome.tallies.append(table.tally)
    return outcome


def _read(directories: Sequence[Path], layouts: Sequence[Layout], problems: Problems, outcome: Outcome) -> dict[str, Sheet]:
    sheets: dict[str, Sheet] = {}
    expected = {layout.file for layout in layouts}
    for directory in directories:
        try:
            names = sorted(path.name for path in directory.iterdir())
        except OSError as error:
            problems.add(
                str(directory), None, "", _("The directory cannot be read: %(reason)s.") % {"reason": error.strerror or error}
            )
            continue
        for name in names:
            if name in expected:
                sheets[name] = read_sheet(directory / name, problems)
            elif name.casefold().endswith(".csv"):
                outcome.notes.append(_("%(file)s: unknown file ignored") % {"file": shown(name)})
    return sheets
