"""The files of the relationship: organisations, companies, establishments, projects."""

from pathlib import Path
from typing import Any
from uuid import UUID

from sectors.reference.columns import (
    Address,
    Choice,
    Country,
    Layout,
    NeededWord,
    Number,
    PartialDate,
    Reference,
    Refused,
    Text,
    Translated,
    Whole,
)
from sectors.reference.offer import SOURCE_IDS
from sectors.reference.reading import Row
from sectors.reference.tables import BATCH, Table

from ..models import Company, Establishment, Organisation, Project, ProjectStep
from ..models.project import Stage

DATA = Path(__file__).parent / "data"
LADDER = list(Stage.values)

ORGANISATIONS = Layout(
    file="organisations.csv",
    kind="organisation",
    model=Organisation,
    key="slug",
    columns=(
        Translated("name_en", "name"),
        Choice("kind"),
        Translated("role_en", "role"),
        Country("country_code", optional=True),
    ),
    links=(SOURCE_IDS,),
    unused=("translation_status",),
)
COMPANIES = Layout(
    file="companies.csv",
    kind="company",
    model=Company,
    key="slug",
    columns=(Translated("name"), Text("parent"), Country("country_code"), Text("sector"), Address("website")),
    links=(SOURCE_IDS,),
)
ESTABLISHMENTS = Layout(
    file="establishments.csv",
    kind="establishment",
    model=Establishment,
    key="key",
    columns=(
        Reference("company_slug", "company", kind="company"),
        NeededWord("kind"),
        Text("place"),
        Reference("township_slug", "township", kind="township", needed=False),
        PartialDate("since"),
        Text("capacity_or_fact", "fact"),
    ),
    links=(SOURCE_IDS,),
)
# Figures of a project's stage: they stand on its step, and figures of different steps are never added up.
STEP_COLUMNS = (Number("amount_inr_crore", least=0), Whole("jobs"), PartialDate("announced_on", "on"))
PROJECTS = Layout(
    file="projects.csv",
    kind="project",
    model=Project,
    key="slug",
    columns=(
        Reference("company_slug", "company", kind="company"),
        Text("title"),
        Choice("stage"),
        Reference("township_slug", "township", kind="township", needed=False),
    ),
    links=(SOURCE_IDS,),
    elsewhere=STEP_COLUMNS,
)


class ProjectTable(Table):
    """Projects with the step of the ladder that their row reports.

    A later stage adds a step and keeps the earlier ones. An earlier stage is a correction: the step it corrects goes.
    """

    def plan(self) -> None:
        self._stages = {pk: project.stage for pk, project in self.existing.items()}
        steps = ProjectStep._base_manager.filter(project_id__in=list(self.existing)) if self.existing else []
        self._steps = {(step.project_id, step.stage): step for step in steps}
        self._steps_new: list[ProjectStep] = []
        self._steps_changed: list[ProjectStep] = []
        self._steps_gone: list[UUID] = []
        super().plan()

    def plan_more(self, identity: UUID, row: Row, cells: dict[str, str]) -> None:
        stage = cells.get("stage", "")
        values: dict[str, Any] = {"source_id": self._first_source(cells)}
        for column in STEP_COLUMNS:
            try:
                values |= column.values(cells, ProjectStep, self.known)
            except Refused as refusal:
                self.refuse(row, column.name, str(refusal))
                return
        if stage not in LADDER:
            return
        before = self._stages.get(identity, "")
        if before and LADDER.index(before) > LADDER.index(stage) and (wrong := self._steps.get((identity, before))):
            self._steps_gone.append(wrong.pk)
        step = self._steps.get((identity, stage))
        if step is not None and all(getattr(step, name) == value for name, value in values.items()):
            return
        (self._steps_new if step is None else self._steps_changed).append(
            step := step or ProjectStep(project_id=identity, stage=stage)
        )
        for name, value in values.items():
            setattr(step, name, value)
        self.clean_row(step, row, cells, {"amount_inr_crore": "amount_inr_crore", "jobs": "jobs", "on": "announced_on"})
        if identity in self.existing:
            self.changed.add(identity)

    def _first_source(self, cells: dict[str, str]) -> UUID | None:
        first = cells.get("source_ids", "").split("|")[0].strip(" ")
        # An unknown source is reported once, by the column of links.
        return self.known.get("source", first) if first and self.known.has("source", first) else None

    def write(self) -> None:
        super().write()
        ProjectStep._base_manager.filter(pk__in=self._steps_gone).delete()
        ProjectStep._base_manager.bulk_create(self._steps_new, batch_size=BATCH)
        if self._steps_changed:
            ProjectStep._base_manager.bulk_create(
                self._steps_changed,
                batch_size=BATCH,
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=["source", "amount_inr_crore", "jobs", "on", "on_precision"],
            )
