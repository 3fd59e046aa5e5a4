"""Knows the door and the network of each request, and writes down whom it refused."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from portal.core.errors import Hidden
from portal.core.middleware import is_api

from . import audit
from .models import AuditEntry
from .viewer import viewer_of


class AuditMiddleware:
    """Stands inside ViewerMiddleware.

    A refusal is an answer 403 at either door, or a page that says it does not exist because of who is looking (`Hidden`). Only those
    of signed-in people and of keys are kept: strangers knock at locked doors all day.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        door = AuditEntry.Door.API if is_api(request) else AuditEntry.Door.BROWSER
        with audit.came(door, audit.network_of(request)):
            response = self.get_response(request)
            viewer = viewer_of(request)
            if viewer.is_authenticated and (response.status_code == 403 or hasattr(request, "hidden_from_viewer")):
                audit.record_bounded(audit.Kind.REFUSED, by=viewer, details=_asked_for(request))
            return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, Hidden):
            request.hidden_from_viewer = True


def _asked_for(request: HttpRequest) -> dict[str, str]:
    """The page by its name and its row by its id; never the address itself, which may hold the secret of a link."""
    found = request.resolver_match
    if found is None:
        return {"method": str(request.method)}
    # The API calls the id of a row its key, and that word is kept for secrets.
    row = {
        "row" if name == "key" else name: str(value)
        for name, value in found.kwargs.items()
        if isinstance(value, UUID) or name in ("pk", "slug")
    }
    return {"method": str(request.method), "page": found.view_name or found.route, **row}
