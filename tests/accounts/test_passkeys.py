"""Passkeys: bound to this host, good without a password, and nothing a browser may send is a failure of ours."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from portal.outbox.models import Delivery
from tests.accounts.authenticators import SecurityKey
from tests.accounts.doors import (
    HERE,
    PASSKEY,
    SECOND_STEP,
    SIGN_IN,
    give_app,
    give_passkey,
    is_in,
    options_on,
    post_passkey,
    post_password,
    sign_in,
)
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PAGE = "/account/second-factor/"
ADD = "/account/second-factor/passkeys/add/"


@pytest.fixture
def key() -> SecurityKey:
    return SecurityKey()


def text_of(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def test_a_passkey_is_made_and_opens_without_a_password(cast: Cast, key: SecurityKey) -> None:
    made = give_passkey(sign_in(cast.officer, **HERE), key)
    assert "Your recovery codes" in text_of(made)
    browser = Client(**HERE)
    assert post_passkey(browser, key)["Location"] == "/home/"
    assert is_in(browser)
    assert "Blue key" in text_of(browser.get(PAGE))


def test_it_is_a_second_factor_too(cast: Cast, key: SecurityKey) -> None:
    give_passkey(sign_in(cast.officer, **HERE), key)
    browser = Client(**HERE)
    assert post_password(browser, cast.officer)["Location"] == SECOND_STEP
    answer = key.use(options_on(browser.get(SECOND_STEP)))
    assert browser.post(SECOND_STEP, {"credential": json.dumps(answer)})["Location"] == "/home/"
    assert is_in(browser)


def test_a_session_opened_by_a_passkey_is_proved_enough_for_officials(cast: Cast, key: SecurityKey, settings: Any) -> None:
    give_passkey(sign_in(cast.officer, **HERE), key)
    settings.SECOND_FACTOR_REQUIRED = True
    browser = Client(**HERE)
    post_passkey(browser, key)
    assert browser.get("/desk/").status_code == 200


def test_the_page_that_was_asked_for_comes_after_a_passkey_and_no_other_site(cast: Cast, key: SecurityKey) -> None:
    give_passkey(sign_in(cast.officer, **HERE), key)
    assert post_passkey(Client(**HERE), key, next="/desk/meetings/")["Location"] == "/desk/meetings/"
    assert post_passkey(Client(**HERE), key, next="//evil.example")["Location"] == "/home/"


def test_signing_in_by_passkey_changes_the_sessions_key(cast: Cast, key: SecurityKey) -> None:
    give_passkey(sign_in(cast.officer, **HERE), key)
    browser = Client(**HERE)
    options = browser.post(PASSKEY).json()
    before = browser.session.session_key
    browser.post(PASSKEY, {"credential": json.dumps(key.use(options))})
    assert browser.session.session_key not in (None, before)


def test_a_closed_account_is_closed_for_passkeys(cast: Cast, key: SecurityKey) -> None:
    give_passkey(sign_in(cast.officer, **HERE), key)
    cast.officer.is_active = False
    cast.officer.save()
    browser = Client(**HERE)
    assert post_passkey(browser, key)["Location"] == SIGN_IN
    assert not is_in(browser)
    assert "This passkey was not accepted." in text_of(browser.get(SIGN_IN))


def test_another_key_another_host_and_an_old_challenge_do_not_open(cast: Cast, key: SecurityKey) -> None:
    give_passkey(sign_in(cast.officer, **HERE), key)
    foreign = SecurityKey(id=key.id, user_handle=key.user_handle)
    elsewhere = SecurityKey(origin="https://evil.example", private=key.private, id=key.id, user_handle=key.user_handle)
    unproved = SecurityKey(verified=False, private=key.private, id=key.id, user_handle=key.user_handle)
    for wrong in (foreign, elsewhere, unproved):
        browser = Client(**HERE)
        assert post_passkey(browser, wrong)["Location"] == SIGN_IN
        assert not is_in(browser)
    browser = Client(**HERE)
    old = key.use(browser.post(PASSKEY).json())
    browser.post(PASSKEY)
    assert browser.post(PASSKEY, {"credential": json.dumps(old)})["Location"] == SIGN_IN
    assert not is_in(browser)


def test_an_answer_opens_once(cast: Cast, key: SecurityKey) -> None:
    give_passkey(sign_in(cast.officer, **HERE), key)
    browser = Client(**HERE)
    answer = json.dumps(key.use(browser.post(PASSKEY).json()))
    assert browser.post(PASSKEY, {"credential": answer})["Location"] == "/home/"
    browser.post("/sign-out/")
    assert browser.post(PASSKEY, {"credential": answer})["Location"] == SIGN_IN


def test_the_passkey_of_one_does_not_prove_another(cast: Cast, key: SecurityKey) -> None:
    give_passkey(sign_in(cast.officer, **HERE), key)
    give_app(cast.reader)
    browser = Client(**HERE)
    post_password(browser, cast.reader)
    answer = key.use(browser.post(PASSKEY).json())
    assert browser.post(SECOND_STEP, {"credential": json.dumps(answer)}).status_code == 200
    assert not is_in(browser)


def test_a_key_that_knows_nobody_is_not_taken(cast: Cast) -> None:
    refused = give_passkey(sign_in(cast.officer, **HERE), SecurityKey(verified=False))
    assert "This passkey was not accepted." in text_of(refused)
    assert not Authenticator.objects.exists()


def test_what_was_typed_stays_when_a_key_is_refused_and_the_next_try_works(cast: Cast, key: SecurityKey) -> None:
    browser = sign_in(cast.officer, **HERE)
    browser.get(ADD)
    refused = browser.post(ADD, {"name": "My own name", "credential": "{}"})
    assert 'value="My own name"' in text_of(refused)
    made = browser.post(ADD, {"name": "My own name", "credential": json.dumps(key.make(options_on(refused)))})
    assert "Your recovery codes" in text_of(made)


def test_a_passkey_is_renamed_and_removed(cast: Cast, key: SecurityKey) -> None:
    browser = sign_in(cast.officer, **HERE)
    give_passkey(browser, key)
    pk = Authenticator.objects.get(type="webauthn").pk
    assert browser.post(f"{PAGE}passkeys/{pk}/name/", {"name": "電話", "act": "1"})["Location"] == PAGE
    assert "電話" in text_of(browser.get(PAGE))
    assert browser.post(f"{PAGE}passkeys/{pk}/name/", {"name": "\u202e", "act": "1"}).status_code == 200
    assert browser.post(f"{PAGE}passkeys/{pk}/remove/", {"act": "1"})["Location"] == PAGE
    assert not Authenticator.objects.exists()
    kinds = list(Delivery.objects.filter(user=cast.officer).order_by("id").values_list("kind", flat=True))
    assert kinds[-2:] == ["account.factor_added", "account.factor_removed"]


def test_the_passkeys_of_others_do_not_exist(cast: Cast, key: SecurityKey) -> None:
    give_passkey(sign_in(cast.officer, **HERE), key)
    pk = Authenticator.objects.get(type="webauthn").pk
    browser = sign_in(cast.administrator)
    assert browser.get(f"{PAGE}passkeys/{pk}/name/").status_code == 404
    assert browser.post(f"{PAGE}passkeys/{pk}/remove/", {"act": "1"}).status_code == 404


BROKEN = [
    "",
    "null",
    "[]",
    "{}",
    "7",
    '"x"',
    "{",
    '{"id": 1}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": []}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"userHandle": 7}}',
    '{"id": "AA", "rawId": "AA", "type": "x", "response": {"attestationObject": "AA", "clientDataJSON": "AA"}}',
    '{"id": "é", "rawId": "é", "type": "public-key", "response": {"authenticatorData": "AA", "clientDataJSON": "e30", "signature": "AA"}}',
    '{"id": "\\ud800", "rawId": "\\ud800", "response": {"userHandle": "\\ud800"}}',
    "[" * 15_000,
    '{"a":' * 4_000,
    '{"id": "' + "A" * 30_000 + '"}',
    "1e400",
    "NaN",
]


@pytest.mark.parametrize("answer", BROKEN, ids=range(len(BROKEN)))
def test_no_answer_of_a_browser_is_a_failure_of_ours(cast: Cast, key: SecurityKey, answer: str) -> None:
    owner = sign_in(cast.officer, **HERE)
    give_passkey(owner, key)
    assert owner.post(ADD, {"name": "x", "credential": answer}).status_code == 200
    alone = Client(**HERE)
    alone.post(PASSKEY)
    assert alone.post(PASSKEY, {"credential": answer})["Location"] == SIGN_IN
    second = Client(**HERE)
    post_password(second, cast.officer)
    second.get(SECOND_STEP)
    assert second.post(SECOND_STEP, {"credential": answer}).status_code == 200
    assert not is_in(alone)
    assert not is_in(second)


def mangled(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The answer with each of its parts of another type, empty, cut short and turned; those that are signed first."""
    found = []
    for place in (*answer["response"], "id", "rawId", "type"):
        inside = place in answer["response"]
        old = answer["response"][place] if inside else answer[place]
        for new in (None, 7, [], {}, "", "AA", old[: len(old) // 2], old[::-1]):
            copy = json.loads(json.dumps(answer))
            (copy["response"] if inside else copy)[place] = new
            found.append(copy)
    return found


def test_no_mangled_answer_opens_or_fails(cast: Cast, key: SecurityKey) -> None:
    owner = sign_in(cast.officer, **HERE)
    give_passkey(owner, key)
    for number in range(7 * 8):
        browser = Client(**HERE)
        right = key.use(browser.post(PASSKEY).json())
        wrong = mangled(right)[number]
        assert browser.post(PASSKEY, {"credential": json.dumps(wrong)}).status_code == 302
        # What the browser says beside the signed parts is nothing to us.
        assert not is_in(browser) or wrong["response"] == right["response"]


def test_no_mangled_new_passkey_is_a_failure_of_ours(cast: Cast) -> None:
    owner, key = sign_in(cast.officer, **HERE), SecurityKey()
    for number in range(5 * 8):
        wrong = mangled(key.make(options_on(owner.get(ADD))))[number]
        assert owner.post(ADD, {"name": "x", "credential": json.dumps(wrong)}).status_code in (200, 302)


def test_at_an_address_of_numbers_there_are_none_and_the_page_says_so(cast: Cast, settings: Any) -> None:
    settings.SITE_URL = "https://192.0.2.1"
    browser = sign_in(cast.officer)
    assert "need https and the portal" in text_of(browser.get(PAGE))
    assert browser.get(ADD)["Location"] == PAGE
    assert 'data-passkey="get"' not in text_of(Client().get(SIGN_IN))
    assert Client().post(PASSKEY).status_code == 409


def test_a_demonstration_shows_where_they_work(cast: Cast, settings: Any) -> None:
    settings.SETU_DEMO = True
    page = text_of(Client(HTTP_HOST="127.0.0.1:8105").get(f"{SIGN_IN}?next=/desk/"))
    assert 'href="http://localhost:8105/sign-in/?next=/desk/"' in page


@pytest.mark.parametrize(
    ("site", "host", "party"),
    [
        ("https://setu.example.org", "setu.example.org", "setu.example.org"),
        ("https://example.org", "setu.example.org", "example.org"),
        ("https://setu.example.org", "example.org", ""),
        ("http://setu.example.org", "setu.example.org", ""),
        ("https://192.0.2.1", "192.0.2.1", ""),
    ],
)
def test_a_passkey_belongs_to_the_sites_own_name(rf: Any, settings: Any, site: str, host: str, party: str) -> None:
    from portal.accounts.passkeys import relying_party

    settings.SITE_URL, settings.ALLOWED_HOSTS = site, ["*"]
    assert relying_party(rf.get("/", HTTP_HOST=host)) == party


def test_challenges_are_limited(cast: Cast) -> None:
    answers = [Client(**HERE).post(PASSKEY, REMOTE_ADDR="198.51.100.9").status_code for _ in range(301)]
    assert answers == [200] * 300 + [429]


def test_the_door_for_passkeys_is_a_post_with_its_token(cast: Cast) -> None:
    assert Client(**HERE).get(PASSKEY).status_code == 405
    assert Client(enforce_csrf_checks=True, **HERE).post(PASSKEY).status_code == 403
