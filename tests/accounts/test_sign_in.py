"""Signing in and out."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/"


def post(client: Client, email: str, password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    return client.post(SIGN_IN, {"username": email, "password": password, **more})


@pytest.mark.parametrize("prefix", ["", "/ja", "/kn"])
def test_the_page_stands_in_three_languages(client: Client, prefix: str) -> None:
    page = client.get(prefix + SIGN_IN)
    assert page.status_code == 200
    assert f'<html lang="{prefix.strip("/") or "en"}"' in page.content.decode()


@pytest.mark.parametrize(
    ("who", "where"),
    [
        *((who, "investors:desk") for who in ("officer", "colleague", "supervisor", "operator", "administrator", "reader")),
        ("investor", "investors:my"),
        ("stranger", "investors:my"),
    ],
)
def test_everybody_lands_where_they_belong(client: Client, cast: Cast, who: str, where: str) -> None:
    answer = post(client, getattr(cast, who).email)
    assert (answer.status_code, answer["Location"]) == (302, reverse("accounts:home"))
    answer = client.get(answer["Location"])
    assert (answer.status_code, answer["Location"]) == (302, reverse(where))


def test_letters_of_the_address_do_not_matter(client: Client, cast: Cast) -> None:
    assert post(client, cast.officer.email.upper()).status_code == 302


def test_wrong_password_unknown_address_and_closed_account_read_alike(client: Client, cast: Cast) -> None:
    cast.reader.is_active = False
    cast.reader.save()
    said = []
    for email, password in ((cast.officer.email, "wrong"), ("nobody@example.org", PASSWORD), (cast.reader.email, PASSWORD)):
        answer = post(client, email, password)
        assert answer.status_code == 200
        said.append(answer.context["form"].non_field_errors())
        assert "The address or the password is not right." in answer.content.decode()
    assert said[0] == said[1] == said[2]


@pytest.mark.parametrize(
    "email", ["a\x00b@example.org", "x" * 5000, "<img src=x onerror=alert(1)>", "{{7*7}}", "\u202e", "1e400"]
)
def test_odd_input_is_answered_and_inert(client: Client, email: str) -> None:
    answer = post(client, email, "x\x00y")
    assert answer.status_code == 200
    assert "<img src=x" not in answer.content.decode()
    assert "49" not in str(answer.context["form"].errors)


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"])
def test_nobody_is_led_to_another_site(client: Client, cast: Cast, elsewhere: str) -> None:
    assert post(client, cast.officer.email, next=elsewhere)["Location"] == reverse("accounts:home")


def test_the_page_that_was_asked_for_comes_after_signing_in(client: Client, cast: Cast) -> None:
    assert post(client, cast.officer.email, next="/styleguide/")["Location"] == "/styleguide/"


def test_the_form_needs_its_token(cast: Cast) -> None:
    assert post(Client(enforce_csrf_checks=True), cast.officer.email).status_code == 403


def test_signing_in_changes_the_sessions_key(client: Client, cast: Cast) -> None:
    client.get(SIGN_IN)
    session = client.session
    session["left"] = "here"
    session.save()
    before = session.session_key
    post(client, cast.officer.email)
    assert client.session.session_key not in (None, before)


def test_whoever_is_in_is_not_asked_again(client: Client, cast: Cast) -> None:
    client.force_login(cast.officer)
    assert client.get(SIGN_IN).status_code == 302


def test_signing_out_is_a_post_and_ends_the_session(client: Client, cast: Cast) -> None:
    client.force_login(cast.officer)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_way_home_asks_a_stranger_to_sign_in(client: Client) -> None:
    answer = client.get(reverse("accounts:home"))
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, SIGN_IN)


def test_passwords_are_long_and_not_common() -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    validate_password(PASSWORD)
    for weak in ("short", "elevenchars", "qwerty123456"):
        with pytest.raises(ValidationError):
            validate_password(weak)
