"""The pages for what went wrong. The API gets problem documents."""

from django.core.exceptions import ValidationError
from django.db import DataError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from ..filters import UnknownParameters
from ..middleware import away, is_api, is_away, problem
from ..pages import BadCursor


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if is_api(request):
        return problem(400, "Bad request", "The request could not be read.")
    # Refusals of ours say what is wrong; Django's own are for its log.
    said = str(exception) if isinstance(exception, UnknownParameters | BadCursor) else ""
    return render(request, "400.html", {"message": said}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if is_api(request):
        return problem(403, "Forbidden", "This key may not do that.")
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if is_api(request):
        return problem(404, "Not found", "There is nothing at this address, or not for you.")
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    import sys

    failure = sys.exc_info()[1]
    if failure is not None and is_away(failure):
        return away(request)
    # Django's administration hands what an address asks for (a pattern, a year, an id) to the database unread.
    unreadable = isinstance(failure, DataError | ProgrammingError | OverflowError | ValidationError | ValueError)
    if unreadable and request.method == "GET" and request.path_info.startswith("/admin/"):
        return render(request, "400.html", {"message": _("This address cannot be read.")}, status=400)
    if is_api(request):
        return problem(500, "Internal error", "The fault is ours; it has been logged.")
    # No context processors: they may be what failed.
    return HttpResponse(render_to_string("500.html"), status=500)
