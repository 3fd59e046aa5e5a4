"""What investors can take up."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.accounts.viewer import viewer_of
from portal.core.pages import Ordering
from portal.core.public_pages import public_page
from portal.core.registry import panels

from ..facets import opportunity_facets
from ..filters import OpportunityFilter
from ..models import Incentive, Opportunity, Township
from ..reports import sources_of
from .listing import PAGE, listing

IN_ORDER = Ordering("opportunities", ("position", "slug"))


@public_page
@require_safe
def opportunity_list(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    filterset = OpportunityFilter(request.GET, queryset=Opportunity.objects.visible_to(viewer), viewer=viewer)
    context = listing(
        request,
        filterset,
        IN_ORDER,
        lambda rows: rows.prefetch_related("segments", "townships"),
        facets=opportunity_facets(viewer),
    )
    return render(request, "sectors/opportunity_list.html", context)


@public_page
@require_safe
def opportunity(request: HttpRequest, slug: str) -> HttpResponse:
    """One opportunity. Drafts and withdrawn ones exist for officials only."""
    viewer = viewer_of(request)
    places = Prefetch("townships", Township.objects.select_related("district"))
    rows = Opportunity.objects.visible_to(viewer).annotate(source_rows=sources_of("opportunities"))
    subject = get_object_or_404(rows.prefetch_related("segments", places, "policies"), slug=slug)
    policies = [policy.pk for policy in subject.policies.all()]
    incentives = (
        Incentive.objects.filter(policy__in=policies).select_related("policy").annotate(source_rows=sources_of("incentives"))
    )
    context = {
        "opportunity": subject,
        "incentives": incentives[:PAGE],
        "panels": panels.of("opportunity", subject, viewer),
        "top": panels.of("opportunity top", subject, viewer),
    }
    return render(request, "sectors/opportunity.html", context)
