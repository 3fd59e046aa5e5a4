"""The parts of the OpenAPI document that all resources share."""

from http import HTTPStatus
from typing import Any

from .resources import LIMIT, MAX_LIMIT

INTRODUCTION = """\
The offer (segments, districts, townships, opportunities, policies, incentives) is public. The relationship (companies, \
organisations, meetings, commitments) needs a key with the scope that the operation names: `Authorization: Bearer <key>`.

* **Lists** answer `{"results": […], "next": …, "previous": …}`. Give `next` back as `cursor`; a list stays stable while rows are inserted.
* **Languages**: `Accept-Language: en`, `ja` or `kn` chooses the language of translated texts and of messages.
* **Numbers**: decimals are strings, instants are UTC and end in `Z`, dates may be known by month or year only (`2024-01`).
* **Errors** are `application/problem+json` (RFC 9457); `errors` names each place by a JSON pointer.
* **Caching**: every answer to GET has an `ETag`; send it back as `If-None-Match` and get 304.
* **Writes** take an `Idempotency-Key`: the same key and body gets the first answer again. Keys are remembered for seven days.
"""
TAGS_FOR_KEYS = " Needs a key with the scope `{scope}`."

REASONS = {
    400: "Something in the address or the body cannot be accepted; `errors` says what.",
    401: "No key, or one that opens nothing.",
    403: "The key lacks the scope, or may not do this.",
    404: "Nothing there, or not for this key.",
    406: "Only JSON is spoken.",
    409: "A call with the same `Idempotency-Key` is still running.",
    413: "The body is larger than a million bytes.",
    415: "The body is not `application/json`.",
    422: "The same `Idempotency-Key` was used with another body.",
    429: "Too many calls in this minute; `Retry-After` says how long to wait.",
    500: "The fault is ours; it has been logged.",
    503: "The database is away; `Retry-After` says when to try again.",
}

_RATE_HEADERS = {
    "RateLimit": {"$ref": "#/components/headers/RateLimit"},
    "RateLimit-Policy": {"$ref": "#/components/headers/RateLimitPolicy"},
}


def answers(
    status: str, description: str, schema: dict[str, Any], example: Any, headers: dict[str, Any] | None = None
) -> dict[str, Any]:
    """A good answer with its example."""
    tag = {"ETag": {"$ref": "#/components/headers/ETag"}} if status == "200" else {}
    return {
        status: {
            "description": description,
            "headers": {
                **tag,
                "Content-Language": {"$ref": "#/components/headers/ContentLanguage"},
                **_RATE_HEADERS,
                **(headers or {}),
            },
            "content": {"application/json": {"schema": schema, "example": example}},
        }
    }


def refusals(*statuses: int) -> dict[str, Any]:
    """References to the problem answers of these statuses."""
    return {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in statuses}


def _problem(status: int) -> dict[str, Any]:
    example = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": REASONS[status],
        "errors": [{"pointer": "/query/date_from", "message": "Enter a valid date.", "code": "invalid"}] if status == 400 else [],
    }
    headers: dict[str, Any] = {}
    if status in (429, 503, 409):
        headers["Retry-After"] = {"description": "Seconds to wait.", "schema": {"type": "integer"}}
    if status == 401:
        headers["WWW-Authenticate"] = {"description": "The scheme to use.", "schema": {"type": "string"}}
    return {
        "description": REASONS[status],
        "headers": headers,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}},
    }


COMPONENTS: dict[str, dict[str, Any]] = {
    "securitySchemes": {
        "key": {"type": "http", "scheme": "bearer", "description": "A partner's key. Never in the address: it is refused there."}
    },
    "schemas": {
        "Problem": {
            "type": "object",
            "description": "What went wrong (RFC 9457).",
            "properties": {
                "type": {"type": "string", "description": "`about:blank`: the title says it."},
                "title": {"type": "string", "description": "The status in words."},
                "status": {"type": "integer", "description": "The status."},
                "detail": {"type": "string", "description": "What happened, in the client's language."},
                "errors": {
                    "type": "array",
                    "items": {"$ref": "#/components/schemas/Fault"},
                    "description": "What is wrong where.",
                },
            },
            "required": ["type", "title", "status", "detail", "errors"],
        },
        "Fault": {
            "type": "object",
            "description": "One thing that is wrong.",
            "properties": {
                "pointer": {
                    "type": "string",
                    "description": "JSON pointer into the body; `/query/<name>` into the address; empty: the whole.",
                },
                "message": {"type": "string", "description": "What to do about it, in the client's language."},
                "code": {"type": "string", "description": "The same for programs."},
            },
            "required": ["pointer", "message", "code"],
        },
    },
    "headers": {
        "ETag": {"description": "Names this answer; send it back as `If-None-Match`.", "schema": {"type": "string"}},
        "ContentLanguage": {
            "description": "The language of the texts.",
            "schema": {"type": "string", "enum": ["en", "ja", "kn"]},
        },
        "RateLimit": {"description": "Calls left (`r`) and seconds until the next count (`t`).", "schema": {"type": "string"}},
        "RateLimitPolicy": {"description": "Calls allowed (`q`) in so many seconds (`w`).", "schema": {"type": "string"}},
    },
    "responses": {
        "NotModified": {"description": "You have it already.", "headers": {"ETag": {"$ref": "#/components/headers/ETag"}}},
        **{f"Problem{status}": _problem(status) for status in REASONS},
    },
    "parameters": {
        "limit": {
            "name": "limit",
            "in": "query",
            "description": "Rows on a page.",
            "schema": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": LIMIT},
        },
        "cursor": {
            "name": "cursor",
            "in": "query",
            "description": "`next` or `previous` of the page before; with the same filters and ordering.",
            "schema": {"type": "string"},
        },
        "language": {
            "name": "Accept-Language",
            "in": "header",
            "description": "`en`, `ja` or `kn`; English where a text is not translated.",
            "schema": {"type": "string"},
            "example": "ja",
        },
        "if_none_match": {
            "name": "If-None-Match",
            "in": "header",
            "description": "The `ETag` of the answer you have.",
            "schema": {"type": "string"},
        },
    },
}


def _refer(*names: str) -> list[dict[str, str]]:
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


CONTROL_PARAMETERS = {"paging": _refer("limit", "cursor"), "headers": _refer("language", "if_none_match")}
