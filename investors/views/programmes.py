"""Pages of programmes: what is known of each, with its sources, and a way to ask."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.accounts.viewer import viewer_of
from portal.core.filters import UnknownParameters
from portal.core.public_pages import public_page

from .. import programme_report
from ..programmes import PROGRAMMES


@public_page
@require_safe
def startup_hub(request: HttpRequest) -> HttpResponse:
    """The Japan–India Startup Hub, as far as sources tell of it."""
    if request.GET:
        raise UnknownParameters(sorted(request.GET), [])
    told = programme_report.told_of(PROGRAMMES["startup-hub"], viewer_of(request))
    return render(request, "investors/startup_hub.html", {"told": told, "name": "startup-hub"})
