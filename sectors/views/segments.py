"""The value chain: the whole of it as a picture, and one link of it with all there is at it."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.accounts.viewer import viewer_of
from portal.core.bridge import FULL, STRIP
from portal.core.pages import Ordering
from portal.core.public_pages import public_page
from portal.core.registry import panels

from ..chain import links_of, picture, place_of, strip, with_counts
from ..filters import SegmentFilter
from ..models import Opportunity, Segment, Township
from ..reports import claims_about, incentives_for, sources_of, with_ancestors
from .listing import PAGE, listing

IN_CHAIN = Ordering("chain", ("position", "code"))


@public_page
@require_safe
def segment_list(request: HttpRequest) -> HttpResponse:
    """The chain from end to end; filtered, the links that match, wherever they stand."""
    viewer = viewer_of(request)
    filterset = SegmentFilter(request.GET, queryset=Segment.objects.all(), viewer=viewer)
    if filterset.chosen():
        context = listing(request, filterset, IN_CHAIN, lambda rows: rows.select_related("parent"))
    else:
        roots = SegmentFilter(request.GET, queryset=Segment.objects.filter(parent=None), viewer=viewer)
        context = listing(request, roots, IN_CHAIN, lambda rows: with_counts(rows, viewer))
        context["links"] = links_of(context["page"].rows, viewer)
        context["drawings"] = picture(context["links"], FULL)
    return render(request, "sectors/segment_list.html", context)


@public_page
@require_safe
def segment(request: HttpRequest, code: str) -> HttpResponse:
    viewer = viewer_of(request)
    rows = Segment.objects.select_related("parent__parent__parent").annotate(source_rows=sources_of("segments"))
    subject: Segment = get_object_or_404(rows, code=code)
    line = with_ancestors(subject)
    place = place_of(line, viewer, PAGE)
    own_and_parts = Segment.objects.filter(Q(pk=subject.pk) | Q(parent_id=subject.pk)).values("pk")
    opportunities = Opportunity.objects.visible_to(viewer).filter(
        pk__in=Opportunity.segments.through.objects.filter(segment_id__in=own_and_parts).values("opportunity_id")
    )
    places = Township.objects.select_related("district").filter(
        pk__in=Township.focus.through.objects.filter(segment_id__in=own_and_parts).values("township_id")
    )
    incentives = list(incentives_for([*line, *place.children])[:PAGE])
    context = {
        "segment": subject,
        "ancestors": line[:0:-1],
        "place": place,
        "drawings": strip(place, subject, STRIP),
        "opportunities": opportunities[:PAGE],
        "townships": places[:PAGE],
        "limited": [incentive for incentive in incentives if incentive.is_limited],
        "unlimited": [incentive for incentive in incentives if not incentive.is_limited],
        "measures": claims_about("segment", subject.code),
        "panels": panels.of("segment", subject, viewer),
    }
    return render(request, "sectors/segment.html", context)
