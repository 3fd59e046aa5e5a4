"""An official logs the meeting of 10 January 2024 in a real browser. Addresses and due dates are invented, and marked so."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.investors.forms.meeting_posts import CONSULATE, LEGISLATURE, MEMBERS

SEGMENTS = ("battery-cell", "components", "oem", "charging-testing", "rnd")
TITLE = "Japanese parliamentary delegation with the industries minister"
PROMISES = (
    ("Announce the clean mobility policy", "M B Patil", "2030-03-29"),
    ("Send the township's plot list", "Gunjan Krishna", "2030-01-24"),
    ("Name a contact person for the startup hub", "S Selvakumar", "2030-02-15"),
    ("Send the names of firms that want to visit", "Nakane Tsutomu", "2030-02-28"),
)
GUESTS = (
    *((name, "Member of Parliament", LEGISLATURE, "ja", "Asia/Tokyo") for name in MEMBERS),
    ("Nakane Tsutomu", "Consul General of Japan", CONSULATE, "ja", "Asia/Kolkata"),
    ("Hokuto", "Deputy Consul General of Japan", CONSULATE, "en", "Asia/Kolkata"),
)
HOSTS = (
    ("M B Patil", "Minister for Large and Medium Industries"),
    ("S Selvakumar", "Principal Secretary, Commerce and Industries"),
    ("Gunjan Krishna", "Commissioner for Industrial Development"),
)


def grow(page: Page, part: str, number: int) -> None:
    """Ask for rows until row `number` is there; the new row has the focus."""
    while page.locator(f"#row-{part}-{number}").count() == 0:
        before = page.locator(f"#part-{part} .formset-row").count()
        page.click(f"#{part}-add")
        expect(page.locator(f"#part-{part} .formset-row")).to_have_count(before + 1)
        expect(page.locator(f"#row-{part}-{before} :focus")).to_have_count(1)


def fill_people(page: Page) -> None:
    """Nine people, as typed by somebody who does not take suggestions."""
    for number, (name, office, body, language, zone) in enumerate(GUESTS):
        grow(page, "guests", number)
        row = f"#id_guests-{number}-"
        page.fill(f"{row}name", name)
        page.fill(f"{row}office", office)
        page.fill(f"{row}body", body)
        page.fill(f"{row}email", f"{name.split()[0].lower()}@example.org")
        page.locator(f"#row-guests-{number} summary").click()
        page.select_option(f"{row}language", language)
        page.fill(f"{row}zone", zone)
    for number, (name, office) in enumerate(HOSTS):
        grow(page, "hosts", number)
        page.fill(f"#id_hosts-{number}-name", name)
        page.fill(f"#id_hosts-{number}-office", office)


def fill_meeting(page: Page) -> None:
    """All of the form, top to bottom."""
    page.fill("#id_title", TITLE)
    page.check("#id_is_example")
    page.fill("#id_date", "2024-01-10")
    page.fill("#id_start", "10:30")
    page.fill("#id_end", "11:45")
    page.fill("#id_place", "Bengaluru")
    page.fill("#id_new_delegation", "Japanese parliamentary delegation, January 2024")
    page.fill("#id_organisations", f"{LEGISLATURE}\n{CONSULATE}")
    fill_people(page)
    for code in SEGMENTS:
        page.check(f"[name=segments][value={code}]")
    page.locator("#div_id_townships").get_by_label("Japan Industrial Township").check()
    for number, (text, by, due) in enumerate(PROMISES):
        grow(page, "commitments", number)
        row = f"#id_commitments-{number}-"
        page.fill(f"{row}text", text)
        page.fill(f"{row}promised_by", by)
        page.fill(f"{row}due_on", due)
    page.fill("#id_outcome", "The minister named five segments of the value chain. No amount was stated.")
    page.fill("#id_shared_summary", "Thank you for coming. Five segments of the value chain were named.")
    page.fill("#id_internal_notes", "Bring the map of the township next time.")


def test_the_meeting_of_10_january_2024_is_logged_and_takes_over_what_the_press_told(visitor: Callable[..., Any]) -> None:
    official = visitor()
    page = official.sign_in("desk_officer")
    official.go("/desk/meetings/new/")
    official.look("log-meeting-empty")
    # axe leaves empty style attributes behind, which HTMX would carry over and the policy refuse.
    page.reload()
    fill_meeting(page)
    official.look("log-meeting-filled")
    page.click(".save-bar [name=save]")
    page.wait_for_load_state()
    expect(page.get_by_role("heading", name="Known from the press")).to_be_visible()
    expect(page.locator("#id_guests-5-name")).to_have_value("Hokuto")
    official.look("log-meeting-known")
    page.get_by_label("Take over:").check()
    page.click(".save-bar [name=save]")
    page.wait_for_url("**/desk/meetings/*-*/")
    for text in (TITLE, "Taro", "Gunjan Krishna", "Japan Industrial Township", *(text for text, _by, _due in PROMISES)):
        expect(page.get_by_text(text).first).to_be_visible()
    official.look("meeting-logged")


def test_what_is_missing_is_told_and_what_was_typed_stays(visitor: Callable[..., Any]) -> None:
    official = visitor(width=360)
    page = official.sign_in("desk_officer")
    official.go("/desk/meetings/new/")
    page.fill("#id_title", "Half a meeting")
    page.fill("#id_guests-0-name", "<img src=x onerror=alert(1)>")
    page.fill("#id_guests-0-body", "Unheard Of {{7*7}}")
    page.click(".save-bar [name=save]")
    page.wait_for_load_state()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#id_title")).to_have_value("Half a meeting")
    expect(page.locator("#id_guests-0-name")).to_have_value("<img src=x onerror=alert(1)>")
    expect(page.get_by_text("Say what “Unheard Of {{7*7}}” is.").first).to_be_visible()
    official.look("log-meeting-errors")


def test_rows_come_and_go_without_script(visitor: Callable[..., Any]) -> None:
    official = visitor(java_script_enabled=False)
    page = official.sign_in("desk_officer")
    official.go("/desk/meetings/new/")
    page.fill("#id_title", "Without script")
    page.fill("#id_hosts-0-name", "M B Patil")
    page.click("#hosts-add")
    expect(page.locator("#part-hosts .formset-row")).to_have_count(2)
    expect(page.locator("#id_title")).to_have_value("Without script")
    page.click("[name=remove_row][value=hosts-0]")
    expect(page.locator("#part-hosts .formset-row")).to_have_count(1)
    expect(page.locator("#id_hosts-0-name")).to_have_value("")
