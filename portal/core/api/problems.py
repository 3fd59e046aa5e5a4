"""Every refusal as a problem document (RFC 9457), with a JSON pointer to what is wrong.

`errors` is a list of `{"pointer", "message", "code"}`. Pointers into the body start at the body ("/attendances/0/name"); those
into the address start with "/query" ("/query/date_from").
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS as DJANGO_WHOLE
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.settings import api_settings

from portal.core.filters import UnknownParameters
from portal.core.pages import BadCursor

_ROW_FIELD = re.compile(r"(?P<list>[a-z_]+)-(?P<index>\d+)(?:-(?P<field>\w+))?")


class Problem(exceptions.APIException):
    """A refusal with its status, its sentence and what is wrong where."""

    def __init__(
        self, code: int, detail: Any, errors: Sequence[Mapping[str, str]] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(str(detail))
        self.status_code = code
        self.errors = list(errors)
        self.headers = dict(headers or {})


def fault(pointer: str, message: Any, code: str = "invalid") -> dict[str, str]:
    """One entry of `errors`."""
    return {"pointer": pointer, "message": str(message), "code": code}


def answer(
    code: int, detail: Any, errors: Sequence[Mapping[str, str]] = (), headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """The problem document."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(code).phrase,
        "status": code,
        "detail": str(detail),
        "errors": list(errors),
    }
    response = JsonResponse(body, status=code, content_type="application/problem+json")
    response["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def problem_response(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """DRF's exception handler. None lets an unforeseen failure be one: logged, and answered with a bare 500."""
    response = _answer_to(error)
    if response is not None:
        response.exception = True
    return response


def _answer_to(error: Exception) -> HttpResponse | None:
    if isinstance(error, Problem):
        return answer(error.status_code, error.detail, error.errors, error.headers)
    if isinstance(error, exceptions.ValidationError):
        return answer(400, _("Some of what was sent cannot be accepted."), list(_of_serializer(error.detail, "")))
    if isinstance(error, ValidationError):
        return answer(400, _("Some of what was sent cannot be accepted."), list(of_rule(error)))
    if isinstance(error, UnknownParameters):
        return answer(400, error, [fault(f"/query/{escape(name)}", error, "unknown") for name in error.names[:20]])
    if isinstance(error, BadCursor):
        return answer(400, error, [fault("/query/cursor", error, "cursor")])
    if isinstance(error, BadRequest):
        return answer(400, error or _("The request could not be read."))
    if isinstance(error, Http404):
        return answer(404, _("There is nothing at this address, or not for you."))
    if isinstance(error, PermissionDenied):
        return answer(403, str(error) or _("This key may not do that."))
    if isinstance(error, exceptions.APIException):
        return answer(error.status_code, error.detail, headers=_headers(error))
    return None


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if isinstance(error, exceptions.Throttled) and error.wait is not None:
        headers["Retry-After"] = str(max(1, int(error.wait)))
    return headers


def escape(name: str) -> str:
    """One part of a JSON pointer (RFC 6901), without halves of characters."""
    return name.encode("utf-8", "replace").decode().replace("~", "~0").replace("/", "~1")


def _of_serializer(detail: Any, pointer: str) -> Iterator[dict[str, str]]:
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            whole = name == api_settings.NON_FIELD_ERRORS_KEY
            yield from _of_serializer(inner, pointer if whole else f"{pointer}/{escape(str(name))}")
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            yield from _of_serializer(inner, f"{pointer}/{index}" if isinstance(inner, Mapping | list) else pointer)
    else:
        yield fault(pointer, detail, getattr(detail, "code", "invalid"))


def of_rule(error: ValidationError) -> Iterator[dict[str, str]]:
    """An action's refusal: its field names ("attendances-0-name") as pointers ("/attendances/0/name")."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            for one in errors:
                yield from _messages(one, pointer_of(name))
        return
    for one in error.error_list:
        yield from _messages(one, pointer_of(getattr(one, "field", None) or getattr(error, "field", None) or ""))


def _messages(error: ValidationError, pointer: str) -> Iterator[dict[str, str]]:
    for message in error.messages:
        yield fault(pointer, message, error.code or "invalid")


def pointer_of(name: str) -> str:
    """The JSON pointer of a field as actions name it."""
    if name in ("", DJANGO_WHOLE):
        return ""
    row = _ROW_FIELD.fullmatch(name)
    if row is None:
        return f"/{escape(name)}"
    parts = [row["list"], row["index"]]
    if row["field"] and row["field"] != DJANGO_WHOLE:
        parts.append(row["field"])
    return "/" + "/".join(parts)


def of_form(errors: Any) -> list[dict[str, str]]:
    """A FilterSet's errors, by name, as faults of the address."""
    return [
        fault(f"/query/{escape(name)}", one["message"], one["code"] or "invalid")
        for name, found in errors.get_json_data().items()
        for one in found
    ]
