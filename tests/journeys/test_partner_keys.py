"""A partner's administrator makes a key in real Chromium; a program uses it over real HTTP; it is narrowed, replaced and revoked."""

import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.system import System

from .conftest import WIDTHS

HOME = "/partners/example-trade-agency/"


def status_of(system: System, key: str, path: str = "/api/v1/meetings/") -> int:
    """What the real server answers to this key."""
    request = urllib.request.Request(system.url + path, headers={"Authorization": f"Bearer {key}"})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def make(page: Page, name: str, *scopes: str) -> str:
    """Fill the form of a new key and take its text from the page that shows it once."""
    page.fill("[name=name]", name)
    for scope in scopes:
        page.check(f"[name=scopes][value='{scope}']")
    page.locator("main button[name=act]").click()
    page.wait_for_selector("#secret")
    return page.input_value("#secret")


def told(page: Page) -> str:
    """The newest entry of the history, as one line."""
    return re.sub(r"\s+", " ", page.locator(".timeline > li").first.inner_text())


def row(page: Page, prefix: str) -> Any:
    return page.locator("tr", has_text=prefix)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_key_from_the_form_to_its_end(width: int, visitor: Callable[..., Any], system: System) -> None:
    keeper = visitor(width=width)
    page = keeper.sign_in("partner")
    assert page.url == system.url + HOME, "who acts for one partner is taken to it"
    keeper.look("partner")
    name = f"Robot {width}"

    page.get_by_role("link", name="Make a key").click()
    keeper.look("key-new")
    secret = make(page, name, "meetings:read", "companies:read")
    keeper.look("key-made")
    page.get_by_role("button", name="Copy").click()
    prefix = secret.rpartition("_")[0] if secret.count("_") == 2 else "_".join(secret.split("_")[:2])
    assert status_of(system, secret) == 200

    page.get_by_role("link", name="I have kept it").click()
    assert f"Key made: {name}" in told(page) and "Mika Example · web page" in told(page)
    assert secret not in page.content()

    row(page, prefix).get_by_role("link", name="Change").click()
    keeper.look("key-change")
    page.uncheck("[name=scopes][value='meetings:read']")
    page.locator("main button[name=act]").click()
    page.wait_for_selector(".timeline")
    assert "May do: companies:read, meetings:read → companies:read" in told(page)
    assert (status_of(system, secret), status_of(system, secret, "/api/v1/companies/")) == (403, 200)

    row(page, prefix).get_by_role("link", name="Replace").click()
    keeper.look("key-replace")
    page.check("[name=overlap][value='1']")
    page.locator("main button[name=act]").click()
    page.wait_for_selector("#secret")
    newer = page.input_value("#secret")
    assert (status_of(system, secret, "/api/v1/companies/"), status_of(system, newer, "/api/v1/companies/")) == (200, 200)
    page.get_by_role("link", name="I have kept it").click()

    row(page, prefix).get_by_role("link", name="Revoke").click()
    keeper.look("key-revoke")
    page.locator("main button[name=act]").click()
    page.wait_for_selector(".timeline")
    begun = time.monotonic()
    assert status_of(system, secret, "/api/v1/companies/") == 401
    assert time.monotonic() - begun < 1
    assert status_of(system, newer, "/api/v1/companies/") == 200
    assert f"Key revoked: {name}" in told(page)
    expect(row(page, prefix).get_by_text("Revoked")).to_be_visible()
    keeper.look("partner-after")

    # The text of neither key is anywhere: not in a log, not in a table.
    logs = "".join(file.read_text(errors="replace") for file in (system.var / "log").glob("*"))
    rows = str(system.sql("SELECT k::text FROM partners_apikey k UNION ALL SELECT e::text FROM partners_apikeyevent e"))
    rows += str(system.sql("SELECT a::text FROM accounts_auditentry a"))
    for text in (secret, newer):
        assert text not in logs
        assert text not in rows


def test_a_key_is_made_without_script_and_the_administrator_of_the_state_revokes_it(
    visitor: Callable[..., Any], system: System
) -> None:
    keeper = visitor(java_script_enabled=False)
    page = keeper.sign_in("partner")
    keeper.go(f"{HOME}keys/new/")
    secret = make(page, "Without script", "companies:read")
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    expect(page.locator("#secret")).to_be_editable(editable=False)
    assert status_of(system, secret, "/api/v1/companies/") == 200

    official = visitor()
    page = official.sign_in("administrator")
    official.go("/partners/")
    official.look("partners")
    page.get_by_role("link", name="Example Trade Agency").click()
    official.look("partner-of-the-state")
    expect(page.get_by_role("link", name="Make a key")).to_have_count(0)
    row(page, "Without script").get_by_role("link", name="Revoke").click()
    page.locator("main button[name=act]").click()
    page.wait_for_selector(".timeline")
    assert status_of(system, secret, "/api/v1/companies/") == 401
    assert "Aditi Example · web page" in told(page)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["", "/ja", "/kn"])
def test_the_pages_of_keys_are_sound_in_every_language(language: str, width: int, visitor: Callable[..., Any]) -> None:
    keeper, official = visitor(width=width), visitor(width=width)
    keeper.sign_in("partner")
    for path in (HOME, f"{HOME}keys/new/"):
        keeper.go(language + path)
        keeper.look(f"keys{language}{path}".replace("/", "-"))
    official.sign_in("administrator")
    for path in ("/partners/", "/partners/?q=nothing", "/partners/new/", HOME, f"{HOME}close/", f"{HOME}people/appoint/"):
        official.go(language + path)
        official.look(f"partners{language}{path}".replace("/", "-").replace("?", "-"))
