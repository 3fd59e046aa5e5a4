"""Somebody types into a real browser while sessions end, windows multiply, people change and the web server dies."""

import os
import re
import signal
import time
import urllib.request
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.system import System

from .conftest import WIDTHS, Visitor

NEW = "/desk/meetings/new/"
TEXT = "経済産業省との面談。\n電池とセルの話。"
STATUS = "[data-draft-status]"
KEPT = {"": re.compile("^Kept at"), "/ja": re.compile("一時保存しました"), "/kn": re.compile("ಕಾಯ್ದಿರಿಸಲಾಗಿದೆ")}
# What a browser says of answers that these journeys provoke.
PROVOKED = ("status of 401", "status of 403", "status of 409", "Response Status Error Code 401")


@pytest.fixture(autouse=True)
def nothing_kept(system: System) -> None:
    """Each journey starts with no text of anybody's."""
    write(system, "DELETE FROM drafts_draft")


def write(system: System, statement: str) -> None:
    """What an administrator does at the database."""
    with psycopg.connect(system.database_url(), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def end_sessions(system: System) -> None:
    write(system, "DELETE FROM django_session")


def sign_in_here(page: Page, system: System, role: str) -> None:
    """Fill the sign-in form that stands on the page."""
    who = system.sign_in_of(role)
    page.fill("main [name=username], main [name=login]", who["email"])
    page.fill("main [name=password]", who["password"])
    page.click("main [type=submit]")
    page.wait_for_load_state()


def at_form(visitor: Callable[..., Visitor], language: str = "", **options: Any) -> tuple[Visitor, Page]:
    official = visitor(**options)
    official.expected = PROVOKED
    official.sign_in("desk_officer")
    return official, official.go(language + NEW)


def fill(page: Page, title: str) -> None:
    page.fill("#id_title", title)
    page.fill("#id_date", "2024-01-10")
    page.fill("#id_start", "10:30")
    page.fill("#id_outcome", TEXT)


def kill_the_web_server(system: System) -> None:
    """No warning, no last word; its supervisor starts another."""
    before = system.pids_of("web")
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            # The file of the new one may just be being written.
            if not system.pids_of("web") & before and urllib.request.urlopen(f"{system.url}/healthz", timeout=5).status == 200:
                return
        except (OSError, ValueError):
            time.sleep(0.2)
    raise AssertionError("no web server after 60 s")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_session_ends_the_server_dies_and_the_same_text_is_saved(
    width: int, visitor: Callable[..., Visitor], system: System
) -> None:
    official, page = at_form(visitor, width=width)
    official.expected = (*PROVOKED, "ERR_CONNECTION_REFUSED", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION_RESET")
    title = f"Session that ended {width}"
    fill(page, title)
    expect(page.locator(STATUS)).to_have_text(KEPT[""])
    official.look("kept-while-typing")
    page.reload()  # what axe left behind is no part of the journey
    page.fill("#id_place", "東京")
    expect(page.locator(STATUS)).to_have_text(KEPT[""])
    end_sessions(system)
    kill_the_web_server(system)
    page.fill("#id_internal_notes", "Typed after the session had ended.")
    page.click(".save-bar [name=save]")
    page.wait_for_url("**/sign-in/**")
    expect(page.get_by_text("what you typed is kept")).to_be_visible()
    official.look("signed-out-with-text")
    sign_in_here(page, system, "desk_officer")
    page.wait_for_url("**/desk/meetings/new/")
    expect(page.get_by_role("heading", name="We kept what you typed")).to_be_visible()
    for field, value in (
        ("#id_title", title),
        ("#id_date", "2024-01-10"),
        ("#id_place", "東京"),
        ("#id_outcome", TEXT),
        ("#id_internal_notes", "Typed after the session had ended."),
    ):
        expect(page.locator(field)).to_have_value(value)
    official.look("kept-form")
    page.reload()
    page.click(".save-bar [name=save]")
    page.wait_for_url("**/desk/meetings/*-*/")
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    official.go("/drafts/")
    expect(page.get_by_role("heading", name="Everything is saved")).to_be_visible()
    official.look("nothing-kept")


@pytest.mark.parametrize("language", ["", "/ja", "/kn"])
def test_signed_out_in_another_window_the_page_says_so_and_goes_on_after_signing_in_there(
    language: str, visitor: Callable[..., Visitor], system: System
) -> None:
    official, page = at_form(visitor, language, width=360)
    fill(page, "二つの窓")
    expect(page.locator(STATUS)).to_have_text(KEPT[language])
    end_sessions(system)
    page.fill("#id_place", "大阪")
    notice = page.locator("[data-draft-signed-out]")
    expect(notice).to_be_visible()
    official.look(f"signed-out-here{language.replace('/', '-')}")
    with official.context.expect_page() as opened:
        notice.click()
    window = opened.value
    window.wait_for_load_state()
    sign_in_here(window, system, "desk_officer")
    expect(window.locator("#id_place")).to_have_value("大阪")
    window.close()
    page.bring_to_front()
    page.fill("#id_place", "京都")
    expect(notice).to_be_hidden()
    expect(page.locator(STATUS)).to_have_text(KEPT[language])
    page.click(".save-bar [name=save]")
    page.wait_for_url("**/desk/meetings/*-*/")
    expect(page.get_by_text("京都").first).to_be_visible()


def test_a_save_from_before_signing_in_again_leads_back_to_the_text(visitor: Callable[..., Visitor], system: System) -> None:
    official, page = at_form(visitor)
    fill(page, "Old token")
    expect(page.locator(STATUS)).to_have_text(KEPT[""])
    end_sessions(system)
    window = official.context.new_page()
    window.goto(system.url + "/sign-in/")
    sign_in_here(window, system, "desk_officer")
    # At once: before the page had a moment to learn of the new token.
    page.evaluate("document.querySelector('#id_place').value = '名古屋'; document.querySelector('.save-bar [name=save]').click()")
    page.wait_for_load_state()
    page.get_by_role("link", name="Open the form with your text").wait_for()
    official.look("old-token")
    page.get_by_role("link", name="Open the form with your text").click()
    expect(page.locator("#id_place")).to_have_value("名古屋")
    expect(page.locator("#id_outcome")).to_have_value(TEXT)


def test_two_windows_with_the_same_form_keep_two_texts(visitor: Callable[..., Visitor]) -> None:
    official, page = at_form(visitor)
    other = official.context.new_page()
    other.goto(official.system.url + NEW)
    for number, window in enumerate((page, other)):
        fill(window, f"Window {number}")
        expect(window.locator(STATUS)).to_have_text(KEPT[""])
    official.go("/drafts/")
    for number in (0, 1):
        expect(page.get_by_role("link", name=f"Window {number}")).to_be_visible()
    official.look("two-texts")
    page.reload()
    page.get_by_role("link", name="Window 0").click()
    expect(page.locator("#id_title")).to_have_value("Window 0")
    expect(page.get_by_role("link", name="There is more you have not saved")).to_be_visible()
    page.locator("summary", has_text="Throw it away").click()
    page.get_by_role("button", name="Throw it away").click()
    expect(page.locator("#id_title")).to_have_value("Window 1")


@pytest.mark.parametrize("language", ["", "/ja", "/kn"])
def test_two_people_at_one_browser_see_nothing_of_each_other(
    language: str, visitor: Callable[..., Visitor], system: System
) -> None:
    official, page = at_form(visitor, language)
    fill(page, "秘密の件名")
    expect(page.locator(STATUS)).to_have_text(KEPT[language])
    window = official.context.new_page()
    window.goto(system.url + language + "/desk/")
    end_sessions(system)
    window.goto(system.url + language + "/sign-in/")
    sign_in_here(window, system, "supervisor")
    for path in (NEW, "/drafts/"):
        window.goto(system.url + language + path)
        assert "秘密の件名" not in window.content()
    page.fill("#id_place", "神戸")
    expect(page.locator(STATUS)).to_have_attribute("data-state", "somebody_else")
    page.click(".save-bar [name=save]")
    page.wait_for_load_state()
    expect(page.locator("#id_title")).to_have_count(0)
    assert "秘密の件名" not in page.locator("body").inner_text()
    official.look(f"somebody-else{language.replace('/', '-')}")
    window.goto(system.url + language + NEW)
    assert "秘密の件名" not in window.content()
    official.context.clear_cookies()
    official.sign_in("desk_officer")
    official.go(language + NEW)
    expect(page.locator("#id_place")).to_have_value("神戸")
    expect(page.locator("#id_title")).to_have_value("秘密の件名")


def test_who_types_without_a_pause_is_kept_within_ten_seconds(visitor: Callable[..., Visitor]) -> None:
    _official, page = at_form(visitor)
    page.clock.install()
    page.focus("#id_outcome")
    for second in range(10):
        page.keyboard.type("x")
        page.clock.run_for(1_000)
        if second < 8:
            expect(page.locator(STATUS)).to_have_text("")
    expect(page.locator(STATUS)).to_have_text(KEPT[""])


def test_a_silent_server_is_said_and_tried_again(visitor: Callable[..., Visitor]) -> None:
    official, page = at_form(visitor)
    official.expected = ("ERR_FAILED",)
    page.clock.install()
    page.route("**/drafts/keep/", lambda route: route.abort())
    page.fill("#id_title", "Nobody answers")
    page.clock.run_for(3_000)
    expect(page.locator(STATUS)).to_have_attribute("data-state", "away")
    expect(page.locator("[data-draft-spoken]")).to_contain_text("there is no answer")
    page.unroute("**/drafts/keep/")
    page.clock.run_for(10_500)
    expect(page.locator(STATUS)).to_have_text(KEPT[""])


def test_a_row_asked_for_after_the_session_ended_takes_nothing_away(visitor: Callable[..., Visitor], system: System) -> None:
    _official, page = at_form(visitor)
    page.fill("#id_guests-0-name", "例 花子")
    end_sessions(system)
    page.click("#guests-add")
    expect(page.locator("[data-draft-signed-out]")).to_be_visible()
    expect(page.locator("#id_guests-0-name")).to_have_value("例 花子")


def test_without_script_the_text_is_found_again_too(visitor: Callable[..., Visitor], system: System) -> None:
    _official, page = at_form(visitor, width=360, java_script_enabled=False)
    fill(page, "Without script")
    page.click("[name=keep_typed]")
    expect(page.get_by_role("heading", name="We kept what you typed")).to_be_visible()
    page.fill("#id_place", "奈良")
    end_sessions(system)
    page.click(".save-bar [name=save]")
    page.wait_for_url("**/sign-in/**")
    sign_in_here(page, system, "desk_officer")
    expect(page.locator("#id_title")).to_have_value("Without script")
    expect(page.locator("#id_place")).to_have_value("奈良")
    expect(page.locator("#id_outcome")).to_have_value(TEXT)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["", "/ja", "/kn"])
def test_the_pages_of_kept_text_are_sound_in_every_language(language: str, width: int, visitor: Callable[..., Visitor]) -> None:
    official, page = at_form(visitor, language, width=width)
    official.go(f"{language}/desk/delegations/new/")
    page.fill("[name=note]", TEXT)
    expect(page.locator(STATUS)).to_have_text(KEPT[language])
    page.reload()
    name = language.replace("/", "-")
    official.look(f"kept-delegation{name}")
    official.go(f"{language}/drafts/")
    official.look(f"drafts{name}")
