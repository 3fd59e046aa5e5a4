"""Changing a password, and choosing a new one by a link: once, for an hour, for nobody else."""

import datetime
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation

from portal.accounts import tokens
from portal.accounts.models import User
from portal.core import clock
from portal.outbox import registry
from portal.outbox.models import Delivery, Event
from tests.accounts.doors import SECOND_STEP, SIGN_IN, give_app, is_in, post_password, sign_in
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
PAGE = "/account/password/"
FORGOTTEN = "/account/password/forgotten/"
NEW = "four new words here"
BOTH = {"password": NEW, "again": NEW, "act": "1"}


def text_of(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def link_for(user: User) -> str:
    """The path in the letter that was asked for, made as the dispatcher makes it."""
    delivery = Delivery.objects.filter(kind="account.password_link", user=user).latest("created_at")
    with translation.override(delivery.language):
        said = registry.of(delivery.kind).render(delivery, delivery.language).text()
    found = re.search(r"(/(?:ja/|kn/)?account/password/new/\S+)", said)
    assert found, said
    return found[1]


def ask(user: User | str) -> Any:
    email = user if isinstance(user, str) else user.email
    return Client().post(FORGOTTEN, {"email": email})


# Signed in


def test_a_changed_password_ends_every_other_session_and_keeps_this_one(cast: Cast) -> None:
    thief, owner = sign_in(cast.officer), sign_in(cast.officer)
    stolen = owner.cookies["setu_session"].value
    answer = owner.post(PAGE, {"present": PASSWORD, **BOTH})
    assert answer["Location"] == "/account/"
    assert is_in(owner)
    assert not is_in(thief)
    with_the_old_cookie = Client()
    with_the_old_cookie.cookies["setu_session"] = stolen
    assert not is_in(with_the_old_cookie)
    assert post_password(Client(), cast.officer, NEW).status_code == 302
    assert post_password(Client(), cast.officer).status_code == 200


def test_the_session_that_goes_on_is_still_listed_once(cast: Cast) -> None:
    owner = sign_in(cast.officer)
    owner.post(PAGE, {"present": PASSWORD, **BOTH})
    assert len(owner.get("/account/sessions/").context["sessions"]) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"present": "wrong"}, "This is not your password."),
        ({"present": ""}, "Enter the password."),
        ({"again": "four other words here"}, "This is not the same password."),
        ({"password": "short", "again": "short"}, "This password is too short: it needs at least 12 characters."),
        ({"password": "qwerty123456", "again": "qwerty123456"}, "Many people use this password"),
        ({"password": "officer@example.org", "again": "officer@example.org"}, "too much like your name or your address"),
        ({"password": "x" * 600, "again": "x" * 600}, "at most 512"),
    ],
)
def test_what_is_refused_is_told_at_its_field_and_changes_nothing(cast: Cast, typed: dict[str, str], said: str) -> None:
    owner = sign_in(cast.officer)
    answer = owner.post(PAGE, {"present": PASSWORD, **BOTH, **typed})
    assert answer.status_code == 200
    assert said in text_of(answer)
    assert PASSWORD not in text_of(answer)
    cast.officer.refresh_from_db()
    assert cast.officer.check_password(PASSWORD)


def test_blanks_at_the_ends_belong_to_a_password(cast: Cast) -> None:
    owner = sign_in(cast.officer)
    spaced = "  four words here  "
    owner.post(PAGE, {"present": PASSWORD, "password": spaced, "again": spaced})
    assert post_password(Client(), cast.officer, spaced.strip()).status_code == 200
    assert post_password(Client(), cast.officer, spaced).status_code == 302


def test_who_has_no_password_is_sent_to_have_a_link_sent(cast: Cast) -> None:
    browser = sign_in(cast.officer)
    cast.officer.set_unusable_password()
    cast.officer.save()
    browser.force_login(cast.officer)
    assert browser.get(PAGE)["Location"] == FORGOTTEN
    assert "You have no password." in text_of(browser.get("/account/"))


# By a link


def test_a_link_opens_once_and_ends_every_session(cast: Cast) -> None:
    thief = sign_in(cast.officer)
    ask(cast.officer)
    browser = Client()
    shown = browser.get(link_for(cast.officer), follow=True)
    address = shown.redirect_chain[-1][0]
    assert address.endswith("/choose/")
    assert cast.officer.email in text_of(shown)
    assert browser.post(address, BOTH)["Location"] == SIGN_IN
    assert not is_in(browser)
    assert not is_in(thief)
    assert post_password(browser, cast.officer, NEW).status_code == 302
    link = link_for(cast.officer)
    # The last sign of the token, which is another one than it was.
    stale = Client().get(f"{link[:-2]}{'b' if link[-2] == 'a' else 'a'}/", follow=True)
    assert stale.status_code == 410


def test_the_same_link_a_second_time_opens_nothing(cast: Cast) -> None:
    ask(cast.officer)
    path = link_for(cast.officer)
    first = Client()
    first.post(first.get(path)["Location"], BOTH)
    second = Client()
    answer = second.get(path, follow=True)
    assert (answer.status_code, "This link no longer works" in text_of(answer)) == (410, True)
    assert second.post(second.get(path)["Location"], BOTH).status_code == 410


def test_a_link_is_good_for_an_hour(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(cast.officer)
    path = link_for(cast.officer)
    moment = datetime.datetime.now() + datetime.timedelta(minutes=59)
    monkeypatch.setattr(tokens.links, "_now", lambda: moment)
    assert Client().get(path, follow=True).status_code == 200
    moment += datetime.timedelta(minutes=2)
    assert Client().get(path, follow=True).status_code == 410


def test_signing_in_makes_a_link_stale(cast: Cast) -> None:
    ask(cast.officer)
    path = link_for(cast.officer)
    sign_in(cast.officer)
    assert Client().get(path, follow=True).status_code == 410


def test_a_link_is_no_way_round_the_second_factor(cast: Cast) -> None:
    give_app(cast.officer)
    ask(cast.officer)
    browser = Client()
    browser.post(browser.get(link_for(cast.officer))["Location"], BOTH)
    assert post_password(browser, cast.officer, NEW)["Location"] == SECOND_STEP


def test_a_link_is_no_way_into_a_closed_account(cast: Cast) -> None:
    ask(cast.officer)
    path = link_for(cast.officer)
    cast.officer.is_active = False
    cast.officer.save()
    assert Client().get(path, follow=True).status_code == 410
    delivery = Delivery.objects.get(kind="account.password_link")
    assert registry.of(delivery.kind).wanted(delivery, clock.now()) == "the account is closed"


def test_the_secret_is_stored_nowhere(cast: Cast) -> None:
    ask(cast.officer)
    token = link_for(cast.officer).rstrip("/").rpartition("/")[2]
    stored = str(list(Delivery.objects.values())) + str(list(Event.objects.values()))
    assert token not in stored
    assert not mail.outbox


def test_known_unknown_and_closed_addresses_get_the_same_answer(cast: Cast) -> None:
    cast.reader.is_active = False
    cast.reader.save()
    answers = [ask(who) for who in (cast.officer, "nobody@example.org", cast.reader)]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/account/password/forgotten/sent/")}
    assert Delivery.objects.filter(kind="account.password_link").count() == 1


def test_asking_again_and_again_is_limited_for_every_address_alike(cast: Cast) -> None:
    for who in (cast.officer, "nobody@example.org"):
        assert [ask(who).status_code for _ in range(5)] == [302] * 3 + [429] * 2
    assert Delivery.objects.filter(kind="account.password_link").count() == 3


@pytest.mark.parametrize("typed", ["", "x", "a@b", "x" * 300 + "@example.org", "a\r\nBcc: b@example.org", "<b>@example.org"])
def test_odd_addresses_are_told_at_the_field(typed: str) -> None:
    answer = Client().post(FORGOTTEN, {"email": typed})
    assert (answer.status_code, "error-summary" in text_of(answer)) == (200, True)


@pytest.mark.parametrize(
    "path", ["x/y/", "AAAA/y/", "%00/%00/", "é/choose/", "AAAAAAAAAAAAAAAAAAAAAA/choose/", f"{'A' * 300}/x/"]
)
def test_invented_links_open_nothing(path: str) -> None:
    assert Client().get(f"/account/password/new/{path}", follow=True).status_code in (400, 404, 410)


def test_a_letter_goes_in_the_persons_own_language(cast: Cast) -> None:
    ask(cast.investor)
    assert link_for(cast.investor).startswith("/ja/account/password/new/")
