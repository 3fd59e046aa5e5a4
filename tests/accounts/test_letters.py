"""Letters about accounts: in the person's language, with time and device, without secrets, written with the change."""

import re
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from portal.accounts.actions import factors, passwords, sessions
from portal.accounts.models import User
from portal.accounts.visitor import Where
from portal.outbox import registry
from portal.outbox.models import Delivery
from tests.accounts.doors import give_app, sign_in
from tests.cast import Cast, make_user

pytestmark = pytest.mark.django_db
WHERE = Where("203.0.113.9", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
KINDS = ("password_link", "password_changed", "password_renewed", "factor_added", "factor_removed", "factors_taken", "codes_renewed", "new_device")  # fmt: skip
LETTERS = {"ja": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]"), "kn": re.compile(r"[\u0c80-\u0cff]")}
# Words that are the same everywhere: names of browsers, systems, zones, addresses, and the house's own.
NAMES = re.compile(r"Firefox|Linux|Asia/\w+|IP|Setu|Helper|https?://\S+|[\w.]+@[\w.]+")


def happen(kind: str, user: User) -> None:
    match kind:
        case "password_link":
            passwords.send_link(address=user.email)
        case "password_changed":
            passwords.change_password(user=user, password="four new words here", where=WHERE)
        case "password_renewed":
            passwords.renew_password(user=user, password="four new words here", where=WHERE)
        case "factor_added":
            give_app(user)
        case "factor_removed":
            give_app(user)
            factors.remove(factor=user.authenticator_set.get(type="totp"), where=WHERE)
        case "factors_taken":
            factors.remove_all(user=user, by=make_user("helper", "administrator"))
        case "codes_renewed":
            give_app(user)
            factors.renew_codes(user=user, where=WHERE)
        case "new_device":
            sessions.tell_of_new_device(user=user, where=WHERE)


def written(kind: str, user: User) -> tuple[str, str, Delivery]:
    """Subject and text, made as the dispatcher makes them."""
    happen(kind, user)
    delivery = Delivery.objects.get(kind=f"account.{kind}", user=user)
    with translation.override(delivery.language):
        message = registry.of(delivery.kind).render(delivery, delivery.language)
        return message.subject_line(), message.text(), delivery


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "ja", "kn"])
def test_each_letter_is_whole_in_each_language(cast: Cast, kind: str, language: str) -> None:
    user = make_user("hanako", "investor", language=language, zone="Asia/Tokyo")
    subject, text, delivery = written(kind, user)
    assert (delivery.language, delivery.channel, delivery.address) == (language, "email", user.email)
    assert "Hanako" in text
    if language == "en":
        assert text.startswith("Dear Hanako,")
        return
    for line in [subject, *text.splitlines()]:
        bare = NAMES.sub("", line).replace("Hanako", "")
        assert not re.search(r"[A-Za-z]{3,}", bare), line
        assert not re.search(r"[A-Za-z]", bare) or LETTERS[language].search(bare), line


def test_a_japanese_letter_is_a_polite_business_letter(cast: Cast) -> None:
    _, text, _ = written("password_link", make_user("hanako", "investor", language="ja"))
    assert text.startswith("Hanako 様\n\n平素より")
    assert "今後とも何卒よろしくお願い申し上げます。" in text


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("password_link", "factors_taken", "factor_added")])
def test_it_tells_when_and_from_where_in_the_persons_zone(cast: Cast, kind: str) -> None:
    _, text, delivery = written(kind, make_user("hanako", "investor", zone="Asia/Tokyo"))
    assert "Firefox on Linux" in text
    assert "203.0.113.9" in text
    assert "(Asia/Tokyo)" in text
    from zoneinfo import ZoneInfo

    assert f"{delivery.due_at.astimezone(ZoneInfo('Asia/Tokyo')):%H:%M}" in text


def test_a_letter_is_written_with_its_change_or_not_at_all(cast: Cast) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        passwords.change_password(user=cast.officer, password="four new words here", where=WHERE)
        raise RuntimeError
    assert not Delivery.objects.exists()


def test_a_sign_in_from_a_new_browser_is_told_once(cast: Cast) -> None:
    browser = sign_in(cast.officer)
    browser.post("/sign-out/")
    for _ in range(3):
        browser.post("/sign-in/", {"username": cast.officer.email, "password": "a long pass phrase for tests"})
        browser.post("/sign-out/")
    assert Delivery.objects.filter(kind="account.new_device").count() == 1


def test_what_a_browser_says_of_itself_is_inert_in_a_letter(cast: Cast) -> None:
    sign_in(cast.officer, HTTP_USER_AGENT="<img src=x onerror=alert(1)> {{ 7*7 }}\x85Bcc: x@example.org")
    delivery: Any = Delivery.objects.get(kind="account.new_device")
    message = registry.of(delivery.kind).render(delivery, "en")
    assert "onerror" not in message.html()
    assert "an unknown device" in message.text()
