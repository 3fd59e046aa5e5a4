"""The doors of Django's administration lead through ours: no other way in, and no password changed past our rules."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from .. import addresses


@never_cache
def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Whoever is signed in already and is sent here may not open the administration."""
    asked_for = addresses.asked_for(request) or reverse("admin:index")
    user = request.user
    if not user.is_authenticated:
        return redirect(f"{reverse('accounts:login')}?{urlencode({'next': asked_for})}")
    if not user.is_staff:
        raise PermissionDenied
    return redirect("admin:index")


def to_password(request: HttpRequest) -> HttpResponseBase:
    return redirect("accounts:password")
