"""JSON with bounds: a body that is huge, deep, ambiguous or not JSON at all is refused before anything reads it."""

import json
import math
import re
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser

from .problems import Problem, fault

MAX_BYTES = 1_000_000
MAX_DEPTH = 64

_outside = re.compile(rb'["\[\]{}]')
_inside = re.compile(rb'["\\]')


def _refuse(message: str, code: str) -> NoReturn:
    raise Problem(400, message, [fault("", message, code)])


class BoundedJSONParser(BaseParser):
    """Reads at most a million bytes of UTF-8 JSON, 64 levels deep, each member once, every number finite."""

    media_type = "application/json"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            message = _("The body is larger than %(bytes)s bytes.") % {"bytes": f"{MAX_BYTES:,}"}
            raise Problem(413, message, [fault("", message, "too_large")])
        return parse(data)


def parse(data: bytes) -> Any:
    """The value that these bytes are. Raises Problem (400)."""
    if depth_of(data) > MAX_DEPTH:
        _refuse(_("The body is nested deeper than %(depth)d levels.") % {"depth": MAX_DEPTH}, "too_deep")
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_members, parse_constant=_constant, parse_float=_float)
    except UnicodeDecodeError:
        _refuse(_("The body is not in UTF-8."), "encoding")
    except ValueError as error:
        # Of json.JSONDecodeError the place; of an endless integer, which int() refuses, only the sentence.
        where = f" ({error.msg}, line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        _refuse(_("The body is not JSON.") + where, "parse_error")


def depth_of(data: bytes) -> int:
    """How deep lists and objects are nested, read in one pass: the decoder itself would overflow its stack."""
    depth = deepest = at = 0
    while found := _outside.search(data, at):
        at = found.end()
        mark = found.group()
        if mark == b'"':
            while (end := _inside.search(data, at)) and end.group() == b"\\":
                at = end.end() + 1
            if not end:
                break
            at = end.end()
        elif mark in (b"[", b"{"):
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return deepest


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            _refuse(
                _("The member “%(name)s” stands twice in one object.") % {"name": name[:80].encode("utf-8", "replace").decode()},
                "duplicate",
            )
        members[name] = value
    return members


def _constant(name: str) -> NoReturn:
    _refuse(_("%(name)s is no number in JSON.") % {"name": name}, "not_finite")


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        _refuse(_("The number %(number)s is too large.") % {"number": text[:40]}, "not_finite")
    return value
