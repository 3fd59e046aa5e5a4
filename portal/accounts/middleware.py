"""Who is looking, and whether the session has been proved enough."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from portal.core.middleware import is_api

from . import addresses, session_notes
from .models import User
from .reports import factors_of
from .second_factor import is_required_of, was_used
from .viewer import NOBODY, Viewer, viewer_of

Next = Callable[[HttpRequest], HttpResponse]


class ViewerMiddleware:
    """Makes the viewer of a browser's request; the API's authentication makes its own from the key."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The API knows keys only: a browser's session must not open it to another site's form.
        if is_api(request):
            request.viewer = NOBODY
        else:
            session_notes.used(request, settings.SESSION_LONGEST)
            user = request.user
            request.viewer = Viewer(user=user) if isinstance(user, User) else NOBODY
        response = self.get_response(request)
        # What was made for one person stays with this person: not on a shared computer's disk, not behind "back" after signing out.
        if viewer_of(request).is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class SecondFactorMiddleware:
    """Lets an official whose session no second factor has proved reach only the pages where it is set up or given, and the way out.

    It stands before every page, the administration included. With the factor already set up, the way leads to where it is given.
    """

    OPEN = frozenset(
        {
            "accounts:second_factor",
            "accounts:app_add",
            "accounts:passkey_add",
            "accounts:confirm",
            "accounts:login",
            "accounts:logout",
            "healthz",
            "readyz",
        }
    )

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        user = request.viewer.user
        if user is None or not is_required_of(user) or was_used(request):
            return None
        if request.resolver_match is not None and request.resolver_match.view_name in self.OPEN:
            return None
        if not factors_of(user).number:
            return redirect("accounts:second_factor")
        here = request.get_full_path() if request.method in ("GET", "HEAD") else addresses.home()
        back = _page_around(request) or here
        return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': back}, safe='/')}")


class ReturnMiddleware:
    """After signing in again you are where you were: on the page of the form that was posted, not at the address that it is posted to."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseRedirect) or request.user.is_authenticated:
            return response
        sign_in, to = reverse("accounts:login"), urlsplit(response.url)
        if to.path != sign_in or request.path == sign_in:
            return response
        if parse_qs(to.query).get("next") != [request.get_full_path()]:
            # Whoever sends there knows better where the way back leads.
            return response
        # The same answer goes on: it may carry a message.
        if back := _page_around(request):
            response["Location"] = f"{sign_in}?{urlencode({'next': back}, safe='/')}"
        if is_part(request):
            # A part of a page must not be replaced by a whole one.
            response["HX-Redirect"] = response["Location"]
            del response["Location"]
            response.status_code = 204
        return response


def is_part(request: HttpRequest) -> bool:
    """Whether a script asks for a part of the page that the person is on."""
    return request.headers.get("HX-Request") == "true"


def _page_around(request: HttpRequest) -> str:
    """The page that a person is on who posts a form or whose page asks for a part; "" if that is this very address, or not known."""
    if is_part(request):
        page = request.headers.get("HX-Current-URL", "")
    elif request.method in ("GET", "HEAD"):
        return ""
    else:
        page = request.headers.get("Referer", "")
    # Browsers send whole addresses; a bare path is somebody's own writing.
    parts = urlsplit(page)
    if not parts.netloc or not addresses.is_ours(request, page):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")
