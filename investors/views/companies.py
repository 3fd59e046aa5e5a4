"""Companies as the desk sees them: what is known, whom we met, what was promised."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.accounts.viewer import viewer_of
from portal.core import clock
from portal.core.pages import Ordering
from portal.core.views.lists import listing, shorten
from sectors.models import Township

from .. import reports
from ..filters.companies import CompanyFilter
from ..models import Company
from .access import for_desk

BY_NAME = Ordering("name", ("name_en", "id"))


@require_safe
@for_desk
def company_list(request: HttpRequest) -> HttpResponse:
    """Every firm by name."""
    viewer = viewer_of(request)
    filterset = CompanyFilter(request.GET, queryset=Company.objects.visible_to(viewer), viewer=viewer)
    context = listing(request, filterset, ordering=BY_NAME, shown=reports.company_rows)
    shorten(context["form"], "township", Township.objects.order_by("name_en", "id"))
    return render(request, "investors/company_list.html", context)


@require_safe
@for_desk
def company(request: HttpRequest, slug: str) -> HttpResponse:
    """One firm: sites, projects on their ladder, people, meetings, promises."""
    viewer = viewer_of(request)
    found = get_object_or_404(reports.with_sources(Company.objects.visible_to(viewer)), slug=slug)
    part = reports.PART
    meetings = list(reports.meeting_rows(reports.meetings_of_company(found, viewer))[:part])
    establishments = list(reports.with_sources(found.establishments.select_related("township").order_by("key"))[:part])
    return render(
        request,
        "investors/company.html",
        {
            "company": found,
            "meetings": meetings,
            "people": list(found.contacts.order_by("name", "id")[:part]),
            "establishments": establishments,
            "projects": reports.projects_of(found),
            "promises": list(reports.promises_of_company(found, meetings)[:part]),
            "part": part,
            "today": reports.local_day(clock.now(), viewer),
        },
    )
