"""Pages that are the same for everyone who has not signed in: known ones are answered before anything is rendered."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

from . import page_version
from .build import build
from .kept_pages import kept_pages

View = Callable[..., HttpResponse]
# May be kept by anyone, and is asked for anew each time: a change is seen at once.
SHARED = "public, max-age=0, must-revalidate"
OWN = "private, no-store"


def public_page(view: View) -> View:
    """A GET page that depends on its address, its language and the rows of the offer alone.

    Guests get an ETag, and 304 after one small statement as long as nothing has changed; a guest who comes for the first time gets
    the page that was made for the last one, as long as nothing has changed. Signed-in people, and guests to whom a
    message is due, get a page of their own that is kept nowhere; so does whoever gets a form with a token.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        if is_own(request):
            return _kept_nowhere(view(request, *args, **kwargs))
        tag = tag_of(request)
        known = get_conditional_response(request, etag=tag)
        if known is not None:
            return _shared(known, tag)
        if kept := kept_pages.find(tag):
            return _shared(kept, tag)
        response = view(request, *args, **kwargs)
        if response.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
            return _kept_nowhere(response)
        if response.status_code != 200:
            return response
        # Whether a guest's message became due meanwhile is asked once more: a page with it is for nobody else.
        if request.method == "GET" and not is_own(request):
            kept_pages.keep(tag, response)
        return _shared(response, tag)

    answer.is_public_page = True  # type: ignore[attr-defined] # for tests that go through all addresses
    return answer  # type: ignore[return-value]  # the wrapper says less than it gives


def is_own(request: HttpRequest) -> bool:
    """Whether this page is made for one person. Costs nothing without a session's cookie."""
    return bool(request.user.is_authenticated or "messages" in request.COOKIES or len(get_messages(request)))


def tag_of(request: HttpRequest) -> str:
    """The ETag of a public page, before it is made. Weak, because a proxy may compress. One small statement."""
    changes, today = page_version.current()
    part = request.headers.get("HX-Request", "")
    said = "\n".join((build(), str(changes), str(today), get_language() or "", part, request.get_full_path()))
    return f'W/"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def _shared(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    response["ETag"] = tag
    response["Cache-Control"] = SHARED
    # Who signs in gets another page at the same address; a part of a page is not the page.
    patch_vary_headers(response, ["Cookie", "HX-Request"])
    return response


def _kept_nowhere(response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = OWN
    return response
