"""The facts of a page in schema.org's words: no person, nothing that the page itself does not show."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from .models import Township

Facts = list[dict[str, Any]]


def publisher() -> dict[str, Any]:
    """Who answers for these pages."""
    if settings.SITE_OWNER:
        return {"@type": "GovernmentOrganization", "name": settings.SITE_OWNER, "url": f"{settings.SITE_URL}/"}
    return {"@type": "Organization", "name": settings.SITE_NAME, "url": f"{settings.SITE_URL}/"}


def site() -> Facts:
    """Of the first page: the site, who publishes it, and how it is searched."""
    search = {
        "@type": "SearchAction",
        "target": f"{settings.SITE_URL}{reverse('sectors:search')}?q={{search_term_string}}",
        "query-input": "required name=search_term_string",
    }
    address = settings.SITE_URL + reverse("start")
    return [{"@type": "WebSite", "name": settings.SITE_NAME, "url": address, "publisher": publisher(), "potentialAction": search}]


def way(*steps: tuple[str, str]) -> dict[str, Any]:
    """The way from the first page, each step with its name and path; the last one is the page itself."""
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": settings.SITE_URL + path}
        for place, (name, path) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def place(township: Township) -> Facts:
    """Of a township's page: where it lies. A point that no source gives is left out."""
    here = township.get_absolute_url()
    said: dict[str, Any] = {"@type": "Place", "name": township.name, "url": settings.SITE_URL + here}
    said["containedInPlace"] = {"@type": "AdministrativeArea", "name": township.district.name}
    if township.latitude is not None and township.longitude is not None:
        said["geo"] = {"@type": "GeoCoordinates", "latitude": str(township.latitude), "longitude": str(township.longitude)}
    return [said, way((_("Townships"), reverse("sectors:township_list")), (township.name, here))]
