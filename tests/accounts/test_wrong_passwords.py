"""Whoever tries passwords learns nothing and locks nobody out. Times are measured at the running system: tests/journeys."""

import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from portal.accounts import signing_in
from portal.core import clock
from tests.accounts.authenticators import SecurityKey
from tests.accounts.doors import (
    HERE,
    SECOND_STEP,
    give_app,
    give_passkey,
    is_in,
    post_passkey,
    post_password,
    sign_in,
    sign_in_with_app,
)
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
ELSEWHERE = {"REMOTE_ADDR": "198.51.100.7"}


def words(answer: Any) -> tuple[int, str]:
    return answer.status_code, str(answer.context["form"].non_field_errors())


def attack(email: str, times: int = 12, **more: Any) -> list[tuple[int, str]]:
    client = Client()
    return [words(post_password(client, email, "wrong", **{**ELSEWHERE, **more})) for _ in range(times)]


def test_a_real_and_an_unreal_account_get_the_same_answers_up_to_the_limit_and_after(cast: Cast) -> None:
    real, unreal = attack(cast.officer.email), attack("nobody@example.org")
    assert real == unreal
    assert [status for status, _ in real] == [200] * 10 + [429] * 2
    assert "try again in 15 minutes" in real[-1][1]


@pytest.mark.parametrize(("prefix", "said"), [("/ja", "15分後にもう一度お試しください"), ("/kn", "15 ನಿಮಿಷಗಳ ನಂತರ")])
def test_the_limit_is_told_in_the_visitors_language(cast: Cast, prefix: str, said: str) -> None:
    attack(cast.officer.email)
    answer = Client().post(f"{prefix}/sign-in/", {"username": cast.officer.email, "password": "wrong"}, **ELSEWHERE)
    assert (answer.status_code, answer["Retry-After"]) == (429, "900")
    assert said in answer.content.decode()


def test_the_right_password_is_not_told_from_a_wrong_one_after_the_limit(cast: Cast) -> None:
    attack(cast.officer.email)
    stranger = Client()
    assert words(post_password(stranger, cast.officer, PASSWORD, **ELSEWHERE)) == words(
        post_password(stranger, cast.officer, "wrong", **ELSEWHERE)
    )


def test_the_window_ends(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    attack(cast.officer.email)
    later = clock.now() + datetime.timedelta(minutes=16)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert post_password(Client(), cast.officer).status_code == 302


def test_letters_and_blanks_make_no_other_account_of_an_address(cast: Cast) -> None:
    attack(cast.officer.email, 6)
    assert attack(f"  {cast.officer.email.upper()} ", 5)[-1][0] == 429


def test_the_owner_enters_by_passkey_while_the_password_is_barred(cast: Cast) -> None:
    key = SecurityKey()
    give_passkey(sign_in(cast.officer, **HERE), key)
    attack(cast.officer.email, 200)
    client = Client(**HERE)
    assert post_password(client, cast.officer).status_code == 429
    assert post_passkey(client, key)["Location"] == "/home/"
    assert is_in(client)


def test_the_owner_enters_at_the_own_desk_while_others_try_from_afar(cast: Cast) -> None:
    browser = sign_in(cast.officer)
    browser.post("/sign-out/")
    attack(cast.officer.email, 200)
    assert post_password(browser, cast.officer).status_code == 302


def test_a_known_browser_is_known_for_its_own_people_only_and_has_a_limit_too(cast: Cast) -> None:
    browser = sign_in(cast.reader)
    browser.post("/sign-out/")
    attack(cast.officer.email)
    assert post_password(browser, cast.officer).status_code == 429
    assert [post_password(browser, cast.reader, "wrong").status_code for _ in range(11)][-1] == 429
    assert post_password(Client(), cast.reader).status_code == 302


def test_a_forged_browser_is_not_known(cast: Cast) -> None:
    browser = sign_in(cast.reader)
    name = browser.cookies["setu_device"].value
    forged = Client()
    forged.cookies["setu_device"] = name.replace(name[:4], "abcd", 1)
    attack(cast.reader.email)
    assert post_password(forged, cast.reader).status_code == 429


def test_a_session_that_is_going_on_is_not_disturbed(cast: Cast) -> None:
    browser = sign_in(cast.officer)
    attack(cast.officer.email, 200)
    assert is_in(browser)
    answer = browser.post(
        "/account/password/", {"present": PASSWORD, "password": "four new words here", "again": "four new words here"}
    )
    assert answer["Location"] == "/account/"


def test_one_password_on_many_accounts_is_slowed_down_from_one_address(cast: Cast) -> None:
    answers = [post_password(Client(), f"nobody{number}@example.org", "wrong", **ELSEWHERE).status_code for number in range(102)]
    assert answers == [200] * 100 + [429] * 2
    assert post_password(Client(), cast.officer, REMOTE_ADDR="198.51.100.8").status_code == 302


def test_a_network_of_ipv6_counts_as_one(cast: Cast) -> None:
    for number in range(100):
        post_password(Client(), f"nobody{number}@example.org", "wrong", REMOTE_ADDR=f"2001:db8::{number:x}")
    assert post_password(Client(), cast.officer, REMOTE_ADDR="2001:db8::ffff").status_code == 429
    assert post_password(Client(), cast.officer, REMOTE_ADDR="2001:db8:0:1::1").status_code == 302


def test_what_a_client_claims_about_its_address_counts_only_behind_our_proxy(cast: Cast, settings: Any) -> None:
    for number in range(100):
        claimed = {"HTTP_X_FORWARDED_FOR": f"203.0.113.{number}", **ELSEWHERE}
        post_password(Client(), f"nobody{number}@example.org", "wrong", **claimed)
    assert post_password(Client(), cast.officer, HTTP_X_FORWARDED_FOR="203.0.113.200", **ELSEWHERE).status_code == 429
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    own = {"HTTP_X_FORWARDED_FOR": "198.51.100.7, 203.0.113.200", **ELSEWHERE}
    assert post_password(Client(), cast.officer, **own).status_code == 302


@pytest.mark.parametrize("claimed", ["", " ", "nonsense", "1.2.3.4.5", ",", "[::1", "a, b"])
@pytest.mark.parametrize("proxies", [0, 1])
def test_odd_addresses_are_no_failure(cast: Cast, settings: Any, claimed: str, proxies: int) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert post_password(Client(), cast.officer, HTTP_X_FORWARDED_FOR=claimed).status_code == 302


def test_a_new_password_by_mail_begins_anew(cast: Cast) -> None:
    attack(cast.officer.email)
    signing_in.forget_wrong_passwords(cast.officer)
    assert post_password(Client(), cast.officer).status_code == 302


def test_codes_are_limited_and_owners_at_their_own_desk_are_not_barred(cast: Cast) -> None:
    give_app(cast.officer)
    browser = sign_in_with_app(cast.officer)
    browser.post("/sign-out/")
    thief = Client()
    post_password(thief, cast.officer)
    assert [thief.post(SECOND_STEP, {"code": "000000"}).status_code for _ in range(12)] == [200] * 10 + [429] * 2
    post_password(browser, cast.officer)
    assert browser.post(SECOND_STEP, {"code": "000000"}).status_code == 200


def test_the_present_password_is_limited_for_whoever_has_an_open_session(cast: Cast) -> None:
    browser = sign_in(cast.officer)
    new = {"password": "four new words here", "again": "four new words here"}
    answers = [browser.post("/account/password/", {"present": "wrong", **new}).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]
    assert post_password(Client(), cast.officer).status_code == 302


def test_every_door_works_with_the_cache_away(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object, **more: object) -> None:
        raise ConnectionError("the cache is away")

    for name in ("get", "set", "add", "incr", "delete", "get_or_set"):
        monkeypatch.setattr(cache, name, away)
    give_app(cast.officer)
    assert is_in(sign_in_with_app(cast.officer))
    assert attack("nobody@example.org")[-1][0] == 429
    assert Client().post("/account/password/forgotten/", {"email": cast.officer.email}).status_code == 302
