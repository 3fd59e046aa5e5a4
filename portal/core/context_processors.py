from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import lazy

from .alternates import alternates


def site(request: HttpRequest) -> dict[str, Any]:
    """Names and language links that every page shows."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "site_owner": settings.SITE_OWNER,
        "site_contact": settings.SITE_CONTACT,
        "is_demo": settings.SETU_DEMO,
        "language_links": lazy(alternates, list)(request),
    }
