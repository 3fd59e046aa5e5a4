"""Townships and the land in them, each figure as it was stated and by whom."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.accounts.viewer import viewer_of
from portal.core.filters import UnknownParameters
from portal.core.pages import Ordering, page_of
from portal.core.public_pages import public_page
from portal.core.registry import panels

from .. import maps
from ..facets import township_facets
from ..filters import TownshipFilter
from ..mentions import mentioned, names
from ..models import District, Opportunity, Segment, Township
from ..places import DISTRICT, Place, decimals_of, places
from ..reports import measured, policies_at, sources_of, stated_of
from ..structured import place
from ..surroundings import is_distance, surroundings
from .listing import PAGE, listing

IN_ORDER = Ordering("townships", ("position", "slug"))
BY_DISTANCE = Ordering("townships by distance", ("reach", "slug"))
BY_NUMBER = Ordering("plots", ("code", "id"))


@public_page
@require_safe
def township_list(request: HttpRequest) -> HttpResponse:
    """The townships that match, on a map and in a table; nearest first where a place to measure from is chosen."""
    filterset = TownshipFilter(request.GET, queryset=Township.objects.all(), viewer=viewer_of(request))
    origin = filterset.place
    context = listing(
        request,
        filterset,
        BY_DISTANCE if origin else IN_ORDER,
        lambda rows: rows.select_related("district").prefetch_related("focus").annotate(source_rows=sources_of("townships")),
        facets=township_facets(),
        labels={"near": origin.label} if origin else None,
    )
    shown = places(filterset.qs, District.objects.all(), measured_from=origin.point if origin else None)
    numbers = maps.numbered(shown)
    for row in context["page"].rows:
        row.number = numbers.get(row.slug)
    _offer_places(context["form"], [place for place in shown if place.kind == DISTRICT], origin)
    context |= {
        "origin": origin,
        "drawings": maps.draw(shown, origin=origin, numbers=numbers) if numbers else [],
        "decimals": decimals_of(shown),
    }
    return render(request, "sectors/township_list.html", context)


def _offer_places(form: forms.Form, towns: list[Place], origin: Place | None) -> None:
    """Let the visitor choose among the headquarters of districts; what is measured from now stays chosen."""
    choices = sorted((place.code, place.label) for place in towns)
    if origin and origin.code not in dict(choices):
        choices.append((origin.code, origin.label))
    form.fields["near"].widget = forms.Select(choices=[("", "–"), *choices])


@public_page
@require_safe
def township(request: HttpRequest, slug: str) -> HttpResponse:
    if unknown := set(request.GET) - {"cursor"}:
        raise UnknownParameters(sorted(unknown), ["cursor"])
    viewer = viewer_of(request)
    rows = Township.objects.select_related("district").annotate(
        source_rows=sources_of("townships"),
        focus_rows=names("segment", Segment.objects.filter(townships__slug=slug), PAGE),
        policy_rows=names("policy", policies_at(slug, viewer), PAGE),
    )
    subject: Township = get_object_or_404(rows, slug=slug)
    plots = page_of(
        subject.plots.all(), ordering=BY_NUMBER, cursor=request.GET.get("cursor"), limit=PAGE, bound={"township": str(subject.pk)}
    )
    stated = stated_of("township", subject.slug)
    around = surroundings(subject, stated)
    numbers = {place.key: number for number, place in enumerate(around.neighbours, start=1)}
    context: dict[str, Any] = {
        "township": subject,
        "structured": place(subject),
        "focus": mentioned(subject.focus_rows),
        "measures": measured(claim for claim in stated if not is_distance(claim)),
        "around": around,
        "drawings": maps.draw(around.places, origin=around.here, is_local=True, numbers=numbers),
        "decimals": decimals_of(around.places),
        "plots": plots,
        "opportunities": Opportunity.objects.visible_to(viewer).filter(townships=subject)[:PAGE],
        "policies": mentioned(subject.policy_rows),
        "panels": panels.of("township", subject, viewer),
    }
    return render(request, "sectors/township.html", context)
