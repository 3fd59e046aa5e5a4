"""The document is valid, and true: what is answered is what it says."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from portal.api import resources
from portal.core.api.document import routes
from tests.api_cast import ApiCast, make_api_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def document() -> dict[str, Any]:
    answer = Client().get("/api/schema/?format=json")
    assert answer.status_code == 200
    said: dict[str, Any] = json.loads(answer.content)
    return said


def _check(document: dict[str, Any], schema: dict[str, Any], value: Any) -> None:
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "components": document["components"]}
    errors = [f"{list(error.absolute_path)}: {error.message}" for error in Draft202012Validator(whole).iter_errors(value)]
    assert not errors


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_the_document_is_valid_openapi_and_the_same_as_yaml(document: dict[str, Any]) -> None:
    validate(document)
    assert document["openapi"].startswith("3.1")
    assert yaml.safe_load(Client().get("/api/schema/").content) == document
    assert Client().get("/api/schema/?format=xml").status_code == 400


def test_every_address_is_in_the_document(document: dict[str, Any]) -> None:
    assert {address for address, _view, _resource in routes(resources, "/api/")} == set(document["paths"])
    names = [operation["operationId"] for _path, _method, operation in _operations(document)]
    assert len(names) == len(set(names)) == 21


def test_every_example_keeps_to_its_schema(document: dict[str, Any]) -> None:
    for _path, _method, operation in _operations(document):
        body = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if body:
            _check(document, body["schema"], body["example"])
        for status, answer in operation["responses"].items():
            if "$ref" in answer:
                answer = document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
            for content in answer.get("content", {}).values():
                _check(document, content["schema"], content["example"])
            if status == "200":
                assert answer["content"]["application/json"]["example"]


def test_every_answer_keeps_to_its_schema(document: dict[str, Any], cast: Any) -> None:
    call_command("load_reference", verbosity=0)
    callers = _members(make_api_cast(cast))
    cache.clear()
    body = copy.deepcopy(document["paths"]["/api/v1/meetings/"]["post"]["requestBody"]["content"]["application/json"]["example"])
    answer = callers.full.post("/api/v1/meetings/", body, content_type="application/json")
    assert answer.status_code == 201
    _check(
        document,
        document["paths"]["/api/v1/meetings/"]["post"]["responses"]["201"]["content"]["application/json"]["schema"],
        answer.json(),
    )
    for path, method, operation in _operations(document):
        if method != "get" or "{" in path:
            continue
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        for language in ("en", "ja", "kn"):
            answer = callers.full.get(path, {"limit": 200}, headers={"Accept-Language": language})
            assert answer.json()["results"], path
            _check(document, schema, answer.json())
        row = answer.json()["results"][0]
        address = next(other for other in document["paths"] if other.startswith(path + "{"))
        key = address.rpartition("{")[2].rstrip("}/")
        detail = callers.full.get(address.replace("{" + key + "}", row[key]))
        _check(
            document,
            document["paths"][address]["get"]["responses"]["200"]["content"]["application/json"]["schema"],
            detail.json(),
        )


def _members(callers: ApiCast) -> ApiCast:
    """Every company of the reference data becomes a member, so that reported meetings are seen too."""
    from investors.models import Company

    callers.partner.profile.members.set(Company.objects.all())
    return callers


def test_every_refusal_keeps_to_its_schema_and_is_listed(document: dict[str, Any], cast: Any) -> None:
    cache.clear()
    callers = make_api_cast(cast)
    problem = {"$ref": "#/components/schemas/Problem"}
    responses = document["paths"]["/api/v1/meetings/"]
    answers = [
        callers.nobody.get("/api/v1/meetings/"),
        callers.narrow.get("/api/v1/meetings/"),
        callers.full.get("/api/v1/meetings/?x=1"),
        callers.full.get("/api/v1/meetings/", headers={"Accept": "text/csv"}),
    ]
    for answer in answers:
        assert str(answer.status_code) in responses["get"]["responses"]
        _check(document, problem, answer.json())
    for kind, raw in (("application/json", b"{"), ("text/plain", b"x"), ("application/json", b"x" * 1_000_001)):
        answer = callers.full.post("/api/v1/meetings/", raw, content_type=kind)
        assert str(answer.status_code) in responses["post"]["responses"]
        _check(document, problem, answer.json())


def test_the_pages_of_the_documentation_open() -> None:
    client = Client()
    assert client.get("/api/")["Location"] == "/api/docs/"
    page = client.get("/api/docs/")
    assert page.status_code == 200
    assert b"<script>" not in page.content
    assert b"style=" not in page.content
