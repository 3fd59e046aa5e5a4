"""Load the whole reference data: the offer, the relationship, and what was claimed about either."""

from functools import partial
from pathlib import Path

from sectors.reference.columns import Layout
from sectors.reference.loading import MakeTable, Outcome, load
from sectors.reference.offer import DATA as OFFER_DATA
from sectors.reference.offer import OFFER, STATED
from sectors.reference.tables import Table

from .meetings import MEETINGS, Bodies, BodyTable, MeetingTable
from .relationship import COMPANIES, DATA, ESTABLISHMENTS, ORGANISATIONS, PROJECTS, ProjectTable

SHIPPED = (OFFER_DATA, DATA)


def load_reference(directory: Path | None = None) -> Outcome:
    """Load the files of this directory, or those shipped with the apps, as a whole.

    Idempotent: what is stored already and unchanged is not written. Raises ReferenceErrors, having changed nothing.
    """
    bodies = Bodies()
    relationship: tuple[tuple[Layout, MakeTable], ...] = (
        (ORGANISATIONS, partial(BodyTable, bodies=bodies)),
        (COMPANIES, partial(BodyTable, bodies=bodies)),
        (ESTABLISHMENTS, Table),
        (PROJECTS, ProjectTable),
        (MEETINGS, partial(MeetingTable, bodies=bodies)),
    )
    return load([directory] if directory else SHIPPED, [*OFFER, *relationship, *STATED])
