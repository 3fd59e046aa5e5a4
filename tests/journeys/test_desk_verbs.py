"""Every verb of the desk, done in real Chromium and read back from the history on the page."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from investors.models import Meeting
from tests.cast import PASSWORD, Cast
from tests.investors.views.desk_rows import log

from .conftest import WIDTHS, Visitor

# Playwright's loop runs in this thread, from before the test database is made until after it is gone; the database is still used
# by one thread at a time.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@dataclass
class Served:
    """The application in this process, for visitors who know a system by its address and its sign-ins."""

    url: str

    def sign_in_of(self, role: str) -> dict[str, str]:
        return {"email": f"{role}@example.org", "password": PASSWORD}


@pytest.fixture
def arrive(chromium: Browser, transactional_db: None, live_server: LiveServer, cast: Cast) -> Iterator[Callable[[int], Visitor]]:
    """Make signed-in officers; at the end each one's faults fail the journey."""
    made: list[Visitor] = []

    def make(width: int = 1280) -> Visitor:
        context = chromium.new_context(viewport={"width": width, "height": 900})
        made.append(Visitor(context, Served(live_server.url)))  # type: ignore[arg-type]
        made[-1].sign_in("officer")
        return made[-1]

    yield make
    faults = [fault for one in made for fault in one.faults]
    for one in made:
        one.context.close()
    assert not faults, "\n".join(faults)


def _told(page: Page) -> str:
    """The newest entry of the timeline, as one line."""
    return re.sub(r"\s+", " ", page.locator(".timeline > li").first.inner_text())


def _do(visitor: Visitor, verb: str, name: str, /, **typed: str) -> str:
    """Follow the verb's link, fill the form, press its button; answers the newest entry of the history."""
    page = visitor.page
    page.locator("main").get_by_role("link", name=verb).first.click()
    visitor.look(name)
    for field, value in typed.items():
        box = page.locator(f"main [name={field}]").first
        if box.evaluate("e => e.tagName") == "SELECT":
            box.select_option(label=value)
        elif box.get_attribute("type") == "radio":
            page.locator(f"main [name={field}][value={value}]").check()
        else:
            box.fill(value)
    page.locator("main button[name=act]").click()
    page.wait_for_selector(".timeline")
    return _told(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_each_verb_on_a_promise_is_in_its_history(width: int, arrive: Callable[[int], Visitor], cast: Cast) -> None:
    promise = log(cast).commitments.get(position=0)
    visitor = arrive(width)
    visitor.go(f"/desk/commitments/{promise.pk}/")
    visitor.look("commitment")
    told = _do(visitor, "Edit", "commitment-edit", text="Send the list by post")
    assert ("Promise changed" in told, "→ Send the list by post" in told) == (True, True)
    told = _do(visitor, "Reassign", "commitment-reassign", to="Colleague")
    assert ("Promise reassigned" in told, "Officer → Colleague" in told) == (True, True)
    told = _do(visitor, "Propose as done", "commitment-propose", evidence="Letter 12")
    assert ("Promise proposed as done" in told, "→ Letter 12" in told) == (True, True)
    told = _do(visitor, "Close", "commitment-close", kept="kept")
    assert ("Promise closed as kept" in told, "→ kept" in told) == (True, True)
    told = _do(visitor, "Reopen", "commitment-reopen", reason="It came back")
    assert ("Promise reopened" in told, "It came back" in told) == (True, True)
    told = _do(visitor, "Close", "commitment-close", kept="missed", reason="The plots are gone")
    assert ("Promise closed as missed" in told, "The plots are gone" in told) == (True, True)
    _do(visitor, "Reopen", "commitment-reopen", reason="New plots")
    told = _do(visitor, "Withdraw", "commitment-withdraw", reason="Said by mistake")
    assert ("Promise withdrawn" in told, "Said by mistake" in told) == (True, True)
    assert "Officer · web page" in told
    visitor.look("commitment-withdrawn")


@pytest.mark.parametrize("width", WIDTHS)
def test_each_verb_on_a_meeting_and_its_messages_is_in_its_history(
    width: int, arrive: Callable[[int], Visitor], cast: Cast
) -> None:
    meeting = log(cast)
    visitor = arrive(width)
    page = visitor.go(f"/desk/meetings/{meeting.pk}/")
    visitor.look("meeting")
    assert "Meeting logged" in _told(page)
    told = _do(
        visitor, "Record the outcome", "meeting-outcome", outcome="They will send a team.", shared_summary="A team will come."
    )
    assert ("Outcome recorded" in told, "They will send a team." in told) == (True, True)
    page.locator("main").get_by_role("link", name=re.compile(r"^Approve")).click()
    page.locator("[name=message]").fill("Thank you all.")
    page.locator("main button[name=preview]").click()
    visitor.look("follow-up-preview")
    assert "A team will come." in page.locator(".mail").inner_text()
    page.locator("main button[name=act]").click()
    page.wait_for_selector(".timeline")
    told = _told(page)
    assert ("Follow-up approved" in told, "Thank you all." in told) == (True, True)
    told = _do(visitor, "Dismiss", "follow-up-dismiss", reason="Told by telephone")
    assert ("Follow-up dismissed" in told, "Told by telephone" in told) == (True, True)
    told = _do(visitor, "Cancel the meeting", "meeting-cancel", reason="It did not take place")
    assert ("Meeting cancelled" in told, "It did not take place" in told, "Officer · web page" in told) == (True, True, True)
    visitor.look("meeting-cancelled")
    assert Meeting.objects.get().state == "cancelled"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_delegation_is_recorded_and_changed(width: int, arrive: Callable[[int], Visitor], cast: Cast) -> None:
    visitor = arrive(width)
    page = visitor.go("/desk/delegations/new/")
    visitor.look("delegation-new")
    page.fill("[name=name]", "Mission of January")
    page.select_option("[name=country_code]", "JP")
    page.fill("[name=starts_on]", "2024-01-10")
    page.select_option("[name=companies]", label="Example Denchi")
    page.locator("main button[name=act]").click()
    page.wait_for_selector(".timeline")
    assert "Delegation recorded" in _told(page)
    told = _do(visitor, "Edit", "delegation-edit", name="Great mission")
    assert ("Delegation changed" in told, "Mission of January → Great mission" in told) == (True, True)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["", "/ja", "/kn"])
def test_the_desks_pages_are_sound_in_every_language(
    language: str, width: int, arrive: Callable[[int], Visitor], cast: Cast
) -> None:
    meeting = log(cast)
    visitor = arrive(width)
    for name, path in (
        ("desk", "/desk/"),
        ("meetings", "/desk/meetings/"),
        ("meetings-empty", "/desk/meetings/?q=nothing"),
        ("meeting", f"/desk/meetings/{meeting.pk}/"),
        ("commitments", "/desk/commitments/"),
        ("delegations", "/desk/delegations/"),
        ("delegation", f"/desk/delegations/{meeting.delegation_id}/"),
        ("companies", "/desk/companies/"),
        ("company", "/desk/companies/example-denchi/"),
    ):
        visitor.go(language + path)
        visitor.look(f"{name}{language.replace('/', '-')}")
