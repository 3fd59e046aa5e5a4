"""Today's desk: what waits for the official who opens it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.accounts.drafts.models import Draft
from portal.accounts.viewer import viewer_of
from portal.core import clock
from portal.core.filters import UnknownParameters

from .. import reports
from .access import for_desk


@require_safe
@for_desk
def today(request: HttpRequest) -> HttpResponse:
    """Promises due, messages to approve, meetings without outcome, what was logged last; mine, or the whole desk's."""
    viewer = viewer_of(request)
    if unknown := set(request.GET) - {"whose"}:
        raise UnknownParameters(sorted(unknown), ["whose"])
    # Who owns nothing, because he only reads, sees the whole desk.
    whose = request.GET.get("whose") or ("mine" if viewer.may_write else "desk")
    now = clock.now()
    boxes = reports.todays_desk(viewer, now, whole=whose == "desk")
    day = reports.local_day(now, viewer)
    return render(
        request,
        "investors/desk.html",
        {
            **boxes,
            "today": day,
            "now": now,
            "whose": whose,
            "overdue": [c for c in boxes["promises"].rows if c.due_on < day],
            "has_unsaved": viewer.may_write and Draft.objects.visible_to(viewer).exists(),
        },
    )
