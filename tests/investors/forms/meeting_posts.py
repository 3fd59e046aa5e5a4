"""What a browser posts when an official logs the meeting of 10 January 2024. Addresses and due dates are invented."""

from typing import Any
from uuid import uuid4

MEMBERS = ("Taro", "Hideto", "Susumu", "Kazuhiro")
LEGISLATURE = "Japanese parliamentary delegation"
CONSULATE = "Consulate-General of Japan in Bengaluru"
DEPARTMENT = "Department of Commerce and Industries"


def rows(prefix: str, typed: list[dict[str, Any]]) -> dict[str, Any]:
    """A set of rows as the page sends it."""
    post = {
        f"{prefix}-TOTAL_FORMS": str(len(typed)),
        f"{prefix}-INITIAL_FORMS": "0",
        f"{prefix}-MIN_NUM_FORMS": "0",
        f"{prefix}-MAX_NUM_FORMS": "80",
    }
    for number, row in enumerate(typed):
        post |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return post


def smallest(**changes: Any) -> dict[str, Any]:
    """The least that makes a meeting."""
    return {
        "submission": str(uuid4()),
        "version": "",
        "takes_over": "",
        "title": "Courtesy call",
        "kind": "courtesy_call",
        "date": "2024-01-10",
        "start": "10:30",
        "end": "",
        "zone": "Asia/Kolkata",
        "country_code": "IN",
        **rows("guests", []),
        **rows("hosts", []),
        **rows("commitments", []),
        **changes,
    }


def parliamentarians(owner: Any, **changes: Any) -> dict[str, Any]:
    """Nine people, four promises, five segments."""
    guests = [
        {
            "name": name,
            "office": "Member of Parliament",
            "body": LEGISLATURE,
            "email": f"{name.lower()}@example.org",
            "language": "ja",
            "zone": "Asia/Tokyo",
        }
        for name in MEMBERS
    ]
    guests += [
        {
            "name": "Nakane Tsutomu",
            "office": "Consul General of Japan",
            "body": CONSULATE,
            "email": "consul@example.org",
            "language": "ja",
            "zone": "Asia/Kolkata",
        },
        {
            "name": "Hokuto",
            "office": "Deputy Consul General of Japan",
            "body": CONSULATE,
            "email": "deputy@example.org",
            "language": "en",
            "zone": "Asia/Kolkata",
        },
    ]
    hosts = [
        {"name": "M B Patil", "office": "Minister for Large and Medium Industries"},
        {
            "name": "S Selvakumar",
            "office": "Principal Secretary, Commerce and Industries",
            "body": DEPARTMENT,
            "body_kind": "organisation",
        },
        {
            "name": "Gunjan Krishna",
            "office": "Commissioner for Industrial Development",
            "body": DEPARTMENT,
            "body_kind": "organisation",
        },
    ]
    promises = [
        {"text": "Announce the clean mobility policy", "promised_by": "M B Patil", "due_on": "2024-03-29"},
        {"text": "Send the township's plot list", "promised_by": "Gunjan Krishna", "due_on": "2024-01-24"},
        {"text": "Name a contact person for the startup hub", "promised_by": DEPARTMENT, "due_on": "2024-02-15"},
        {"text": "Send the names of firms that want to visit", "promised_by": "nakane  tsutomu", "due_on": "2024-02-29"},
    ]
    for promise in promises:
        promise |= {"answered_for_by": str(owner.pk), "is_shared": "on"}
    return smallest(
        **{
            "title": "Japanese parliamentary delegation with the industries minister",
            "kind": "delegation",
            "end": "11:45",
            "place": "Bengaluru",
            "new_delegation": "Japanese parliamentary delegation, January 2024",
            "organisations": f"{LEGISLATURE}\r\n{CONSULATE}\r\n",
            "segments": ["battery-cell", "components", "oem", "charging-testing", "rnd"],
            "outcome": "Five segments were named.\r\nNo amount was stated.",
            "shared_summary": "Thank you for coming.",
            "internal_notes": "Bring the map next time.",
            **rows("guests", guests),
            **rows("hosts", hosts),
            **rows("commitments", promises),
            **changes,
        }
    )
