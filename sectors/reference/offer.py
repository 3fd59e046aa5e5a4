"""The files of the offer: sources, segments, districts, townships, policies, incentives, opportunities, claims."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Claim, District, Incentive, Opportunity, Policy, Segment, Source, Township
from .columns import (
    Address,
    Choice,
    Column,
    Day,
    Known,
    Layout,
    NeededWord,
    Number,
    PartialDate,
    Reference,
    References,
    Refused,
    Text,
    Translated,
    Word,
    partial_date,
)
from .loading import MakeTable
from .problems import found, listed
from .tables import Table

DATA = Path(__file__).parent / "data"

# What a claim may be about without there being a row of it.
FREE_SUBJECTS = ("state", "country")
NO_SUBJECTS = ("claim", "source")

SOURCE_IDS = References("source_ids", "sources", kind="source")
LATITUDE = Number("lat", "latitude", least=-90, most=90)
LONGITUDE = Number("lon", "longitude", least=-180, most=180)


def in_order(start: str, end: str, message: Any) -> Any:
    """A check that `end`, where both are known, is not below `start`; columns are named like their fields."""

    def check(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
        first, last = values.get(start), values.get(end)
        if first is not None and last is not None and last < first:
            yield (
                end,
                _("found “%(last)s” with “%(first)s” in “%(start)s”. %(rule)s")
                % {"last": last, "first": first, "start": start, "rule": message},
            )

    return check


class Subject(Column):
    """What a claim is about: the key of a row of the kind its `subject_kind` names, or a free word for states and countries."""

    def values(self, cells: Mapping[str, str], model: type[models.Model], known: Known) -> dict[str, Any]:
        kind, key = cells.get("subject_kind", ""), cells.get(self.name, "")
        if kind in known.kinds() and kind not in NO_SUBJECTS and key:
            known.get(kind, key)
        return {self.target: NeededWord.value(NeededWord(self.name), key, known)}


class SubjectKind(Column):
    """A kind of row that is known here, or state or country."""

    def value(self, cell: str, known: Known) -> str:
        allowed = [*FREE_SUBJECTS, *(kind for kind in known.kinds() if kind not in NO_SUBJECTS)]
        if cell not in allowed:
            raise Refused(found(cell, listed(allowed)))
        return cell


class Figure(Column):
    """The value of a claim: a number, or a date where the unit is `date`."""

    def fields(self, model: type[models.Model], columns: Iterable[str]) -> dict[str, str]:
        return dict.fromkeys(("value", "value_date", "value_date_precision"), self.name)

    def values(self, cells: Mapping[str, str], model: type[models.Model], known: Known) -> dict[str, Any]:
        cell = cells.get(self.name, "")
        number, (day, precision) = None, partial_date("")
        if cells.get("unit") == "date":
            day, precision = partial_date(cell)
        else:
            number = Number(self.name).value(cell, known)
        if number is None and day is None:
            raise Refused(found(cell, _("a number, or a date where the unit is “date”")))
        return {"value": number, "value_date": day, "value_date_precision": precision}


class SegmentTable(Table):
    """Segments are a tree: a parent may come after its child in the file, but nothing is part of itself."""

    def plan(self) -> None:
        super().plan()
        parents: dict[UUID, UUID | None] = dict(Segment._base_manager.values_list("pk", "parent_id"))
        parents |= {row.pk: row.parent_id for row in [*self._new.values(), *self._updated.values()]}
        sound: set[UUID] = set()
        for start in self.rows:
            path: dict[UUID, None] = {}
            at: UUID | None = start
            while at is not None and at not in sound and at not in path:
                path[at] = None
                at = parents.get(at)
            if at is not None and at in path:
                ring = list(path)[list(path).index(at) :]
                if start in ring:
                    names = " → ".join(self.keys.get(one, "…") for one in [*ring, at])
                    self.refuse(self.rows[start], "parent_code", _("A segment is part of itself: %(ring)s") % {"ring": names})
            sound |= path.keys()


SOURCES = Layout(
    file="sources.csv",
    kind="source",
    model=Source,
    key="id",
    key_field="code",
    columns=(Address("url"), Text("title_or_publisher", "publisher"), PartialDate("date"), Choice("quality")),
)
SEGMENTS = Layout(
    file="segments.csv",
    kind="segment",
    model=Segment,
    key="code",
    columns=(
        Reference("parent_code", "parent", kind="segment", needed=False),
        Translated("name_en", "name"),
        Translated("summary_en", "summary"),
        Choice("translation_status"),
    ),
    links=(SOURCE_IDS,),
    has_position=True,
)
DISTRICTS = Layout(
    file="districts.csv",
    kind="district",
    model=District,
    key="code",
    columns=(
        Translated("name_en", "name"),
        Text("former_name"),
        Text("headquarters"),
        LATITUDE,
        LONGITUDE,
        Text("note"),
        Choice("translation_status"),
    ),
    links=(SOURCE_IDS,),
)
TOWNSHIPS = Layout(
    file="townships.csv",
    kind="township",
    model=Township,
    key="slug",
    columns=(
        Translated("name_en", "name"),
        Reference("district_code", "district", kind="district"),
        Text("developer"),
        LATITUDE,
        LONGITUDE,
        Word("coordinates_quality"),
        Number("acres", above_zero=True),
        Translated("acres_note"),
        Choice("status"),
        Translated("access_en", "access"),
        Translated("notes_en", "notes"),
        Choice("translation_status"),
    ),
    links=(SOURCE_IDS, References("focus", kind="segment")),
    has_position=True,
)
POLICIES = Layout(
    file="policies.csv",
    kind="policy",
    model=Policy,
    key="slug",
    columns=(
        Translated("name"),
        Choice("level"),
        PartialDate("in_force_from"),
        PartialDate("in_force_to"),
        Translated("targets"),
    ),
    links=(SOURCE_IDS,),
    check=in_order("in_force_from", "in_force_to", gettext_lazy("A policy ends after it starts.")),
)
INCENTIVES = Layout(
    file="incentives.csv",
    kind="incentive",
    model=Incentive,
    key="slug",
    columns=(
        Reference("policy_slug", "policy", kind="policy"),
        Translated("name"),
        NeededWord("kind"),
        Text("zone"),
        Text("size_class"),
        Number("rate_percent", least=0),
        Number("cap_inr", least=0),
        Translated("cap_note"),
        Translated("base"),
        Translated("note"),
        Text("clause"),
        Word("alternative_group"),
        Choice("quality"),
        Day("checked_on", optional=True),
    ),
    links=(SOURCE_IDS, References("applies_to_segments", "segments", kind="segment")),
)
OPPORTUNITIES = Layout(
    file="opportunities.csv",
    kind="opportunity",
    model=Opportunity,
    key="slug",
    columns=(
        Translated("title_en", "title"),
        Translated("sought_en", "sought"),
        Translated("readiness"),
        Number("investment_min_inr_crore"),
        Number("investment_max_inr_crore"),
        Choice("status"),
        PartialDate("published_on"),
        Choice("quality"),
        Choice("translation_status"),
    ),
    links=(
        References("segments", kind="segment", needed=True),
        References("townships", kind="township"),
        References("policy_slugs", "policies", kind="policy"),
        SOURCE_IDS,
    ),
    has_position=True,
    check=in_order(
        "investment_min_inr_crore", "investment_max_inr_crore", gettext_lazy("The upper amount is not below the lower one.")
    ),
)
CLAIMS = Layout(
    file="claims.csv",
    kind="claim",
    model=Claim,
    key="key",
    columns=(
        SubjectKind("subject_kind"),
        Subject("subject"),
        NeededWord("measure"),
        Figure("value"),
        NeededWord("unit"),
        PartialDate("as_of"),
        Text("stated_by"),
        Reference("source_id", "source", kind="source"),
        Choice("status"),
        Choice("qualifier"),
        Text("note"),
    ),
)

# Claims are about rows of higher rooms too, so whoever loads them puts them after all others.
OFFER: tuple[tuple[Layout, MakeTable], ...] = (
    (SOURCES, Table),
    (SEGMENTS, SegmentTable),
    (DISTRICTS, Table),
    (TOWNSHIPS, Table),
    (POLICIES, Table),
    (INCENTIVES, Table),
    (OPPORTUNITIES, Table),
)
STATED: tuple[tuple[Layout, MakeTable], ...] = ((CLAIMS, Table),)
