"""What the rows tell of a programme: the body itself, figures, bodies and meetings that name it, the links of the chain it belongs to."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from portal.accounts.viewer import Viewer
from sectors.models import Opportunity, Segment
from sectors.reports import Measured, claims_about, sources_of

from .models import Meeting, Organisation
from .programmes import Programme

_MOST = 50


@dataclass(frozen=True)
class Told:
    """Everything for one page. `body` is None where no row tells of the programme."""

    body: Organisation | None
    measures: list[Measured] = field(default_factory=list)
    named_by: list[Organisation] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    opportunities: list[Opportunity] = field(default_factory=list)


def told_of(programme: Programme, viewer: Viewer) -> Told:
    """What may be shown to this viewer. Six statements, one where nothing is known."""
    body = (
        Organisation.objects.reported()
        .filter(slug=programme.organisation)
        .annotate(source_rows=sources_of("organisations"))
        .first()
    )
    if body is None:
        return Told(None)
    own_and_parts = Segment.objects.filter(Q(code__in=programme.segments) | Q(parent__code__in=programme.segments))
    return Told(
        body=body,
        measures=claims_about("organisation", body.slug),
        named_by=list(_naming(body)[:_MOST]),
        meetings=list(_meetings(body)[:_MOST]),
        segments=list(own_and_parts.select_related("parent").annotate(source_rows=sources_of("segments"))[:_MOST]),
        opportunities=list(
            Opportunity.objects.visible_to(viewer)
            .filter(
                pk__in=Opportunity.segments.through.objects.filter(segment__in=own_and_parts.values("pk")).values(
                    "opportunity_id"
                )
            )
            .annotate(source_rows=sources_of("opportunities"))[:_MOST]
        ),
    )


def _naming(body: Organisation) -> QuerySet[Organisation]:
    """Reported bodies whose role speaks of this one by its name."""
    return (
        Organisation.objects.reported()
        .filter(role_en__icontains=body.name_en)
        .exclude(pk=body.pk)
        .annotate(source_rows=sources_of("organisations"))
        .order_by("name_en", "id")
    )


def _meetings(body: Organisation) -> Any:
    """Reported meetings at which it was spoken of, or took part. What the desk logged stays with the desk."""
    took_part = Meeting.organisations.through.objects.filter(organisation=body).values("meeting_id")
    return (
        Meeting.objects.filter(Q(topics__contains=[body.name_en]) | Q(pk__in=took_part), state=Meeting.State.REPORTED)
        .newest_first()
        .only("title", "state", "date", "date_precision", "end_date", "place", "sort_date", "is_example", "shared_summary")
        .annotate(source_rows=sources_of("meetings"))
    )
