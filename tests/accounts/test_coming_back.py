"""Signed out in the middle: after signing in you are where you were, and never on another site."""

import pytest
from django.test import Client

from tests.accounts.doors import post_password
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    " //evil.example",
    "/\t/evil.example",
    "data:text/html,x",
    "https://testserver:443@evil.example",
)


@pytest.mark.parametrize("evil", ELSEWHERE)
def test_no_way_in_leads_to_another_site(cast: Cast, evil: str) -> None:
    assert (
        Client().post("/sign-in/", {"username": cast.officer.email, "password": PASSWORD, "next": evil})["Location"] == "/home/"
    )
    browser = Client()
    assert browser.post(f"/sign-in/?{'next'}={evil}", {"username": cast.officer.email, "password": PASSWORD}).status_code == 302
    assert browser.get("/sign-in/", {"next": evil})["Location"] == "/home/"
    assert browser.post("/sign-out/", {"next": evil})["Location"] in ("/", "/sign-out/")


@pytest.mark.parametrize("page", ["/desk/", "/desk/meetings/?state=held", "/ja/desk/"])
def test_the_page_that_was_asked_for_comes_after_signing_in(cast: Cast, page: str) -> None:
    browser = Client()
    to = browser.get(page)["Location"]
    assert browser.post(to, {"username": cast.officer.email, "password": PASSWORD})["Location"] == page


def test_the_language_of_the_page_is_kept_on_the_way(cast: Cast) -> None:
    assert Client().get("/ja/account/")["Location"] == "/ja/sign-in/?next=/ja/account/"


def test_a_form_leads_back_to_the_page_it_stood_on(cast: Cast) -> None:
    answer = Client().post("/account/sessions/1/end/", HTTP_REFERER="http://testserver/account/sessions/?x=1")
    assert answer["Location"] == "/sign-in/?next=/account/sessions/%3Fx%3D1"


@pytest.mark.parametrize("page", ["https://evil.example/account/", "//evil.example", "", "nonsense"])
def test_a_page_that_is_not_ours_is_no_way_back(cast: Cast, page: str) -> None:
    answer = Client().post("/account/details/", HTTP_REFERER=page)
    assert answer["Location"] == "/sign-in/?next=/account/details/"


def test_a_part_of_a_page_is_not_replaced_by_the_sign_in_page(cast: Cast) -> None:
    answer = Client().get("/account/", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="http://testserver/desk/?a=b")
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/sign-in/?next=/desk/%3Fa%3Db")


def test_a_post_that_was_interrupted_tells_what_to_do(cast: Cast) -> None:
    browser = Client()
    answer = browser.post("/account/details/", {"name": "X"}, HTTP_REFERER="http://testserver/account/details/")
    assert post_password(browser, cast.officer).status_code == 302
    assert answer["Location"] == "/sign-in/?next=/account/details/"
