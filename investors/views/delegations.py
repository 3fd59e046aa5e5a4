"""Visits and missions."""

from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.drafts.open_forms import drafted
from portal.accounts.viewer import viewer_of
from portal.core.pages import Ordering
from portal.core.views.lists import listing, shorten
from portal.core.views.verbs import act

from .. import history, reports
from ..actions import delegations as actions
from ..filters.delegations import DelegationFilter
from ..forms.delegations import DelegationForm
from ..models import Company, Delegation, Meeting
from .access import for_desk, for_writers
from .files import files_of
from .official import official

NEWEST = Ordering("-starts", ("-sort_date", "-id"))


@require_safe
@for_desk
def delegation_list(request: HttpRequest) -> HttpResponse:
    """Every visit, the newest first."""
    viewer = viewer_of(request)
    filterset = DelegationFilter(request.GET, queryset=Delegation.objects.visible_to(viewer), viewer=viewer)
    context = listing(request, filterset, ordering=NEWEST, shown=reports.delegation_rows)
    came = Delegation.companies.through.objects.filter(company=OuterRef("pk"))
    shorten(context["form"], "company", Company.objects.filter(Exists(came)).order_by("name_en", "id"))
    return render(request, "investors/delegation_list.html", context)


@require_safe
@for_desk
def delegation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One visit: who came, its meetings, its history."""
    viewer = viewer_of(request)
    found = get_object_or_404(Delegation.objects.visible_to(viewer), pk=pk)
    meetings = Meeting.objects.visible_to(viewer).filter(delegation=found).newest_first()
    return render(
        request,
        "investors/delegation.html",
        {
            "delegation": found,
            "companies": list(found.companies.order_by("name_en", "id")[:300]),
            "organisations": list(found.organisations.order_by("name_en", "id")[:300]),
            "meetings": list(reports.meeting_rows(meetings)[: reports.PART]),
            "meetings_shown": reports.PART,
            "timeline": history.of_delegation(found),
            **files_of(request, found),
        },
    )


@drafted(gettext_lazy("New delegation"))
@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def delegation_create(request: HttpRequest) -> HttpResponse:
    """Record a visit before, or apart from, its meetings."""
    return act(
        request,
        DelegationForm(request.POST or None),
        lambda typed: actions.create_delegation(by=official(request), **typed),
        to=lambda made: made.get_absolute_url(),
        said=_("The delegation is saved."),
        heading=_("New delegation"),
        back=reverse("investors:delegation_list"),
    )


@drafted(gettext_lazy("Change the delegation"))
@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def delegation_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a visit and its list of guests."""
    found = get_object_or_404(Delegation.objects.visible_to(viewer_of(request)), pk=pk)
    return act(
        request,
        DelegationForm(request.POST or None, initial=DelegationForm.of(found)),
        lambda typed: actions.edit_delegation(delegation=found, by=official(request), **typed),
        to=found.get_absolute_url(),
        said=_("The delegation is saved."),
        heading=_("Change the delegation"),
        subject=found.name,
        back=found.get_absolute_url(),
    )
