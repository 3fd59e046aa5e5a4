"""Who gets in at pages about other people's accounts."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache

from portal.core.errors import Hidden

from ..models import User
from ..rights import Right
from ..viewer import viewer_of

View = Callable[..., HttpResponseBase]


def only_with(right: Right) -> Callable[[View], View]:
    """Officials with this right only.

    Nobody signed in goes to the sign-in page; to investors the page does not exist; an official without the right is refused.
    """

    def guard(view: View) -> View:
        @wraps(view)
        @never_cache
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            viewer = viewer_of(request)
            if not viewer.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not viewer.is_desk:
                raise Hidden
            if not viewer.has(right):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


def person_of(request: HttpRequest) -> User:
    """Who acts. The door has made sure that somebody is signed in. Raises PermissionDenied otherwise."""
    user = viewer_of(request).user
    if user is None:
        raise PermissionDenied
    return user
