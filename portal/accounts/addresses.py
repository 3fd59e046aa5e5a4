"""Where somebody may be sent after signing in: to our own pages and nowhere else."""

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def is_ours(request: HttpRequest, url: str) -> bool:
    """Whether this address leads to this very host. `//evil.example`, `/\\evil.example` and `javascript:` do not."""
    return url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure())


def asked_for(request: HttpRequest) -> str:
    """The page that was asked for before signing in (`next`), "" if none or if it is not ours."""
    url = request.POST.get("next", request.GET.get("next", ""))
    return url if url and is_ours(request, url) else ""


def home() -> str:
    """Where a person goes who asked for no page."""
    return resolve_url(settings.LOGIN_REDIRECT_URL)
