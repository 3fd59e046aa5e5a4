"""Who gets in at the partners' pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from portal.accounts.models import User
from portal.accounts.viewer import Viewer, viewer_of
from portal.core.errors import Hidden

from ..models import ApiKey, Partner
from ..rights import may_administer, require

View = Callable[..., HttpResponse]


def for_partners(view: View) -> View:
    """People of partners and the state's administrators: nobody signed in goes to the sign-in page; to all others nothing is here.

    Which partner somebody may see is `Partner.objects.visible_to`'s matter.
    """

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        viewer = viewer_of(request)
        if viewer.user is None:
            return redirect_to_login(request.get_full_path())
        if viewer.is_desk and not may_administer(viewer.user):
            raise Hidden
        return view(request, *args, **kwargs)

    return guarded


def for_administrators(view: View) -> View:
    """As `for_partners`, and only for the state's administrators. Raises NotYours for a partner's people."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(may_administer(person(request)))
        return view(request, *args, **kwargs)

    return for_partners(guarded)


def person(request: HttpRequest) -> User:
    """Who is looking. The door has made sure that somebody is signed in."""
    user = viewer_of(request).user
    assert user is not None
    return user


def partner_of(request: HttpRequest, slug: str) -> Partner:
    """The partner of this address, if this person may know it. Raises Http404."""
    found: Partner = get_object_or_404(Partner.objects.visible_to(viewer_of(request)), slug=slug)
    return found


def key_of(request: HttpRequest, slug: str, pk: Any) -> ApiKey:
    """A key of that partner. Raises Http404."""
    found: ApiKey = get_object_or_404(
        ApiKey.objects.select_related("partner").filter(partner__in=Partner.objects.visible_to(viewer_of(request))),
        partner__slug=slug,
        pk=pk,
    )
    return found


def shell_of(request: HttpRequest) -> str:
    """The frame of this reader's pages."""
    return "desk/base.html" if viewer_of(request).is_desk else "base.html"


def home(viewer: Viewer) -> str | None:
    """Who from outside acts for a partner goes to its keys after signing in."""
    return "partners:partner_list" if viewer.is_investor and Partner.objects.visible_to(viewer).exists() else None
