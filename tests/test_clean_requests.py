"""What no honest client sends is refused before anything reads it; what every request carries."""

import json
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from portal.core.middleware import DatabaseAwayMiddleware, HistoryMiddleware, is_away
from portal.core.views import errors

pytestmark = pytest.mark.django_db
BAD = ["q=%00", "q=%FF", "q=%C3%28", "q=%ED%A0%80", "q=" + "x" * 10_000, "%00=1", "q=%f0%28%8c%28"]


@pytest.mark.parametrize("query", BAD, ids=lambda query: query[:12])
@pytest.mark.parametrize("path", ["/sign-in/", "/ja/sign-in/", "/styleguide/"])
def test_a_page_answers_400(client: Client, path: str, query: str) -> None:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("query", BAD, ids=lambda query: query[:12])
def test_the_api_answers_400_with_a_problem(client: Client, query: str) -> None:
    answer = client.get(f"/api/v1/segments/?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "errors"} <= json.loads(answer.content).keys()


@pytest.mark.parametrize(
    "query", ["q=%E9%9B%BB%E6%B1%A0", "q=a+b", "q=%F0%9F%98%80", "q=%25", "q=a%0Ab", "", "q=1e400", "page=99999999999"]
)
def test_what_people_send_passes(client: Client, query: str) -> None:
    assert client.get(f"/styleguide/?{query}").status_code == 200


@pytest.mark.parametrize("path", ["/%00", "/styleguide/%00/", "/ja/%00"])
def test_nul_in_a_path_is_refused(client: Client, path: str) -> None:
    assert client.get(path).status_code in (400, 404)


@pytest.mark.parametrize(
    ("path", "kind"), [("/sign-in/", "text/html"), ("/ja/", "text/html"), ("/api/v1/segments/", "application/")]
)
def test_nul_in_a_cookie_is_refused(client: Client, path: str, kind: str) -> None:
    client.cookies.load({"setu_session": "abcdefgh\x00"})
    answer = client.get(path)
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith(kind)


@pytest.mark.parametrize("charset", ["raw_unicode_escape", "hex", "idna", "undefined", "utf-16", "nosuch", "\xff"])
@pytest.mark.parametrize("path", ["/sign-in/", "/notices/", "/admin/login/", "/api/v1/meetings/"])
def test_a_body_in_another_encoding_is_refused(client: Client, path: str, charset: str) -> None:
    body = '--X\r\nContent-Disposition: form-data; name="username"\r\n\r\na\\ud800\r\n--X--\r\n'
    answer = client.generic("POST", path, body, content_type=f"multipart/form-data; boundary=X; charset={charset}")
    assert answer.status_code == 400


@pytest.mark.parametrize("charset", ["hex", "idna", "undefined", "utf-16", "nosuch"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_address_beside_another_encoding_is_refused_at_the_real_door(method: str, charset: str) -> None:
    from portal.wsgi import application

    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/notices/",
        "QUERY_STRING": "page=2&q=%E9%9B%BB",
        "CONTENT_TYPE": f"multipart/form-data; boundary=X; charset={charset}",
    }
    setup_testing_defaults(environ)
    environ["HTTP_HOST"] = "testserver"
    said: list[str] = []
    answer = application(environ, lambda status, headers: said.append(status))
    assert b"<main" in b"".join(answer)
    assert said == ["400 Bad Request"]


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8"])
def test_a_body_that_says_it_is_in_utf_8_is_read(client: Client, charset: str) -> None:
    answer = client.generic(
        "POST", "/sign-in/", b"username=a", content_type=f"application/x-www-form-urlencoded; charset={charset}"
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/no/such/page/", "/ja/no/such/page/", "/kn/x/"])
def test_an_unknown_page_is_404_in_the_readers_language(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "<main" in answer.content.decode()


def test_an_unknown_address_of_the_api_is_a_problem(client: Client) -> None:
    answer = client.get("/api/v1/no-such-thing/")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_every_page_carries_the_policy_without_inline_code(client: Client) -> None:
    answer = client.get("/styleguide/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_process_answers_without_a_database(client: Client, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"status": "ok"}


def test_ready_means_that_the_database_answers_and_is_migrated(client: Client) -> None:
    assert client.get("/readyz").json() == {"status": "ok", "database": "ok", "migrations_missing": 0}


def without_state() -> OperationalError:
    return OperationalError("connection refused")


def with_state(state: str) -> OperationalError:
    cause = Exception("from the driver")
    cause.sqlstate = state  # type: ignore[attr-defined]
    error = OperationalError("x")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error", [without_state(), InterfaceError("closed"), with_state("08006"), with_state("57P01"), with_state("57P03")]
)
def test_a_database_that_is_away_is_a_matter_of_waiting(error: Exception) -> None:
    assert is_away(error)
    for path, kind in (("/styleguide/", "text/html"), ("/api/v1/segments/", "application/problem+json")):
        answer = DatabaseAwayMiddleware(lambda request: HttpResponse()).process_exception(RequestFactory().get(path), error)
        assert answer is not None
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        assert answer["Content-Type"].startswith(kind)


@pytest.mark.parametrize("error", [ValueError("x"), with_state("40001"), with_state("57014"), KeyError("x")])
def test_every_other_failure_stays_a_failure(error: Exception) -> None:
    assert not is_away(error)
    assert DatabaseAwayMiddleware(lambda request: HttpResponse()).process_exception(RequestFactory().get("/"), error) is None


@pytest.mark.parametrize(("path", "kind"), [("/x/", "text/html"), ("/api/v1/x/", "application/problem+json")])
def test_every_error_page_can_be_rendered_without_the_frames_context(path: str, kind: str) -> None:
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    for view, status in ((errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404)):
        answer = view(request, Exception("x"))
        assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (status, kind)
    answer = errors.server_error(request)
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (500, kind)


def test_a_post_says_who_acts_and_a_get_needs_not() -> None:
    import pghistory.runtime

    def seen(request: HttpRequest) -> HttpResponse:
        held = getattr(pghistory.runtime._tracker, "value", None)
        return HttpResponse(json.dumps(held.metadata if held else None))

    middleware = HistoryMiddleware(seen)
    for method, said in (("post", {"door": "browser"}), ("get", None)):
        request = getattr(RequestFactory(), method)("/x/")
        request.user = AnonymousUser()
        assert json.loads(middleware(request).content) == said
