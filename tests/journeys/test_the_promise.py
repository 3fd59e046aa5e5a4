"""The whole way of one meeting on the system that `up` starts: logged in a browser, seen where it belongs, thanked for and reminded
of by real mails that the real worker sent, then the same over the API, then nothing of it for an investor of another company."""

import datetime
import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.builders import IST
from tests.system import System

from .test_log_meeting import PROMISES, fill_meeting

OWN_COMPANY = "Example Denchi KK"


def now_of(system: System) -> datetime.datetime:
    """The system's clock, in India."""
    said = system.setu("clock", "show")
    found = re.search(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)", said)
    assert found, said
    zone = IST if "India" in said.split(found.group(1), 1)[1][:40] or "IST" in said else ZoneInfo("UTC")
    return datetime.datetime.strptime(found.group(1), "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone).astimezone(IST)


def held_today(page: Page, end: datetime.datetime, due: datetime.date, title: str) -> None:
    """The meeting of 10 January 2024 in full, as held today."""
    fill_meeting(page)
    start = end - datetime.timedelta(minutes=75)
    page.fill("#id_title", title)
    page.fill("#id_date", start.date().isoformat())
    page.fill("#id_start", start.strftime("%H:%M"))
    page.fill("#id_end", end.strftime("%H:%M"))
    page.fill("#id_end_date", end.date().isoformat() if end.date() != start.date() else "")
    page.fill("#id_companies", OWN_COMPANY)
    page.fill("#id_outcome", "")
    for number in range(len(PROMISES)):
        page.fill(f"#id_commitments-{number}-due_on", due.isoformat())


def to(mail: EmailMessage) -> str:
    return str(mail["To"].addresses[0].addr_spec)


def pid_of_sender(mail: EmailMessage) -> int:
    return int(str(mail["X-Setu-Worker"]).rpartition(":")[2])


def words(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


@pytest.mark.journey
def test_one_meeting_from_the_form_to_the_mails_and_the_api(visitor: Callable[..., Any], system: System) -> None:
    now = now_of(system)
    title = f"Delegation of {now:%H%M%S}"
    due = now.date() + datetime.timedelta(days=21)
    before = len(system.mails())

    # Logged in a browser.
    officer = visitor()
    page = officer.sign_in("desk_officer")
    officer.go("/desk/meetings/new/")
    held_today(page, now - datetime.timedelta(hours=1), due, title)
    page.click(".save-bar [name=save]")
    page.wait_for_url("**/desk/meetings/*-*/")
    meeting_path = page.url.removeprefix(system.url)
    meeting_id = meeting_path.strip("/").rpartition("/")[2]
    officer.look("promise-meeting")

    # Seen where it belongs.
    page.get_by_role("link", name="Japanese parliamentary delegation, January 2024").first.click()
    expect(page.get_by_text(title).first).to_be_visible()
    officer.look("promise-delegation")
    officer.go("/desk/companies/example-denchi/")
    expect(page.get_by_text(title).first).to_be_visible()
    officer.look("promise-company")
    officer.go("/townships/japan-industrial-township/")
    expect(page.get_by_text(title).first).to_be_visible()

    # The thank-you is approved, in words of the officer's own.
    officer.go(meeting_path)
    row = page.locator("li, tr", has_text="Taro").filter(has=page.get_by_role("link", name=re.compile("pprove"))).first
    row.get_by_role("link", name=re.compile("pprove")).first.click()
    officer.look("promise-approve")
    page.locator("main textarea").first.fill("Thank you, from the desk. {{7*7}} <b>inert</b>")
    page.locator("main form [type=submit]").first.click()
    page.wait_for_load_state()
    told = [
        row[0]
        for row in system.sql(f"SELECT state FROM investors_followup WHERE meeting_id = '{meeting_id}' AND step = 'thank_you'")
    ]
    assert sorted(told) == ["awaiting_approval"] * 5 + ["planned"]

    # Four days on, the worker that `up` started has sent it, and asked for the outcome.
    system.setu("clock", "+4d")

    def of_it(mails: list[EmailMessage]) -> list[EmailMessage]:
        return [mail for mail in mails[before:] if title in " ".join(str(mail["Subject"]).split())]

    mails = of_it(system.wait_for_mails(lambda found: len(of_it(found)) >= 2))
    thanks = [mail for mail in mails if to(mail) == "taro@example.org"]
    asked = [mail for mail in mails if to(mail) == "officer@example.org"]
    assert (len(thanks), len(asked)) == (1, 1), [(str(m["Subject"]), to(m)) for m in mails]
    assert "Thank you, from the desk. {{7*7}} <b>inert</b>" in words(thanks[0])
    assert "Bring the map" not in thanks[0].as_string()
    markup = thanks[0].get_body(("html",))
    assert markup is not None
    assert "&lt;b&gt;inert" in markup.get_content()
    workers = system.pids_of("worker")
    assert {pid_of_sender(mail) for mail in mails} <= workers
    claimed = system.sql("SELECT DISTINCT split_part(claimed_by, ':', 2)::int FROM outbox_delivery WHERE state = 'accepted'")
    assert {row[0] for row in claimed} <= workers, "somebody else than the worker sent"

    # Due dates are reminded of: before, on, after, the supervisor after ten working days.
    system.setu("clock", "+45d")

    def kinds(mails: list[EmailMessage]) -> set[tuple[str, str]]:
        lines = [(to(mail), " ".join(str(mail["Subject"]).split())) for mail in mails[before:]]
        return {(who, " ".join(line.replace("[Example] ", "").split(" ")[:2])) for who, line in lines if "plot list" in line}

    wished = {("officer@example.org", "Due on"), ("officer@example.org", "Due today:"), ("officer@example.org", "Overdue since")}
    assert wished <= kinds(system.wait_for_mails(lambda found: wished <= kinds(found)))
    told_too = ("supervisor@example.org", "Overdue since")
    assert told_too in kinds(system.wait_for_mails(lambda found: told_too in kinds(found)))
    ids = [str(mail["Message-ID"]) for mail in system.mails()]
    assert len(ids) == len(set(ids)), "a mail left twice"
    visitor_of_operations = visitor()
    visitor_of_operations.sign_in("operator")
    visitor_of_operations.go("/operations/")
    visitor_of_operations.look("promise-operations")
    visitor_of_operations.go("/mail/")
    visitor_of_operations.look("promise-mail")

    # The same meeting by key, in one call.
    key = system.demo()["keys"][0]["key"]
    body = {
        "title": title + " by key",
        "starts_at": (now - datetime.timedelta(hours=2)).isoformat(timespec="seconds"),
        "ends_at": (now - datetime.timedelta(hours=1)).isoformat(timespec="seconds"),
        "companies": ["example-denchi"],
        "townships": ["japan-industrial-township"],
        "segments": ["battery-cell", "components", "oem", "charging-testing", "rnd"],
        "attendances": [
            {
                "side": "guest",
                "name": "Taro",
                "office": "Member of Parliament",
                "new_organisation": "Japanese parliamentary delegation",
            },
            {"side": "host", "name": "M B Patil", "office": "Minister for Large and Medium Industries"},
        ],
        "commitments": [{"text": PROMISES[0][0], "side": "host", "promised_by": "M B Patil", "due_on": due.isoformat()}],
        "is_example": True,
    }
    status, made = call(system, "POST", "/api/v1/meetings/", key, body)
    assert status == 201, made
    status, read = call(system, "GET", f"/api/v1/meetings/{made['id']}/", key)
    assert (status, read["title"]) == (200, body["title"])

    # The company's own investor sees what was shared; another company's sees nothing of it.
    users = [user for user in system.demo()["users"] if user["role"] == "investor"]
    for user, expected in ((users[0], 200), (users[1], 404)):
        investor = visitor(width=360)
        investor.expected = ("404",)
        investor.go("/sign-in/")
        investor.page.fill("[name=username]", user["email"])
        investor.page.fill("[name=password]", user["password"])
        investor.page.click("main [type=submit]")
        investor.page.wait_for_load_state()
        answer = investor.page.goto(f"{system.url}/my/meetings/{meeting_id}/")
        assert answer is not None
        assert answer.status == expected
        assert "Bring the map" not in investor.page.content()
        investor.look(f"promise-investor-{expected}")
        desk = investor.page.goto(system.url + meeting_path)
        assert desk is not None
        assert desk.status == 404
    system.setu("clock", "reset")


def call(system: System, method: str, path: str, key: str, body: Any = None) -> tuple[int, Any]:
    """One request with a partner's key."""
    request = urllib.request.Request(
        system.url + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Authorization": f"Bearer {key}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"{method}-{path}-{id(body)}",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())
