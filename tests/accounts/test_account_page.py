"""The own account: the whole cast sees its own, in its own language, and nobody else's."""

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from portal.accounts.tasks import tidy
from portal.core.models import Tally
from tests.accounts.doors import sign_in
from tests.cast import Cast

pytestmark = pytest.mark.django_db
EVERYBODY = ("officer", "colleague", "supervisor", "operator", "administrator", "reader", "investor", "stranger")
PAGES = (
    "/account/",
    "/account/details/",
    "/account/password/",
    "/account/second-factor/",
    "/account/second-factor/app/add/",
    "/account/second-factor/passkeys/add/",
    "/account/second-factor/recovery-codes/",
    "/account/sessions/",
    "/account/confirm/",
)


def text_of(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


@pytest.mark.parametrize("path", PAGES)
def test_every_page_asks_a_stranger_to_sign_in_and_brings_back(path: str) -> None:
    answer = Client(HTTP_HOST="localhost").get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next={path}")


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_opens_every_page_of_the_own_account(cast: Cast, who: str) -> None:
    browser = sign_in(getattr(cast, who), HTTP_HOST="localhost")
    for path in PAGES:
        answer = browser.get(path)
        assert answer.status_code == 200, path
        assert "no-store" in answer["Cache-Control"], path
    assert getattr(cast, who).email in text_of(browser.get("/account/"))


@pytest.mark.parametrize("path", [path for path in PAGES if path not in ("/account/confirm/",)])
def test_looking_changes_nothing(cast: Cast, path: str) -> None:
    from allauth.mfa.models import Authenticator

    browser = sign_in(cast.officer, HTTP_HOST="localhost")
    before = (cast.officer.password, Session.objects.count(), UserSession.objects.count(), Authenticator.objects.count())
    browser.get(path)
    cast.officer.refresh_from_db()
    after = (cast.officer.password, Session.objects.count(), UserSession.objects.count(), Authenticator.objects.count())
    assert before == after


def test_a_new_language_is_spoken_at_once(cast: Cast) -> None:
    browser = sign_in(cast.officer)
    answer = browser.post("/account/details/", {"name": "Asha", "language": "ja", "zone": "Asia/Tokyo", "act": "1"})
    assert answer["Location"] == "/ja/account/"
    assert "登録情報を変更しました。" in text_of(browser.get(answer["Location"]))
    cast.officer.refresh_from_db()
    assert (cast.officer.name, cast.officer.language, cast.officer.zone) == ("Asha", "ja", "Asia/Tokyo")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "\u202eevil"},
        {"name": "a\x00b"},
        {"name": "x" * 300},
        {"language": "xx"},
        {"language": ""},
        {"zone": "Mars/Olympus"},
        {"zone": ""},
    ],
)
def test_what_cannot_be_is_told_at_its_field(cast: Cast, wrong: dict[str, str]) -> None:
    browser = sign_in(cast.officer)
    answer = browser.post("/account/details/", {"name": "Asha", "language": "ja", "zone": "Asia/Tokyo", "act": "1", **wrong})
    assert answer.status_code == 200
    assert "error-summary" in text_of(answer)
    cast.officer.refresh_from_db()
    assert cast.officer.language == "en"


def test_nobody_changes_role_or_address_here(cast: Cast) -> None:
    browser = sign_in(cast.investor)
    typed = {
        "name": "X",
        "language": "ja",
        "zone": "Asia/Tokyo",
        "role": "administrator",
        "email": "x@example.org",
        "is_staff": "1",
    }
    browser.post("/account/details/", {**typed, "act": "1"})
    cast.investor.refresh_from_db()
    assert (cast.investor.role, cast.investor.email, cast.investor.is_staff) == ("investor", "investor@example.org", False)


def test_the_header_leads_to_the_own_account(cast: Cast) -> None:
    assert 'href="/account/"' in text_of(sign_in(cast.officer).get("/"))


@pytest.mark.parametrize("prefix", ["", "/ja", "/kn"])
def test_accounts_are_by_invitation_only(prefix: str) -> None:
    answer = Client().get(f"{prefix}/sign-up/")
    assert answer.status_code == 200
    assert "<form" not in text_of(answer).partition("<main")[2].partition("</main")[0]
    assert Client().post(f"{prefix}/sign-up/", {"email": "x@example.org", "password1": "four new words here"}).status_code == 405


def test_what_no_door_needs_any_more_is_tidied_away(cast: Cast) -> None:
    browser, old = sign_in(cast.officer), sign_in(cast.reader)
    Session.objects.filter(session_key=old.session.session_key).update(expire_date=timezone.now())
    Tally.objects.update(until=timezone.now())
    tidy()
    assert [one.session_key for one in UserSession.objects.all()] == [browser.session.session_key]
    assert Session.objects.count() == 1
    assert not Tally.objects.exists()
