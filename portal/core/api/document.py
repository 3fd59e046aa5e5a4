"""The OpenAPI 3.1 document, made from the same declarations that make the answers: shapes, filters, orderings, scopes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import django_filters
from django import forms
from django.urls import URLPattern, URLResolver

from portal.core.filters import RowFilter, SeveralField, SeveralFilter

from .document_parts import COMPONENTS, CONTROL_PARAMETERS, INTRODUCTION, TAGS_FOR_KEYS, answers, refusals
from .resources import Resource
from .views import DetailView, ListView, ResourceView


def document(urlpatterns: Iterable[URLPattern | URLResolver], *, prefix: str = "/api/") -> dict[str, Any]:
    """The document of every resource that these addresses lead to."""
    components: dict[str, Any] = {name: dict(part) for name, part in COMPONENTS.items()}
    paths: dict[str, Any] = {}
    tags: list[dict[str, str]] = []
    for address, view, resource in routes(urlpatterns, prefix):
        components["schemas"].update(resource.shape.components())
        components["schemas"].update(view.extra_components())
        if issubclass(view, ListView):
            components["schemas"][f"{resource.shape.name}List"] = _list_schema(resource)
            tags.append({"name": resource.name, "description": resource.shape.description + _key_note(resource)})
            paths[address] = {"get": _list_operation(resource), **view.more_operations()}
        elif issubclass(view, DetailView):
            paths[address] = {"get": _detail_operation(resource)}
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Setu partner API",
            "version": "1.0.0",
            "summary": "What the state offers, and the meetings and promises of your members.",
            "description": INTRODUCTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        # Relative to the document, so that it is right under every name the site is reached by.
        "servers": [{"url": "/"}],
        "tags": tags,
        "paths": paths,
        "components": components,
    }


def routes(urlpatterns: Iterable[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, type[ResourceView], Resource]]:
    """Every address of a resource, as `/api/v1/townships/{slug}/`, with its view and its resource."""
    for pattern in urlpatterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
            continue
        view = getattr(pattern.callback, "view_class", None) or getattr(pattern.callback, "cls", None)
        if isinstance(view, type) and issubclass(view, ResourceView):
            resource: Resource = getattr(pattern.callback, "view_initkwargs", {}).get("resource") or view.resource
            address = route
            for kind in ("slug", "uuid"):
                address = address.replace(f"<{kind}:key>", "{" + resource.lookup + "}")
            yield address, view, resource


def _key_note(resource: Resource) -> str:
    return TAGS_FOR_KEYS.format(scope=resource.scope) if resource.scope else " Public: no key needed."


def _security(scope: str) -> list[dict[str, list[str]]]:
    # An empty requirement: a key may be sent and is counted, but none is needed.
    return [{"key": [scope]}] if scope else [{}, {"key": []}]


def _list_schema(resource: Resource) -> dict[str, Any]:
    cursor = {"type": ["string", "null"], "description": "Give it as `cursor`; null at the end."}
    return {
        "type": "object",
        "description": f"One page of {resource.many}.",
        "properties": {"results": {"type": "array", "items": resource.shape.reference}, "next": cursor, "previous": cursor},
        "required": ["results", "next", "previous"],
        "additionalProperties": False,
    }


def _list_operation(resource: Resource) -> dict[str, Any]:
    example = {"results": [resource.example], "next": None, "previous": None}
    return {
        "operationId": f"list_{resource.name}",
        "tags": [resource.name],
        "summary": f"List {resource.many}",
        "parameters": [*_filters(resource), *_controls(resource)],
        "security": _security(resource.scope),
        "responses": {
            **answers(
                "200", f"One page of {resource.many}.", {"$ref": f"#/components/schemas/{resource.shape.name}List"}, example
            ),
            "304": {"$ref": "#/components/responses/NotModified"},
            **refusals(400, 401, *([403] if resource.scope else []), 406, 429, 500, 503),
        },
    }


def _detail_operation(resource: Resource) -> dict[str, Any]:
    field = next(one for one in resource.shape.fields if one.name == resource.lookup)
    key = {
        "name": resource.lookup,
        "in": "path",
        "required": True,
        "description": field.description,
        "schema": dict(field.schema),
    }
    return {
        "operationId": f"get_{resource.shape.name.lower()}",
        "tags": [resource.name],
        "summary": f"Get one {resource.one}",
        "parameters": [
            {**key, "example": resource.example[resource.lookup]},
            _fields(resource),
            *CONTROL_PARAMETERS["headers"],
        ],
        "security": _security(resource.scope),
        "responses": {
            **answers("200", f"The {resource.one}.", resource.shape.reference, resource.example),
            "304": {"$ref": "#/components/responses/NotModified"},
            **refusals(400, 401, *([403] if resource.scope else []), 404, 406, 429, 500, 503),
        },
    }


def _filters(resource: Resource) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "query", "description": getattr(one, "description", "") or str(one.label or name), "schema": _filter_schema(one)}
        for name, one in resource.filters.base_filters.items()
    ]


def _filter_schema(one: django_filters.Filter) -> dict[str, Any]:
    if isinstance(one, RowFilter):
        return {"type": "string", "maxLength": 140}
    if isinstance(one, SeveralFilter):
        codes = [str(code) for code, _label in one.extra.get("choices", ())]
        item: dict[str, Any] = {"type": "string", "enum": codes} if codes else {"type": "string", "maxLength": 300}
        return {"type": "array", "items": item, "maxItems": SeveralField.most}
    if isinstance(one, django_filters.ChoiceFilter):
        choices = one.extra["choices"]
        values: Mapping[Any, Any] = dict(getattr(choices, "choices", choices))
        return {"type": "string", "enum": [str(value) for value in values]}
    if isinstance(one, django_filters.DateFilter):
        return {"type": "string", "format": "date"}
    if isinstance(one, django_filters.UUIDFilter):
        return {"type": "string", "format": "uuid"}
    if issubclass(one.field_class, forms.IntegerField):
        return {"type": "integer", "minimum": one.extra["min_value"], "maximum": one.extra["max_value"]}
    return {"type": "string", "maxLength": one.extra.get("max_length", 140)}


def _fields(resource: Resource) -> dict[str, Any]:
    return {
        "name": "fields",
        "in": "query",
        "description": "Only these members, separated by commas.",
        "schema": {"type": "array", "minItems": 1, "items": {"type": "string", "enum": resource.shape.names}},
        "style": "form",
        "explode": False,
    }


def _controls(resource: Resource) -> list[dict[str, Any]]:
    names = [one.name for one in resource.orderings]
    ordering = {
        "name": "ordering",
        "in": "query",
        "description": "A minus sign means descending.",
        "schema": {"type": "string", "enum": names, "default": names[0]},
    }
    return [ordering, _fields(resource), *CONTROL_PARAMETERS["paging"], *CONTROL_PARAMETERS["headers"]]


__all__ = ["document", "routes"]
