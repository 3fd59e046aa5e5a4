"""Sessions: listed in plain words, ended at once, over in time."""

import datetime
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts import session_notes
from portal.accounts.actions import sessions
from portal.accounts.models import AuditEntry
from portal.accounts.visitor import device_of
from tests.accounts.doors import is_in, sign_in
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PAGE = "/account/sessions/"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1"


def text_of(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def test_each_session_is_listed_with_device_address_and_which_is_this(cast: Cast) -> None:
    sign_in(cast.officer, HTTP_USER_AGENT=PHONE, REMOTE_ADDR="203.0.113.9")
    browser = sign_in(cast.officer)
    text = text_of(browser.get(PAGE))
    assert "Safari on iPhone" in text
    assert "203.0.113.9" in text
    assert text.count("This session") == 1
    listed = browser.get(PAGE).context["sessions"]
    assert [one.is_this_one for one in listed] == [True, False]


def test_one_is_ended_and_dead_at_once(cast: Cast) -> None:
    other, browser = sign_in(cast.officer), sign_in(cast.officer)
    pk = next(one.pk for one in browser.get(PAGE).context["sessions"] if not one.is_this_one)
    assert browser.post(f"{PAGE}{pk}/end/")["Location"] == PAGE
    assert not is_in(other)
    assert is_in(browser)
    assert AuditEntry.objects.filter(kind="sessions_ended", who=cast.officer).exists()
    assert "had ended already" in text_of(browser.post(f"{PAGE}{pk}/end/", follow=True))


def test_all_others_are_ended(cast: Cast) -> None:
    others = [sign_in(cast.officer) for _ in range(3)]
    foreign, browser = sign_in(cast.reader), sign_in(cast.officer)
    assert "3 sessions were ended." in text_of(browser.post(f"{PAGE}others/end/", follow=True))
    assert not any(is_in(other) for other in others)
    assert is_in(browser)
    assert is_in(foreign)


def test_sessions_of_others_are_not_to_be_ended(cast: Cast) -> None:
    foreign, browser = sign_in(cast.reader), sign_in(cast.officer)
    browser.post(f"{PAGE}{UserSession.objects.get(user=cast.reader).pk}/end/")
    assert is_in(foreign)


@pytest.mark.parametrize("path", ["1/end/", "others/end/"])
def test_looking_ends_nothing(cast: Cast, path: str) -> None:
    assert sign_in(cast.officer).get(PAGE + path).status_code == 405


def test_an_administrator_ends_them_all(cast: Cast) -> None:
    both = [sign_in(cast.officer), sign_in(cast.officer)]
    assert sessions.end_sessions(user=cast.officer, by=cast.administrator) == 2
    assert not any(is_in(browser) for browser in both)


def test_a_closed_account_is_out_with_its_next_request(cast: Cast) -> None:
    browser = sign_in(cast.officer)
    cast.officer.is_active = False
    cast.officer.save()
    assert not is_in(browser)


def test_signing_out_leaves_no_session_behind(cast: Cast) -> None:
    browser = sign_in(cast.officer)
    stolen = browser.cookies["setu_session"].value
    browser.post("/sign-out/")
    assert not UserSession.objects.exists()
    assert not Session.objects.filter(session_key=stolen).exists()


def test_a_session_made_before_signing_in_is_worth_nothing_after(cast: Cast) -> None:
    """Fixation: the attacker gives a browser a key that he knows."""
    victim = Client()
    victim.get("/account/password/new/x/y/")
    planted = victim.session.session_key
    from tests.accounts.doors import post_password

    post_password(victim, cast.officer)
    attacker = Client()
    attacker.cookies["setu_session"] = planted
    assert not is_in(attacker)


def test_a_session_is_noted_now_and_then_and_not_with_every_page(cast: Cast, rf: Any) -> None:
    browser = sign_in(cast.officer)
    browser.get("/account/")
    with CaptureQueriesContext(
        connection,
    ) as caught:
        browser.get("/accessibility/")
    assert not [one for one in caught.captured_queries if "usersessions" in one["sql"] or one["sql"].startswith("UPDATE")]
    noted = UserSession.objects.get()
    later = timezone.now() + datetime.timedelta(minutes=6)
    request = rf.get("/", HTTP_USER_AGENT=PHONE)
    request.user, request.session = cast.officer, browser.session
    session_notes.used(request, datetime.timedelta(days=7), now=later)
    again = UserSession.objects.get()
    assert (again.pk, again.last_seen_at, again.user_agent) == (noted.pk, later, PHONE)


def test_a_session_is_over_after_a_week_however_much_it_is_used(cast: Cast, settings: Any) -> None:
    browser = sign_in(cast.officer)
    settings.SESSION_LONGEST = datetime.timedelta(seconds=-1)
    assert not is_in(browser)


def test_a_session_ends_after_half_a_day_without_use(cast: Cast) -> None:
    browser = sign_in(cast.officer)
    assert int(browser.cookies["setu_session"]["max-age"]) == 12 * 60 * 60


def test_sessions_that_are_over_are_not_listed(cast: Cast) -> None:
    old, browser = sign_in(cast.officer), sign_in(cast.officer)
    Session.objects.filter(session_key=old.session.session_key).update(expire_date=timezone.now() - datetime.timedelta(days=1))
    assert len(browser.get(PAGE).context["sessions"]) == 1


def test_the_list_costs_the_same_for_three_sessions_and_for_thirty(cast: Cast) -> None:
    browser = sign_in(cast.officer)
    costs = []
    for number in (2, 27):
        for _ in range(number):
            sign_in(cast.officer)
        browser.get(PAGE)
        with CaptureQueriesContext(connection) as caught:
            browser.get(PAGE)
        costs.append(len(caught))
    assert costs[0] == costs[1] <= 12


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (PHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36", "Chrome on Windows"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15", "Safari on macOS"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36", "Samsung Internet on Android"),
        ("curl/8.0", "curl"),
        ("", "an unknown device"),
        ("<script>alert(1)</script>", "an unknown device"),
    ],
)  # fmt: skip
def test_devices_are_told_in_plain_words(agent: str, device: str) -> None:
    assert device_of(agent) == device
