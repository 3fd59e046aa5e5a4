"""When something goes wrong, a page says what happened and what to do, in the visitor's language, and nothing of the machine."""

import re

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override

from portal.core.views import errors

LANGUAGES = {"": "en", "/ja": "ja", "/kn": "kn"}
LETTERS = {"en": r"[A-Za-z]", "ja": r"[\u3040-\u30ff\u4e00-\u9fff]", "kn": r"[\u0c80-\u0cff]"}
BARE = ("500.html", "503.html", "403_csrf.html")
SECRET = "SECRET-OF-THE-MACHINE"


def check(page: str, language: str) -> None:
    """The page names its language, speaks it in its title, and has the mark, one heading and the way to its content."""
    assert f'<html lang="{language}"' in page
    title = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.S)
    assert title and page.count("<h1") == 1
    assert re.search(LETTERS[language], title[1])
    assert 'class="wordmark"' in page and 'href="#main"' in page
    assert SECRET not in page and "Traceback" not in page and "Exception" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(("prefix", "language"), LANGUAGES.items())
@pytest.mark.parametrize(
    ("path", "status"),
    [("/there-is-nothing/", 404), ("/townships/none/", 404), ("/sources/?colour=blue", 400), ("/townships/?cursor=x", 400)],
)
def test_a_page_that_is_not_there_or_not_read_says_so(client: Client, prefix: str, language: str, path: str, status: int) -> None:
    answer = client.get(prefix + path)
    assert answer.status_code == status
    check(answer.content.decode(), language)


@pytest.mark.django_db
@pytest.mark.parametrize(("prefix", "language"), LANGUAGES.items())
def test_a_form_without_its_token_is_told_to_be_old(prefix: str, language: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(f"{prefix}/sign-in/", {"username": "a", "password": "b"})
    assert answer.status_code == 403
    check(answer.content.decode(), language)


@pytest.mark.parametrize("language", LANGUAGES.values())
@pytest.mark.parametrize("name", BARE)
def test_what_must_work_without_anything_is_rendered_without_anything(name: str, language: str) -> None:
    with override(language):
        page = render_to_string(name)
    check(page, language)
    # No menu and no foot: they may be what failed.
    assert "<nav" not in page and "<footer" not in page


@pytest.mark.parametrize("language", LANGUAGES.values())
def test_our_fault_is_told_without_its_reason(language: str) -> None:
    request: HttpRequest = RequestFactory().get("/")
    with override(language):
        try:
            raise RuntimeError(SECRET)
        except RuntimeError:
            answer = errors.server_error(request)
    assert answer.status_code == 500
    check(answer.content.decode(), language)


@pytest.mark.django_db
def test_a_reason_that_is_not_ours_is_not_repeated(client: Client) -> None:
    answer = errors.bad_request(client.get("/").wsgi_request, Exception(SECRET))
    assert answer.status_code == 400
    check(answer.content.decode(), "en")
