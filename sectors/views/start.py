"""The first page: the invitation, the chain, the counts with their speaker, places, opportunities, and what a promise is worth."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.accounts.viewer import viewer_of
from portal.core.registry import panels

from ..models import Opportunity, Segment, Township
from ..reports import headline

_LINKS = 8
_PLACES = 3
_OPPORTUNITIES = 6


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    stated = headline()
    published = Count("opportunities", filter=Q(opportunities__status=Opportunity.Status.PUBLISHED), distinct=True)
    context = {
        "headline": stated,
        "chain": Segment.objects.filter(parent=None).annotate(opportunity_count=published)[:_LINKS],
        "townships": Township.objects.select_related("district")[:_PLACES],
        "opportunities": Opportunity.objects.published()[:_OPPORTUNITIES],
        # The offer does not know of meetings; the room above shows the one at which the leading figure was stated.
        "panels": panels.of("start", stated.leading, viewer) if stated.leading else [],
    }
    return render(request, "start.html", context)
