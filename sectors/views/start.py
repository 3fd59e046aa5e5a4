"""The first page: the invitation, the counts with their speaker, the chain, opportunities, places, and what a promise is worth."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.accounts.viewer import viewer_of
from portal.core.bridge import BRIEF
from portal.core.public_pages import public_page
from portal.core.registry import panels

from ..chain import links_of, picture, with_counts
from ..models import Opportunity, Segment, Township
from ..reports import headline
from ..structured import site

_LINKS = 8
_PLACES = 4
_OPPORTUNITIES = 6


@public_page
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    stated = headline()
    links = links_of(list(with_counts(Segment.objects.filter(parent=None), viewer)[:_LINKS]), viewer)
    context = {
        "structured": site(),
        "headline": stated,
        "links": links,
        "drawings": picture(links, BRIEF),
        "townships": Township.objects.select_related("district")[:_PLACES],
        "opportunities": Opportunity.objects.published()[:_OPPORTUNITIES],
        # The offer does not know of meetings; the room above shows the one at which the leading figure was stated.
        "panels": panels.of("start", stated.leading, viewer) if stated.leading else [],
    }
    return render(request, "start.html", context)
