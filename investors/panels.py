"""What the relationship adds to the offer's pages: who is there, what is intended, which meetings are known.

To the public only what sources reported: a meeting that the desk has logged stays with the desk and with those who took part.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils.translation import ngettext

from portal.accounts.viewer import Viewer
from portal.core import formats
from portal.core.registry import Panel, panels, tallies
from portal.partners.models import Partner
from sectors.models import Claim, Opportunity, Plot, Segment, Township
from sectors.reports import sources_of

from .models import Establishment, Meeting, Membership, PartnerProfile, Project, ProjectStep
from .models.project import Stage

MOST = 50


def register() -> None:
    """Put the panels on the offer's pages."""
    for make in (establishments, projects, township_meetings):
        panels.register("township", make)
    panels.register("segment", establishments_of_segment)
    panels.register("segment", segment_meetings)
    tallies.register("segment", establishments_in_words)
    panels.register("opportunity", opportunity_meetings)
    panels.register("start", occasion)
    panels.register("partner", speaks_for)
    panels.register("person", memberships)
    panels.register("opportunity top", ask_opportunity)
    panels.register("township top", ask_township)
    panels.register("plot", ask_plot)


def sourced(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    """What somebody reported; officials see the rest too."""
    links = rows.model.sources.through.objects
    name = rows.model._meta.model_name
    return rows if viewer.is_desk else rows.filter(Exists(links.filter(**{f"{name}_id": OuterRef("pk")})))


def memberships(person: Any, viewer: Viewer) -> Panel | None:
    """On the page of an account: to which companies it belongs."""
    found = list(Membership.objects.filter(user=person).select_related("company").order_by("company__name_en", "id")[:MOST])
    return {"template": "investors/panels/memberships.html", "context": {"memberships": found}} if found else None


def _bounded(rows: QuerySet[Any]) -> tuple[list[Any], bool]:
    found = list(rows[: MOST + 1])
    return found[:MOST], len(found) > MOST


def establishments(township: Township, viewer: Viewer) -> Panel | None:
    """Offices and plants in this township. One statement."""
    rows, is_more = _bounded(
        sourced(Establishment.objects.filter(township=township), viewer)
        .select_related("company")
        .annotate(source_rows=sources_of("establishments"))
        .order_by("company__name_en", "key")
    )
    return {"template": "investors/panels/establishments.html", "context": {"rows": rows, "is_more": is_more}} if rows else None


def _in_places_for(segment: Any) -> QuerySet[Any]:
    """The townships whose focus is this segment or one of its parts. No source ties an establishment to a segment itself."""
    return Township.focus.through.objects.filter(Q(segment=segment) | Q(segment__parent=segment)).values("township_id")


def establishments_of_segment(segment: Segment, viewer: Viewer) -> Panel | None:
    """Offices and plants in the townships with this focus. One statement."""
    rows, is_more = _bounded(
        sourced(Establishment.objects.filter(township__in=_in_places_for(segment.pk)), viewer)
        .select_related("company", "township")
        .annotate(source_rows=sources_of("establishments"))
        .order_by("township__position", "township__slug", "company__name_en", "key")
    )
    context = {"rows": rows, "is_more": is_more}
    return {"template": "investors/panels/establishments_of_segment.html", "context": context} if rows else None


def establishments_in_words(keys: Sequence[Any], viewer: Viewer) -> dict[Any, str]:
    """How many offices and plants stand in the townships with the focus of each of these segments. One statement."""
    there = sourced(Establishment.objects.filter(township__in=_in_places_for(OuterRef(OuterRef("pk")))), viewer)
    counted = there.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values("n")
    rows = Segment.objects.filter(pk__in=keys).annotate(n=Subquery(counted)).filter(n__gt=0).values_list("pk", "n")
    return {
        key: ngettext("%(shown)s establishment", "%(shown)s establishments", n) % {"shown": formats.number(n)} for key, n in rows
    }


def ladder(project: Project, steps: list[ProjectStep]) -> list[dict[str, Any]]:
    """Every rung, and what was stated of it. A rung below the highest one reached counts as passed."""
    stated = {step.stage: step for step in steps}
    order = list(Stage)
    reached = order.index(Stage(project.stage))
    return [
        {
            "label": stage.label,
            "position": "done" if place < reached else "current" if place == reached else "ahead",
            "step": stated.get(stage),
        }
        for place, stage in enumerate(order)
    ]


def with_ladder(rows: list[Project]) -> list[Project]:
    """Projects, loaded with their steps, each with its rungs."""
    for project in rows:
        project.rungs = ladder(project, list(project.steps.all()))
    return rows


STEPS = Prefetch("steps", ProjectStep.objects.select_related("source").order_by(F("on").asc(nulls_first=True), "id"))


def projects(township: Township, viewer: Viewer) -> Panel | None:
    """Investments intended in this township, each on its ladder. Two statements."""
    rows, is_more = _bounded(
        sourced(Project.objects.filter(township=township), viewer)
        .select_related("company")
        .prefetch_related(STEPS)
        .annotate(source_rows=sources_of("projects"))
        .order_by("company__name_en", "slug")
    )
    context = {"rows": with_ladder(rows), "is_more": is_more}
    return {"template": "investors/panels/projects.html", "context": context} if rows else None


def _meetings(about: Q, viewer: Viewer) -> Panel | None:
    known = Q(state=Meeting.State.REPORTED)
    if viewer.is_investor:
        known |= Q(pk__in=Meeting.objects.visible_to(viewer).values("pk"))
    rows = Meeting.objects.filter(about)
    if not viewer.is_desk:
        rows = rows.filter(known)
    # Notes, outcome and summary are not fetched: what is not read cannot leak.
    found, is_more = _bounded(
        rows.newest_first()
        .only("title", "state", "date", "date_precision", "end_date", "place", "sort_date", "is_example")
        .annotate(source_rows=sources_of("meetings"))
    )
    return (
        {"template": "investors/panels/meetings.html", "context": {"rows": found, "is_more": is_more, "viewer": viewer}}
        if found
        else None
    )


def township_meetings(township: Township, viewer: Viewer) -> Panel | None:
    """Meetings at which this township was spoken of. One statement."""
    return _meetings(Q(pk__in=Meeting.townships.through.objects.filter(township=township).values("meeting_id")), viewer)


def segment_meetings(segment: Segment, viewer: Viewer) -> Panel | None:
    """Meetings at which this link of the chain was spoken of. One statement."""
    return _meetings(Q(pk__in=Meeting.segments.through.objects.filter(segment=segment).values("meeting_id")), viewer)


def opportunity_meetings(opportunity: Opportunity, viewer: Viewer) -> Panel | None:
    """Meetings at which this opportunity was spoken of. One statement."""
    return _meetings(Q(pk__in=Meeting.opportunities.through.objects.filter(opportunity=opportunity).values("meeting_id")), viewer)


def occasion(claim: Claim, viewer: Viewer) -> Panel | None:
    """The reported meeting at which a figure was stated: of that day and from the same source. Two statements."""
    if claim.as_of is None:
        return None
    same_source = Meeting.sources.through.objects.filter(source_id=claim.source_id).values("meeting_id")
    meeting = (
        Meeting.objects.filter(state=Meeting.State.REPORTED, date=claim.as_of, pk__in=same_source)
        .only("title", "date", "date_precision", "place")
        .prefetch_related("segments")
        .annotate(source_rows=sources_of("meetings"))
        .order_by("id")
        .first()
    )
    return {"template": "investors/panels/occasion.html", "context": {"meeting": meeting}} if meeting else None


def speaks_for(partner: Partner, viewer: Viewer) -> Panel:
    """Which body a partner is and which companies it speaks for. Two statements."""
    profile = PartnerProfile.objects.filter(partner=partner).select_related("organisation", "desk_officer").first()
    members, is_more = _bounded(profile.members.order_by("name_en", "id")) if profile else ([], False)
    context = {
        "profile": profile,
        "members": members,
        "is_more": is_more,
        "partner": partner,
        "administers": viewer.may_administer,
    }
    return {"template": "investors/panels/speaks_for.html", "context": context}


def _ask(viewer: Viewer, href: str, query: str) -> Panel:
    """Officials are shown what was asked instead: they have nobody to ask."""
    asked = f"{reverse('investors:interest_list')}?{query}" if viewer.is_desk else ""
    return {"template": "investors/panels/ask.html", "context": {"href": href, "list_href": asked}}


def ask_opportunity(opportunity: Opportunity, viewer: Viewer) -> Panel:
    """A way to ask about an opportunity. No statement."""
    return _ask(viewer, reverse("investors:ask_opportunity", args=[opportunity.slug]), f"opportunity={opportunity.slug}")


def ask_township(township: Township, viewer: Viewer) -> Panel:
    """A way to ask about a township or one of its plots. No statement."""
    return _ask(viewer, reverse("investors:ask_township", args=[township.slug]), f"township={township.slug}")


def ask_plot(plot: Plot, viewer: Viewer) -> Panel | None:
    """A way to ask about a plot, in its row. No statement."""
    if viewer.is_desk:
        return None
    href = reverse("investors:ask_plot", args=[plot.pk])
    return {"template": "investors/panels/ask_plot.html", "context": {"href": href, "code": plot.code}}
