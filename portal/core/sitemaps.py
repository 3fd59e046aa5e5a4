"""The map of all public pages for search engines, with each page's twins in the other languages; rooms add their sections."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe


class Section(Sitemap):
    """One section. Addresses are those of SITE_URL, never of a request's `Host`."""

    i18n = True
    alternates = True
    x_default = True
    limit = 5000

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        here = urlsplit(settings.SITE_URL)
        # All that is read of a site, without a table of sites.
        site = SimpleNamespace(domain=here.netloc, name=settings.SITE_NAME)
        return super().get_urls(page=page, site=site, protocol=here.scheme)


class Pages(Section):
    """Pages that stand by themselves, by the names of their addresses."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(names)

    def items(self) -> list[str]:
        return self.names

    def location(self, item: str) -> str:
        return reverse(item)


# Filled by `AppConfig.ready()` of the rooms whose pages stand in it.
sections: dict[str, Section] = {}


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Which maps there are, a long section in several pages."""
    maps = []
    for name, section in sections.items():
        address = settings.SITE_URL + reverse("sitemap-section", args=[name])
        maps += [{"location": address if page == 1 else f"{address}?p={page}"} for page in section.paginator.page_range]
    return render(request, "sitemap_index.xml", {"sitemaps": maps}, content_type="application/xml")


@require_safe
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    if section not in sections:
        raise Http404
    try:
        urls = sections[section].get_urls(page=request.GET.get("p", 1))
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404 from error
    return render(request, "sitemap.xml", {"urlset": urls}, content_type="application/xml")
