"""Refusals carry a pointer to what is wrong."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from rest_framework import serializers

from portal.core.api.problems import escape, pointer_of, problem_response
from portal.core.errors import RuleViolation


@pytest.mark.parametrize(
    ("name", "pointer"),
    [
        ("title", "/title"),
        ("attendances-0-name", "/attendances/0/name"),
        ("commitments-12-due_on", "/commitments/12/due_on"),
        ("attendances-3", "/attendances/3"),
        ("attendances-3-__all__", "/attendances/3"),
        ("__all__", ""),
        ("", ""),
    ],
)
def test_an_actions_field_becomes_a_pointer(name: str, pointer: str) -> None:
    assert pointer_of(name) == pointer


def _errors(error: Exception) -> tuple[int, list[dict[str, str]]]:
    response = problem_response(error, {})
    assert response is not None
    assert response["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert set(body) == {"type", "title", "status", "detail", "errors"}
    return response.status_code, body["errors"]


def test_rules_keep_their_words_and_their_place() -> None:
    assert _errors(RuleViolation("No.", field="ends_at", code="early")) == (
        400,
        [{"pointer": "/ends_at", "message": "No.", "code": "early"}],
    )
    status, errors = _errors(ValidationError({"commitments-0-due_on": ["Too late."], "__all__": ["Never."]}))
    assert status == 400
    assert {one["pointer"] for one in errors} == {"/commitments/0/due_on", ""}


def test_nested_serializer_errors_become_pointers() -> None:
    detail = {"attendances": [{}, {"name": ["Blank."]}], "companies": {3: ["Unknown."]}, "non_field_errors": ["Whole."]}
    _status, errors = _errors(serializers.ValidationError(detail))
    assert [one["pointer"] for one in errors] == ["/attendances/1/name", "/companies/3", ""]


def test_what_is_not_there_and_what_is_not_allowed() -> None:
    assert _errors(Http404())[0] == 404
    assert _errors(PermissionDenied("Not yours."))[0] == 403


def test_an_unforeseen_failure_stays_a_failure() -> None:
    assert problem_response(KeyError("x"), {}) is None


def test_pointers_are_escaped() -> None:
    assert escape("a/b~c") == "a~1b~0c"
    assert escape("\ud800") == "?"
