"""Townships and the land in them, each figure as it was stated and by whom."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.accounts.viewer import viewer_of
from portal.core.filters import UnknownParameters
from portal.core.pages import Ordering, page_of
from portal.core.public_pages import public_page
from portal.core.registry import panels

from ..facets import township_facets
from ..filters import TownshipFilter
from ..models import Opportunity, Township
from ..reports import claims_about, sources_of
from ..structured import place
from .listing import PAGE, listing

IN_ORDER = Ordering("townships", ("position", "slug"))
BY_NUMBER = Ordering("plots", ("code", "id"))


@public_page
@require_safe
def township_list(request: HttpRequest) -> HttpResponse:
    filterset = TownshipFilter(request.GET, queryset=Township.objects.all(), viewer=viewer_of(request))

    context = listing(
        request,
        filterset,
        IN_ORDER,
        lambda rows: rows.select_related("district").prefetch_related("focus").annotate(source_rows=sources_of("townships")),
        facets=township_facets(),
    )
    return render(request, "sectors/township_list.html", context)


@public_page
@require_safe
def township(request: HttpRequest, slug: str) -> HttpResponse:
    if unknown := set(request.GET) - {"cursor"}:
        raise UnknownParameters(sorted(unknown), ["cursor"])
    viewer = viewer_of(request)
    rows = Township.objects.select_related("district").annotate(source_rows=sources_of("townships"))
    subject: Township = get_object_or_404(rows, slug=slug)
    plots = page_of(
        subject.plots.all(), ordering=BY_NUMBER, cursor=request.GET.get("cursor"), limit=PAGE, bound={"township": str(subject.pk)}
    )
    for plot in plots.rows:
        plot.panels = panels.of("plot", plot, viewer)
    taken_up = Opportunity.objects.visible_to(viewer).filter(townships=subject)
    context = {
        "township": subject,
        "structured": place(subject),
        "focus": subject.focus.order_by("position", "code"),
        "measures": claims_about("township", subject.slug),
        "plots": plots,
        "opportunities": taken_up[:PAGE],
        "panels": panels.of("township", subject, viewer),
        "top": panels.of("township top", subject, viewer),
    }
    return render(request, "sectors/township.html", context)
