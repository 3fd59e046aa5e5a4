"""Second factors: an app, recovery codes; required of officials, never to be gone round."""

import base64
import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from portal.accounts import codes, sealing
from portal.accounts.actions import factors
from portal.accounts.models import AuditEntry, User
from portal.accounts.visitor import Where
from portal.outbox.models import Delivery
from tests.accounts.authenticators import code_of
from tests.accounts.doors import (
    SECOND_STEP,
    SECRET,
    SIGN_IN,
    give_app,
    is_in,
    post_password,
    sign_in,
    sign_in_with_app,
)
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PAGE = "/account/second-factor/"
APP = "/account/second-factor/app/add/"
CODES = "/account/second-factor/recovery-codes/"
OFFICIALS = ("officer", "colleague", "supervisor", "operator", "administrator", "reader")
INVESTORS = ("investor", "stranger")


def text_of(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def secret_on(page: Any) -> str:
    found = re.search(r'<code class="secret"[^>]*>([A-Z2-7 ]+)</code>', text_of(page))
    assert found
    return found[1]


def letters(user: User) -> list[str]:
    return list(Delivery.objects.filter(user=user, kind__startswith="account.").order_by("id").values_list("kind", flat=True))


def test_an_app_is_added_shown_as_picture_and_text_and_asked_for_from_then_on(cast: Cast) -> None:
    browser = sign_in(cast.officer)
    page = browser.get(APP)
    secret = secret_on(page)
    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', text_of(page))
    assert picture
    assert "style" not in base64.b64decode(picture[1]).decode()
    assert f"secret={secret.replace(' ', '')}" in text_of(page)
    added = browser.post(APP, {"code": code_of(secret)})
    assert len(re.findall(r"<li><code>\d{4} \d{4}</code></li>", text_of(added))) == 10
    assert letters(cast.officer) == ["account.new_device", "account.factor_added"]
    stranger = Client()
    assert post_password(stranger, cast.officer)["Location"] == SECOND_STEP
    assert not is_in(stranger)


def test_the_secret_stays_the_same_while_the_first_code_is_tried(cast: Cast) -> None:
    browser = sign_in(cast.officer)
    first = secret_on(browser.get(APP))
    wrong = browser.post(APP, {"code": "000000"})
    assert "This is not the code that the app shows now." in text_of(wrong)
    assert secret_on(wrong) == secret_on(browser.get(APP)) == first


def test_a_code_opens_once(cast: Cast) -> None:
    give_app(cast.officer)
    code = code_of(SECRET)
    first, second = Client(), Client()
    for browser in (first, second):
        post_password(browser, cast.officer)
    assert first.post(SECOND_STEP, {"code": code}).status_code == 302
    assert "wrong, or it was used already" in text_of(second.post(SECOND_STEP, {"code": code}))
    assert is_in(first)
    assert not is_in(second)


@pytest.mark.parametrize("periods", [-1, 0, 1])
def test_a_clock_may_be_half_a_minute_off(cast: Cast, periods: int) -> None:
    give_app(cast.officer)
    now = time.time()
    assert codes.use(cast.officer, code_of(SECRET, seconds=now + 30 * periods), seconds=now) is not None


@pytest.mark.parametrize("periods", [-3, 3])
def test_and_not_more(cast: Cast, periods: int) -> None:
    give_app(cast.officer)
    now = time.time()
    assert codes.use(cast.officer, code_of(SECRET, seconds=now + 30 * periods), seconds=now) is None


def test_an_older_code_is_not_good_after_a_newer_one(cast: Cast) -> None:
    give_app(cast.officer)
    now = time.time()
    assert codes.use(cast.officer, code_of(SECRET, seconds=now + 30), seconds=now) is not None
    assert codes.use(cast.officer, code_of(SECRET, seconds=now), seconds=now) is None


def test_digits_are_read_in_whatever_way_they_are_typed(cast: Cast) -> None:
    give_app(cast.officer)
    browser = Client()
    post_password(browser, cast.officer)
    wide = code_of(SECRET).translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    assert browser.post(SECOND_STEP, {"code": f" {wide[:3]}　{wide[3:]} "}).status_code == 302


@pytest.mark.parametrize("code", ["", "x", "１２３", "-1", "1e6", "\u0c82", "9" * 400, "<b>", "{{7*7}}"])
def test_odd_codes_are_answered_with_the_same_page(cast: Cast, code: str) -> None:
    give_app(cast.officer)
    browser = Client()
    post_password(browser, cast.officer)
    answer = browser.post(SECOND_STEP, {"code": code})
    assert answer.status_code == 200
    assert "error-summary" in text_of(answer)


def test_a_recovery_code_stands_in_and_opens_once(cast: Cast) -> None:
    code = give_app(cast.officer)[3]
    first = Client()
    post_password(first, cast.officer)
    assert first.post(SECOND_STEP, {"code": f"{code[:4]} {code[4:]}"}).status_code == 302
    assert "9 recovery codes left" in text_of(first.get(PAGE))
    second = Client()
    post_password(second, cast.officer)
    assert second.post(SECOND_STEP, {"code": code}).status_code == 200
    assert not is_in(second)


def test_new_recovery_codes_are_shown_once_and_end_the_old_ones(cast: Cast) -> None:
    old = give_app(cast.officer)[0]
    browser = sign_in_with_app(cast.officer)
    assert old not in text_of(browser.get(CODES)).replace(" ", "")
    made = re.findall(r"<li><code>(\d{4} \d{4})</code></li>", text_of(browser.post(CODES)))
    assert len(set(made)) == 10
    for path in (CODES, PAGE, "/account/"):
        assert made[0] not in text_of(browser.get(path))
    other = Client()
    post_password(other, cast.officer)
    assert other.post(SECOND_STEP, {"code": old}).status_code == 200
    assert other.post(SECOND_STEP, {"code": made[0]}).status_code == 302
    assert "account.codes_renewed" in letters(cast.officer)


def test_the_file_holds_the_codes_in_the_readers_language(cast: Cast) -> None:
    give_app(cast.investor)
    browser = sign_in_with_app(cast.investor)
    page = text_of(browser.post(f"/ja{CODES}"))
    found = re.search(r'href="data:text/plain;charset=utf-8;base64,([^"]+)" download="recovery-codes.txt"', page)
    assert found
    file = base64.b64decode(found[1].replace("&#x3D;", "=")).decode()
    assert "リカバリーコード" in file
    assert len(re.findall(r"\d{4} \d{4}\r\n", file)) == 10


def test_there_are_no_recovery_codes_without_a_factor(cast: Cast) -> None:
    browser = sign_in(cast.officer)
    assert browser.post(CODES)["Location"] == PAGE
    assert not Authenticator.objects.exists()


def test_secrets_are_sealed_in_the_database(cast: Cast) -> None:
    code = give_app(cast.officer)[0]
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in stored
    assert code not in stored
    assert sealing.unseal(Authenticator.objects.get(type="totp").data["secret"]) == SECRET


def test_a_new_key_of_the_site_opens_what_the_old_one_sealed(cast: Cast, settings: Any) -> None:
    give_app(cast.officer)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [settings.SECRET_KEY]
    assert codes.use(cast.officer, code_of(SECRET)) is not None
    settings.SECRET_KEY_FALLBACKS = []
    assert codes.use(cast.officer, code_of(SECRET, seconds=time.time() + 30)) is None


def test_a_second_app_is_refused(cast: Cast) -> None:
    give_app(cast.officer)
    with pytest.raises(factors.AppThere):
        give_app(cast.officer)
    assert sign_in_with_app(cast.officer).get(APP)["Location"] == PAGE


# Required of officials


@pytest.fixture
def required(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("who", OFFICIALS)
@pytest.mark.parametrize(
    "path", ["/", "/desk/", "/home/", "/account/", "/account/password/", "/notices/", "/admin/", "/ja/desk/"]
)
def test_an_official_without_a_factor_reaches_the_set_up_only(cast: Cast, who: str, path: str) -> None:
    browser = sign_in(getattr(cast, who))
    answer = browser.get(path)
    assert answer.status_code == 302
    assert answer["Location"].removeprefix("/ja") == PAGE
    assert browser.get(PAGE).status_code == 200
    assert browser.get(APP).status_code == 200
    assert browser.post("/sign-out/").status_code == 302
    assert browser.get("/").status_code == 200


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("who", INVESTORS)
def test_investors_are_free_to_have_one(cast: Cast, who: str) -> None:
    assert sign_in(getattr(cast, who)).get("/my/").status_code == 200


@pytest.mark.usefixtures("required")
def test_with_the_factor_the_house_opens_and_elsewhere_it_is_asked_for(cast: Cast) -> None:
    browser = sign_in(cast.officer)
    browser.post(APP, {"code": code_of(secret_on(browser.get(APP)))})
    assert browser.get("/desk/").status_code == 200


@pytest.mark.usefixtures("required")
def test_a_session_that_only_a_password_has_proved_does_not_grow_with_the_account(cast: Cast) -> None:
    """Somebody knew the password and was in before the owner set up the factor."""
    thief, owner = sign_in(cast.officer), sign_in(cast.officer)
    owner.post(APP, {"code": code_of(secret_on(owner.get(APP)))})
    assert not is_in(thief)
    elsewhere = Client()
    elsewhere.force_login(cast.officer)
    answer = elsewhere.get("/desk/")
    assert answer["Location"] == "/account/confirm/?next=/desk/"
    assert 'name="password"' not in text_of(elsewhere.get(answer["Location"]))


@pytest.mark.usefixtures("required")
def test_a_post_is_stopped_as_well(cast: Cast) -> None:
    browser = sign_in(cast.officer)
    assert browser.post("/account/details/", {"name": "X", "language": "ja", "zone": "Asia/Tokyo"})["Location"] == PAGE
    cast.officer.refresh_from_db()
    assert cast.officer.name == "Officer"


@pytest.mark.usefixtures("required")
def test_the_last_factor_cannot_be_removed_while_it_is_required(cast: Cast) -> None:
    give_app(cast.officer)
    browser = sign_in_with_app(cast.officer)
    answer = browser.post("/account/second-factor/app/remove/", {"act": "1"})
    assert "Officials need a second factor." in text_of(answer)
    assert Authenticator.objects.filter(type="totp").exists()


def test_where_none_is_required_the_last_one_goes_with_its_codes(cast: Cast) -> None:
    give_app(cast.investor)
    browser = sign_in_with_app(cast.investor)
    assert "your password alone will open your account" in text_of(browser.get("/account/second-factor/app/remove/"))
    assert browser.post("/account/second-factor/app/remove/", {"act": "1"})["Location"] == PAGE
    assert not Authenticator.objects.exists()
    assert letters(cast.investor)[-1] == "account.factor_removed"


def test_an_administrator_takes_lost_factors_and_every_session_ends(cast: Cast) -> None:
    give_app(cast.officer)
    browser = sign_in_with_app(cast.officer)
    factors.remove_all(user=cast.officer, by=cast.administrator)
    assert not is_in(browser)
    assert not Authenticator.objects.exists()
    assert letters(cast.officer)[-1] == "account.factors_taken"
    assert AuditEntry.objects.filter(kind="factor_removed", who=cast.administrator, about_id=cast.officer.pk).exists()


@pytest.mark.usefixtures("required")
def test_the_administration_is_no_way_round(cast: Cast) -> None:
    assert Client().get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert Client().get("/admin/login/?next=/admin/")["Location"] == f"{SIGN_IN}?next=%2Fadmin%2F"
    answer = Client().post("/admin/login/?next=/admin/", {"username": cast.administrator.email, "password": "x"})
    assert answer["Location"].startswith(SIGN_IN)
    assert Client().get("/admin/login/?next=//evil.example")["Location"] == f"{SIGN_IN}?next=%2Fadmin%2F"


def test_who_may_not_open_the_administration_is_refused_and_not_sent_in_circles(cast: Cast) -> None:
    browser = sign_in(cast.officer)
    assert browser.get("/admin/login/?next=/admin/").status_code == 403


def test_nobody_reads_or_removes_factors_in_the_administration(cast: Cast) -> None:
    cast.administrator.is_staff = cast.administrator.is_superuser = True
    cast.administrator.save()
    browser = sign_in(cast.administrator)
    for path in (
        "mfa/authenticator/",
        "usersessions/usersession/",
        "account/emailaddress/",
        f"accounts/user/{cast.officer.pk}/password/",
    ):
        assert browser.get(f"/admin/{path}").status_code in (302, 404), path
    assert browser.get("/admin/password_change/")["Location"] == "/account/password/"
    assert browser.get("/admin/logout/").status_code == 405
    browser.post("/admin/logout/")
    assert not is_in(browser)


# Proving it once more


@pytest.mark.parametrize("path", [APP, "/account/second-factor/app/remove/", CODES, "/account/second-factor/passkeys/add/"])
def test_factors_change_only_shortly_after_a_proof(cast: Cast, path: str) -> None:
    if "remove" in path:
        give_app(cast.officer)
    browser = Client(HTTP_HOST="localhost")
    browser.force_login(cast.officer)
    assert browser.get(path)["Location"].startswith("/account/confirm/?next=")
    assert browser.post(path)["Location"].startswith("/account/confirm/?next=")


def test_after_the_proof_what_was_posted_is_done(cast: Cast) -> None:
    give_app(cast.officer)
    browser = Client()
    browser.force_login(cast.officer)
    to = browser.post(CODES)["Location"]
    assert "Show that it is you" in text_of(browser.get(to))
    assert browser.post(to, {"code": "000000"}).status_code == 200
    shown = browser.post(to, {"code": code_of(SECRET)})
    assert len(re.findall(r"<li><code>\d{4} \d{4}</code></li>", text_of(shown))) == 10


def test_who_has_no_factor_proves_it_by_the_password(cast: Cast) -> None:
    from tests.cast import PASSWORD

    browser = Client()
    browser.force_login(cast.officer)
    to = browser.get(APP)["Location"]
    assert "This is not your password." in text_of(browser.post(to, {"password": "wrong"}))
    assert browser.post(to, {"password": PASSWORD})["Location"] == APP
    assert browser.get(APP).status_code == 200


def test_who_has_a_factor_does_not_prove_it_by_the_password(cast: Cast) -> None:
    from tests.cast import PASSWORD

    give_app(cast.officer)
    browser = Client()
    browser.force_login(cast.officer)
    assert browser.post("/account/confirm/", {"password": PASSWORD}).status_code == 200
    assert browser.get(CODES).status_code == 302


def test_nobody_is_led_elsewhere_by_a_proof(cast: Cast) -> None:
    from tests.cast import PASSWORD

    browser = Client()
    browser.force_login(cast.officer)
    for evil in ("//evil.example", "/\\evil.example", "https://evil.example/"):
        assert browser.post("/account/confirm/", {"password": PASSWORD, "next": evil})["Location"] == "/account/"


def test_the_second_step_needs_the_first_and_ends_with_the_account(cast: Cast) -> None:
    assert Client().get(SECOND_STEP)["Location"] == SIGN_IN
    give_app(cast.officer)
    browser = Client()
    post_password(browser, cast.officer)
    assert browser.get(SECOND_STEP).status_code == 200
    cast.officer.is_active = False
    cast.officer.save()
    assert browser.post(SECOND_STEP, {"code": code_of(SECRET)})["Location"] == SIGN_IN
    assert not is_in(browser)


def test_the_page_that_was_asked_for_comes_after_both_steps(cast: Cast) -> None:
    give_app(cast.officer)
    browser = Client()
    answer = browser.post(
        f"{SIGN_IN}?next=/desk/meetings/", {"username": cast.officer.email, "password": "a long pass phrase for tests"}
    )
    assert browser.post(answer["Location"], {"code": code_of(SECRET)})["Location"] == "/desk/meetings/"


def test_each_change_stands_in_the_audit(cast: Cast) -> None:
    give_app(cast.officer)
    browser = sign_in_with_app(cast.officer)
    browser.post(CODES)
    factors.remove(factor=Authenticator.objects.get(type="totp"), where=Where())
    kinds = set(AuditEntry.objects.filter(about_id=cast.officer.pk).values_list("kind", flat=True))
    assert {"factor_added", "factor_reset", "factor_removed"} <= kinds
