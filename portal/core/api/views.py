"""List and detail of any resource: ask once, join the rows' text, answer conditionally."""

import hashlib
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import override
from rest_framework.request import Request
from rest_framework.views import APIView

from portal.core.filters import UnknownParameters, reject_unknown
from portal.core.pages import page_of
from portal.core.shapes import Look, Shape

from ..digits import plain_digits
from .languages import language_of
from .problems import Problem, escape, fault, of_form
from .resources import CONTROLS, LIMIT, MAX_LIMIT, Resource

_SECRETS = frozenset({"key", "api_key", "apikey", "api-key", "token", "access_token", "auth", "authorization", "bearer"})


class ApiView(APIView):
    """A view of the API: speaks the client's language, takes keys from the header only."""

    # OPTIONS would print what the document already says.
    metadata_class = None
    http_method_names = ["get", "head", "post"]
    # The scopes that reading and writing need; empty: public.
    read_scope = ""
    write_scope = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.language = language_of(request)
        with override(self.language):
            response = super().dispatch(request, *args, **kwargs)
            response["Content-Language"] = self.language
            patch_vary_headers(response, ["Accept", "Accept-Language", "Authorization"])
            if (limits := getattr(request, "rate_limit", None)) is not None:
                for name, value in limits.items():
                    response[name] = value
            return response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        refuse_secrets(request)
        super().initial(request, *args, **kwargs)

    def look(self, request: Request) -> Look:
        return Look(self.language, request.viewer)


def refuse_secrets(request: Request) -> None:
    """A key in an address ends up in logs and histories: it is refused, right or wrong."""
    for name, value in request.query_params.items():
        if name.lower() in _SECRETS or value.startswith("setu_"):
            message = _(
                "A key does not belong in the address. Send it as “Authorization: Bearer …”, and replace this one: addresses are logged."
            )
            raise Problem(400, message, [fault(f"/query/{escape(name)}", message, "key_in_address")])


def json_answer(request: HttpRequest, body: str, *, code: int = 200, public: bool = False) -> HttpResponse:
    """JSON text as an answer; to a GET with its `ETag`, and 304 for who has it already."""
    response = HttpResponse(body, status=code, content_type="application/json")
    response["Cache-Control"] = "public, no-cache" if public else "private, no-cache"
    if request.method not in ("GET", "HEAD"):
        return response
    # Weak, because a proxy may compress.
    etag = f'W/"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    response["ETag"] = etag
    found = get_conditional_response(request, etag=etag, response=response)
    assert isinstance(found, HttpResponse)
    found["ETag"] = etag
    found["Cache-Control"] = response["Cache-Control"]
    return found


def narrowed(shape: Shape, request: Request) -> Shape:
    """The shape with only the members that `?fields=` names. Raises Problem (400) that names the allowed ones."""
    asked = request.query_params.get("fields")
    if asked is None:
        return shape
    names = [name.strip() for name in asked.split(",") if name.strip()]
    if unknown := sorted(set(names) - set(shape.names)):
        message = _("Unknown members: %(names)s. Allowed are: %(allowed)s.") % {
            "names": ", ".join(unknown)[:300],
            "allowed": ", ".join(shape.names),
        }
        raise Problem(400, message, [fault("/query/fields", message, "unknown")])
    if not names:
        message = _("Name at least one member, or leave this out.")
        raise Problem(400, message, [fault("/query/fields", message, "required")])
    return shape.only(names)


def limit_of(request: Request) -> int:
    """How many rows a page has. Raises Problem (400) outside 1 to 200."""
    text = plain_digits(request.query_params.get("limit", str(LIMIT)))
    if len(text) <= 4 and text.isascii() and text.isdigit() and 1 <= int(text) <= MAX_LIMIT:
        return int(text)
    message = _("Give a whole number from 1 to %(max)d.") % {"max": MAX_LIMIT}
    raise Problem(400, message, [fault("/query/limit", message, "out_of_range")])


class ResourceView(ApiView):
    """A view over one resource, given in `as_view(resource=…)` or by a subclass."""

    resource: Resource

    @classmethod
    def more_operations(cls) -> dict[str, Any]:
        """What the document says of the methods besides GET."""
        return {}

    @classmethod
    def extra_components(cls) -> dict[str, Any]:
        """Schemas that these operations refer to."""
        return {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.read_scope = self.resource.scope
        super().initial(request, *args, **kwargs)


class ListView(ResourceView):
    """Rows of a resource that the viewer may see, filtered, in one of its orderings, a page at a time."""

    # as_view() takes only what the class has; each route gives one.
    resource: Resource = None  # type: ignore[assignment]

    def get(self, request: Request) -> HttpResponse:
        resource, query = self.resource, request.query_params
        filters = resource.filters(query, queryset=resource.rows(request.viewer), viewer=request.viewer)
        reject_unknown(query, filters, also=CONTROLS)
        if not filters.form.is_valid():
            raise Problem(400, _("Some of what was asked cannot be understood."), of_form(filters.errors))
        ordering = resource.ordering(query.get("ordering"))
        if ordering is None:
            message = _("Unknown ordering. Allowed are: %(allowed)s.") % {
                "allowed": ", ".join(one.name for one in resource.orderings)
            }
            raise Problem(400, message, [fault("/query/ordering", message, "unknown")])
        shape = narrowed(resource.shape, request)
        page = page_of(
            filters.qs,
            ordering=ordering,
            cursor=query.get("cursor"),
            limit=limit_of(request),
            bound={"list": resource.name, **filters.chosen()},
            columns=[shape.row(self.look(request))],
        )
        rows = ",\n".join(row for (row,) in page.rows)
        body = f'{{"results":[{rows}],"next":{_text(page.next)},"previous":{_text(page.previous)}}}'
        return json_answer(request._request, body, public=not resource.scope)


def _text(cursor: str | None) -> str:
    # Cursors are made of letters, digits, dots, hyphens and underscores: nothing to escape.
    return "null" if cursor is None else f'"{cursor}"'


class DetailView(ResourceView):
    """One row of a resource. What the viewer may not see is not there."""

    # as_view() takes only what the class has; each route gives one.
    resource: Resource = None  # type: ignore[assignment]

    def get(self, request: Request, key: Any) -> HttpResponse:
        resource = self.resource
        if unknown := sorted(set(request.query_params) - {"fields"}):
            raise UnknownParameters(unknown, ["fields"])
        body = row_text(resource, narrowed(resource.shape, request), key, self.look(request))
        return json_answer(request._request, body, public=not resource.scope)


def row_text(resource: Resource, shape: Shape, key: Any, look: Look) -> str:
    """The JSON of one row that the viewer may see. Raises Http404."""
    rows = resource.rows(look.viewer).filter(**{resource.lookup: key}).values_list(shape.row(look))[:1]
    for (body,) in rows:
        return str(body)
    raise Http404
