"""The document at /api/schema/ and its page for people at /api/docs/."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer

from ..public_pages import public_page
from .problems import answer, fault

Maker = Callable[[], Mapping[str, Any]]


def schema_view(make: Maker) -> Callable[[HttpRequest], HttpResponse]:
    """The view of the document: YAML, or JSON with `?format=json`. Made once per process, in English."""

    @cache
    def written(form: str) -> bytes:
        with override("en"):
            said = make()
        renderer = OpenApiJsonRenderer() if form == "json" else OpenApiYamlRenderer()
        return bytes(renderer.render(said))

    @require_safe
    def schema(request: HttpRequest) -> HttpResponse:
        form = request.GET.get("format", "yaml")
        if form not in ("yaml", "json"):
            return answer(400, "Give yaml or json.", [fault("/query/format", "Give yaml or json.", "invalid_choice")])
        media = "application/vnd.oai.openapi+json" if form == "json" else "application/vnd.oai.openapi"
        return HttpResponse(
            written(form), content_type=f"{media};version=3.1", headers={"Content-Disposition": f'inline; filename="setu.{form}"'}
        )

    return schema


@public_page
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The document as a page to read and try. Its script is served by us."""
    return render(request, "api/docs.html")
