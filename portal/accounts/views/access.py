"""Who gets in at pages about accounts: the own one, and other people's."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.views.decorators.cache import never_cache

from portal.core.errors import Hidden
from portal.core.forms.verb import VerbForm
from portal.core.views import verbs

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


def own(view: View) -> View:
    """A page about whoever is signed in. The view gets the request and the user."""

    @wraps(view)
    @never_cache
    @login_required
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        assert isinstance(request.user, User)
        return view(request, request.user, *args, **kwargs)

    return guarded


def own_and_proved(view: View) -> View:
    """As `own`, and only a short while after a proof of who it is: an unlocked computer must not be enough to take an account over."""
    proved: View = reauthentication_required(own(view), app="allauth.mfa")

    @wraps(view)
    @never_cache
    @login_required
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return proved(request, *args, **kwargs)

    return guarded


def act(request: HttpRequest, form: VerbForm, do: Callable[[dict[str, Any]], Any], **more: Any) -> HttpResponse:
    """One way to do something to the own account, in the frame of a public page."""
    return verbs.act(request, form, do, **{"shell": "base.html", **more})


def person_of(request: HttpRequest) -> User:
    """Who acts. The door has made sure that somebody is signed in. Raises PermissionDenied otherwise."""
    user = viewer_of(request).user
    if user is None:
        raise PermissionDenied
    return user


def given(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: anything that was posted, a form without fields included."""
    return request.POST if request.method == "POST" else None
