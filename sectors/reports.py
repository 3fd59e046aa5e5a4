"""Figures across nouns for the public pages: what was counted, what applies where, which sources a row rests on."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields import IntegerField
from django.db.models.functions import Coalesce, JSONObject

from portal.accounts.viewer import Viewer
from portal.core.mentions import Mention

from .mentions import NOUNS, named
from .models import Claim, Incentive, Opportunity, Policy, Segment, Source, Township

# What the first page counts, the leading figure first. Another offer that counts other things shows no headline.
HEADLINE_MEASURES = ("japanese_firms", "japanese_firms_manufacturing", "japanese_establishments")
HEADLINE = Q(subject_kind="state", measure__in=HEADLINE_MEASURES)
_MOST_CLAIMS = 200


def sources_of(path: str) -> ArraySubquery:
    """The sources of each row as one JSON column: no statement per row and none per page. `path` leads from Source to the row."""
    return ArraySubquery(
        Source.objects.filter(**{path: OuterRef("pk")})
        .order_by("code")
        .values(
            json=JSONObject(
                code="code", url="url", publisher="publisher", date="date", precision="date_precision", quality="quality"
            )
        )
    )


@dataclass(frozen=True)
class Measured:
    """Every figure stated of one measure, newest first; contradictions stand side by side."""

    label: str
    claims: list[Claim]

    @property
    def is_contradicted(self) -> bool:
        """Whether two sources name different figures."""
        return len({(claim.value, claim.value_date, claim.unit) for claim in self.claims}) > 1


def measured(claims: Iterable[Claim]) -> list[Measured]:
    """Claims gathered by what they measure, in the order in which they came."""
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.measure].append(claim)
    return [Measured(of_one[0].measure_label, of_one) for of_one in groups.values()]


@dataclass(frozen=True)
class Differing:
    """One subject and its measures of which different figures were stated. `about` names the subject."""

    about: Mention
    measures: list[Measured]


def differing(firsts: Iterable[Claim], viewer: Viewer) -> list[Differing]:
    """Every figure beside each of these, by subject, in their order. One statement and one a room for the names."""
    firsts = named(firsts, viewer)
    wanted = Q(pk__in=[])
    for first in firsts:
        wanted |= Q(subject_kind=first.subject_kind, subject=first.subject, measure=first.measure)
    beside: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in Claim.objects.filter(wanted).select_related("source").order_by(F("as_of").desc(nulls_last=True), "key"):
        beside[claim.subject_kind, claim.subject, claim.measure].append(claim)
    subjects: dict[tuple[str, str], Differing] = {}
    for first in firsts:
        pair = (first.subject_kind, first.subject)
        one = subjects.setdefault(pair, Differing(first.about, []))
        one.measures.append(Measured(first.measure_label, beside[*pair, first.measure]))
    return list(subjects.values())


def claims_about(kind: str, subject: str) -> list[Measured]:
    """What was stated of one subject, by measure. One statement."""
    return measured(stated_of(kind, subject))


def stated_of(kind: str, subject: str) -> list[Claim]:
    """Every figure stated of one subject, with its source. One statement."""
    return list(Claim.objects.about(kind, subject)[:_MOST_CLAIMS])


@dataclass(frozen=True)
class Headline:
    """The counts that the first page opens with, and every count beside them."""

    figures: list[Claim] = field(default_factory=list)
    counts: list[Measured] = field(default_factory=list)

    @property
    def leading(self) -> Claim | None:
        return self.figures[0] if self.figures else None

    @property
    def caveat(self) -> str:
        """What somebody remarked on the leading figure, on this statement of it or on another one of the same figure."""
        lead = self.leading
        if lead is None:
            return ""
        same = [
            claim for group in self.counts for claim in group.claims if (claim.measure, claim.value) == (lead.measure, lead.value)
        ]
        return lead.note or next((claim.note for claim in same if claim.note), "")


def headline() -> Headline:
    """The leading count and its companion as they were first said together, of the state itself. One statement."""
    claims = list(
        Claim.objects.filter(HEADLINE)
        .select_related("source")
        .order_by(_by_measure(), F("as_of").desc(nulls_last=True), "key")[:_MOST_CLAIMS]
    )
    lead, companion = HEADLINE_MEASURES[:2]
    dated = sorted((claim for claim in claims if claim.as_of), key=lambda claim: (claim.as_of, claim.key))
    for first in dated:
        together = [claim for claim in dated if claim.source_id == first.source_id and claim.as_of == first.as_of]
        figures = [next((claim for claim in together if claim.measure == measure), None) for measure in (lead, companion)]
        if all(figures):
            return Headline([claim for claim in figures if claim], measured(claims))
    leading = [claim for claim in claims if claim.measure == lead][:1]
    return Headline(leading, measured(claims))


def _by_measure() -> Case:
    return Case(
        *[When(measure=measure, then=Value(place)) for place, measure in enumerate(HEADLINE_MEASURES)],
        output_field=IntegerField(),
    )


def with_ancestors(segment: Segment) -> list[Segment]:
    """The segment and what it is part of, nearest first, as far up as the row was loaded with its parents."""
    line: list[Segment] = []
    step: Segment | None = segment
    while step is not None and step not in line:
        line.append(step)
        step = step.parent if "parent" in step._state.fields_cache else None
    return line


def incentives_for(segments: Iterable[Segment]) -> QuerySet[Incentive]:
    """Benefits that name one of these segments (`is_limited`), then those whose source names no limit. One statement."""
    links: QuerySet[Any] = Incentive.segments.through.objects.filter(incentive_id=OuterRef("pk"))
    return (
        Incentive.objects.annotate(is_limited=Exists(links.filter(segment__in=list(segments))), any_limit=Exists(links))
        .filter(Q(is_limited=True) | Q(any_limit=False))
        .select_related("policy")
        .annotate(source_rows=sources_of("incentives"))
        .order_by("-is_limited", "policy__level", "policy__slug", "slug")
    )


def with_alternatives(incentives: Iterable[Incentive]) -> list[Incentive]:
    """Benefits, each with the other kinds of its group (`alternatives`), of which an investor takes one. One statement at most."""
    rows = list(incentives)
    groups = alternatives(rows)
    for incentive in rows:
        incentive.alternatives = [kind for kind in groups.get(incentive.alternative_group, []) if kind != incentive.kind]
    return rows


def alternatives(incentives: Iterable[Incentive]) -> dict[str, list[str]]:
    """The kinds of benefits in each group of which an investor takes one kind. One statement, none where there is no group."""
    groups = {incentive.alternative_group for incentive in incentives if incentive.alternative_group}
    found: dict[str, list[str]] = defaultdict(list)
    if groups:
        pairs = Incentive.objects.filter(alternative_group__in=groups).order_by("alternative_group", "kind")
        for group, kind in pairs.values_list("alternative_group", "kind").distinct():
            found[group].append(kind)
    return dict(found)


def _links_of(field: Any, rows: QuerySet[Any] | None = None) -> Coalesce:
    """How many rows name the source of the outer query in this many-to-many field."""
    links = field.through.objects.filter(source_id=OuterRef("pk"))
    if rows is not None:
        links = links.filter(**{f"{rows.model._meta.model_name}__in": rows})
    counted = links.order_by().values("source_id").annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(counted), 0)


def with_uses(sources: QuerySet[Source], viewer: Viewer) -> QuerySet[Source]:
    """Sources with how many figures (`claim_count`) and rows of the offer (`row_count`) rest on each. No statement of its own."""
    claims = Claim.objects.filter(source_id=OuterRef("pk")).order_by().values("source_id").annotate(n=Count("*")).values("n")
    rows = [
        _links_of(noun.model.sources, noun.rows(viewer) if hasattr(noun.model.objects, "visible_to") else None)
        for noun in NOUNS.values()
    ]
    return sources.annotate(claim_count=Coalesce(Subquery(claims), 0), row_count=sum(rows[1:], rows[0]))


def policies_at(slug: str, viewer: Viewer) -> QuerySet[Policy]:
    """Policies that an opportunity in this township names, or that have a benefit for a link of the chain which it is meant for."""
    open_here = Opportunity.objects.visible_to(viewer).filter(townships__slug=slug)
    named = Opportunity.policies.through.objects.filter(opportunity__in=open_here).values("policy_id")
    focus = Township.focus.through.objects.filter(township__slug=slug).values("segment_id")
    links = Incentive.segments.through.objects.filter(Q(segment__in=focus) | Q(segment__parent__in=focus))
    return Policy.objects.filter(Q(pk__in=named) | Q(pk__in=links.values("incentive__policy_id")))
