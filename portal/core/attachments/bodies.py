"""How much one request may carry. What says it is larger is answered before a byte of it is read."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ..middleware import Next, is_api, problem
from .sizes import size_label

View = TypeVar("View", bound=Callable[..., Any])
# What the other fields of a form with a file may take, and the lines between them.
_BESIDE = 100_000


def takes_a_file(view: View) -> View:
    """Lets this view's address take one attachment. Outermost, so that it is seen before anything reads the body."""
    view.takes_a_file = True  # type: ignore[attr-defined]
    return view


class BodyBoundMiddleware:
    """Refuses a body that is too large, or whose length is not said, before anything reads it: 413 or 411, the connection is closed.

    Every other address takes BODY_MAX_BYTES, one that is declared with `takes_a_file` also a file of ATTACHMENT_MAX_BYTES.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
        said = request.META.get("CONTENT_LENGTH") or ""
        if not said and request.META.get("HTTP_TRANSFER_ENCODING"):
            # It would be read as empty: what was sent must not seem to have been taken.
            return self._refused(request, 411, _("How much is sent must be said beforehand."))
        most = settings.BODY_MAX_BYTES
        takes_a_file = getattr(view, "takes_a_file", False)
        if takes_a_file:
            most = settings.ATTACHMENT_MAX_BYTES + _BESIDE
        if not said.isascii() or not said.isdigit() or int(said) <= most:
            return None
        shown = settings.ATTACHMENT_MAX_BYTES if takes_a_file else most
        return self._refused(
            request,
            413,
            _("What you sent has %(size)s; at most %(most)s are taken.")
            % {"size": size_label(int(said)), "most": size_label(shown)},
        )

    def _refused(self, request: HttpRequest, status: int, message: str) -> HttpResponse:
        if is_api(request):
            return problem(status, "Payload too large" if status == 413 else "Length required", message)
        return render(request, "413.html", {"message": message, "back": request.get_full_path()}, status=status)
