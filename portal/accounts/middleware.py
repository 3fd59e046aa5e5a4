"""Who is looking, and whether the session has been proved enough."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

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
        return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': _way_back(request)})}")


class ReturnMiddleware:
    """After signing in again you are where you were: on the page of the form that was posted, not at the address that it is posted to."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseRedirect) or request.user.is_authenticated:
            return response
        sign_in = reverse("accounts:login")
        if urlsplit(response.url).path != sign_in or request.path == sign_in:
            return response
        to = f"{sign_in}?{urlencode({'next': _way_back(request)})}"
        if request.headers.get("HX-Request") == "true":
            # A part of a page must not be replaced by a whole one.
            return HttpResponse(status=204, headers={"HX-Redirect": to})
        if request.method not in ("GET", "HEAD"):
            return HttpResponseRedirect(to)
        return response


def _way_back(request: HttpRequest) -> str:
    """The page that a person is on: of a posted form, or of a part that a script asks for, it is the page around it."""
    if request.headers.get("HX-Request") == "true":
        page = request.headers.get("HX-Current-URL", "")
    elif request.method in ("GET", "HEAD"):
        return request.get_full_path()
    else:
        page = request.headers.get("Referer", "")
    if not page or not addresses.is_ours(request, page):
        return reverse("accounts:home")
    parts = urlsplit(page)
    return parts.path + (f"?{parts.query}" if parts.query else "")
