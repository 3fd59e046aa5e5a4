"""Who gets in at the desk's pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from portal.accounts.viewer import viewer_of
from portal.core.errors import Hidden

View = Callable[..., HttpResponse]


def for_desk(view: View) -> View:
    """Officials only: nobody signed in goes to the sign-in page; to everybody else the page does not exist.

    Officials who only read may look but not post.
    """

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        viewer = viewer_of(request)
        if not viewer.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not viewer.is_desk:
            raise Hidden
        if request.method not in ("GET", "HEAD") and not viewer.may_write:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def for_writers(view: View) -> View:
    """As `for_desk`, and only for officials who may change something."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not viewer_of(request).may_write:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return for_desk(guarded)
