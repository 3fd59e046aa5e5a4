"""One policy: what it aims at, what it gives, what can be taken up under it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.accounts.viewer import viewer_of
from portal.core.filters import UnknownParameters
from portal.core.pages import Ordering, page_of
from portal.core.public_pages import public_page
from portal.core.registry import panels

from ..models import Opportunity, Policy
from ..reports import claims_about, sources_of, with_alternatives
from .listing import PAGE

BY_SLUG = Ordering("incentives of a policy", ("slug",))


@public_page
@require_safe
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    if unknown := set(request.GET) - {"cursor"}:
        raise UnknownParameters(sorted(unknown), ["cursor"])
    viewer = viewer_of(request)
    subject: Policy = get_object_or_404(Policy.objects.annotate(source_rows=sources_of("policies")), slug=slug)
    benefits = page_of(
        subject.incentives.prefetch_related("segments").annotate(source_rows=sources_of("incentives")),
        ordering=BY_SLUG,
        cursor=request.GET.get("cursor"),
        limit=PAGE,
        bound={"policy": str(subject.pk)},
    )
    context = {
        "policy": subject,
        "benefits": benefits,
        "incentives": with_alternatives(benefits.rows),
        "opportunities": Opportunity.objects.visible_to(viewer).filter(policies=subject)[:PAGE],
        "measures": claims_about("policy", subject.slug),
        "panels": panels.of("policy", subject, viewer),
    }
    return render(request, "sectors/policy.html", context)
