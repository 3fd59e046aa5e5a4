"""A body that is too large, or of a length that nobody says, is refused before it is read."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


class Endless:
    """A body that must not be read."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("it was read")

    readline = read

    def __iter__(self) -> Iterator[bytes]:
        raise AssertionError("it was read")


def send(path: str, **headers: Any) -> Any:
    kind = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "wsgi.input": Endless(), **headers}
    return Client().generic("POST", path, **kind)


@pytest.mark.parametrize("path", ["/sign-in/", "/ja/sign-in/", "/desk/meetings/new/", "/drafts/keep/", "/admin/login/"])
@pytest.mark.parametrize("size", [2_000_001, 2 * 1024**3, 10**30])
def test_a_page_answers_413(path: str, size: int) -> None:
    answer = send(path, CONTENT_LENGTH=str(size))
    assert answer.status_code == 413
    assert "MB" in answer.content.decode() and "<main" in answer.content.decode()


def test_the_answer_is_in_the_readers_language() -> None:
    words = {language: send(f"{language}/sign-in/", CONTENT_LENGTH="3000000").content.decode() for language in ("", "/ja", "/kn")}
    assert "This is too large" in words[""] and "大きすぎます" in words["/ja"] and "ದೊಡ್ಡ" in words["/kn"]


def test_an_address_that_takes_a_file_takes_one_of_the_size_that_is_set_and_no_more(settings: Any) -> None:
    path = "/desk/meetings/01a2139b-0000-7000-8000-000000000000/attach/"
    most = settings.ATTACHMENT_MAX_BYTES
    assert send(path, CONTENT_LENGTH=str(most + 100_001)).status_code == 413
    assert "at most 10 MB" in send(path, CONTENT_LENGTH=str(2 * 1024**3)).content.decode()


def test_the_api_answers_413_with_a_problem() -> None:
    answer = send("/api/v1/meetings/", CONTENT_LENGTH="3000000", CONTENT_TYPE="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")
    assert json.loads(answer.content)["status"] == 413


@pytest.mark.parametrize("path", ["/sign-in/", "/api/v1/meetings/"])
def test_a_body_without_a_length_is_refused_instead_of_being_taken_for_empty(path: str) -> None:
    answer = send(path, CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked")
    assert answer.status_code == 411


def test_what_a_form_needs_passes() -> None:
    assert Client().post("/sign-in/", {"username": "x" * 100_000}).status_code == 200
    assert Client().get("/sign-in/").status_code == 200
