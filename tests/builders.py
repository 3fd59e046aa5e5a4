"""The canonical example, ready to be logged: the delegation of 10 January 2024, with invented addresses and due dates."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from investors.actions.meetings import AttendanceInput, CommitmentInput, MeetingInput
from portal.accounts.models import User

IST = ZoneInfo("Asia/Kolkata")
# A Wednesday. The tests stand on this day unless they say otherwise.
DAY = datetime.date(2024, 1, 10)
NOON = datetime.datetime(2024, 1, 10, 12, 0, tzinfo=IST)
EVENING = datetime.datetime(2024, 1, 10, 18, 0, tzinfo=IST)


def person(side: str, name: str, office: str, **more: Any) -> AttendanceInput:
    return AttendanceInput(side=side, name=name, office=office, **more)


def january_meeting(officer: User, **changes: Any) -> MeetingInput:
    """Nine people and four promises, as an officer would state them."""
    guest = {"language": "ja", "zone": "Asia/Tokyo", "new_organisation": "Japanese parliamentary delegation"}
    members = [
        person("guest", name, "Member of Parliament", email=f"{name.lower()}@example.org", **guest)
        for name in ("Taro", "Hideto", "Susumu", "Kazuhiro")
    ]
    consulate = {"new_organisation": "Consulate-General of Japan in Bengaluru", "language": "ja"}
    attendances = [
        *members,
        person("guest", "Nakane Tsutomu", "Consul General of Japan", email="consul@example.org", **consulate),
        person("guest", "Hokuto", "Deputy Consul General of Japan", email="deputy@example.org", **consulate),
        person("host", "M B Patil", "Minister for Large and Medium Industries"),
        person("host", "S Selvakumar", "Principal Secretary, Commerce and Industries"),
        person("host", "Gunjan Krishna", "Commissioner for Industrial Development"),
    ]
    commitments = [
        promise(officer, "Announce the clean mobility policy", "M B Patil", datetime.date(2024, 2, 15)),
        promise(officer, "Send the township's plot list", "Gunjan Krishna", datetime.date(2024, 1, 31)),
        promise(officer, "Name one contact for Japanese firms", "S Selvakumar", datetime.date(2024, 2, 2)),
        promise(officer, "Send the list of interested firms", "Nakane Tsutomu", datetime.date(2024, 2, 20), side="guest"),
    ]
    values: dict[str, Any] = {
        "title": "Japanese parliamentary delegation with the industries minister",
        "starts_at": NOON - datetime.timedelta(hours=1),
        "ends_at": NOON,
        "place": "Bengaluru",
        "new_delegation": "Japanese parliamentary delegation, January 2024",
        "attendances": attendances,
        "commitments": commitments,
        "shared_summary": "The state invited Japanese firms into the whole chain of electric mobility.",
        "internal_notes": "CANARY-INTERNAL for the desk only",
        "is_example": True,
    }
    values.update(changes)
    return MeetingInput(**values)


def promise(officer: User, text: str, by: str, due_on: datetime.date, side: str = "host") -> CommitmentInput:
    return CommitmentInput(text=text, side=side, promised_by_name=by, answered_for_by=officer, due_on=due_on, is_example=True)
