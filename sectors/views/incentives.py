"""Policies and what each gives, in their own words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.accounts.viewer import viewer_of
from portal.core.pages import Ordering
from portal.core.public_pages import public_page

from ..facets import incentive_facets
from ..filters import IncentiveFilter
from ..models import Incentive, Policy
from ..reports import sources_of, with_alternatives
from .listing import PAGE, listing

BY_POLICY = Ordering("incentives", ("policy_id", "slug"))


@public_page
@require_safe
def incentive_list(request: HttpRequest) -> HttpResponse:
    """Benefits under their policies. Every policy has its place on the page, also one of which no benefit is known."""
    filterset = IncentiveFilter(request.GET, queryset=Incentive.objects.all(), viewer=viewer_of(request))
    context = listing(
        request,
        filterset,
        BY_POLICY,
        lambda rows: rows.prefetch_related("segments").annotate(source_rows=sources_of("incentives")),
        facets=incentive_facets(),
    )
    by_policy: dict[object, list[Incentive]] = {}
    for incentive in with_alternatives(context["page"].rows):
        by_policy.setdefault(incentive.policy_id, []).append(incentive)
    policies = Policy.objects.annotate(source_rows=sources_of("policies"))
    # A policy that was asked for by name is told of even if nothing in it is known.
    asked = filterset.given("policy") if set(filterset.chosen()) == {"policy"} else []
    if asked:
        policies = policies.filter(slug__in=asked)
    elif filterset.chosen() or request.GET.get("cursor") or context["page"].next:
        policies = policies.filter(pk__in=list(by_policy))
    shown = list(policies[:PAGE])
    for policy in shown:
        policy.rows = by_policy.get(policy.pk, [])
    context["policies"] = shown
    return render(request, "sectors/incentive_list.html", context)
