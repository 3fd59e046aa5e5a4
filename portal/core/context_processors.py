from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import lazy
from django.utils.translation import get_language

# Each language in its own letters: a reader must recognise it in any language's page.
OWN_NAMES = {"en": "English", "ja": "日本語", "kn": "ಕನ್ನಡ"}


def _links(request: HttpRequest) -> list[dict[str, Any]]:
    current = get_language() or "en"
    here = request.get_full_path()
    return [
        {"code": code, "name": OWN_NAMES[code], "url": translate_url(here, code), "current": code == current}
        for code, _ in settings.LANGUAGES
    ]


def site(request: HttpRequest) -> dict[str, Any]:
    """Names and language links that every page shows."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "site_owner": settings.SITE_OWNER,
        "site_contact": settings.SITE_CONTACT,
        "is_demo": settings.SETU_DEMO,
        "language_links": lazy(_links, list)(request),
    }
