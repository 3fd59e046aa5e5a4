"""Invented meetings, logged through the same action as real ones, so that lists and pages have something to show."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from portal.accounts.models import User
from portal.core import clock
from sectors.models import Segment, Township

from ..actions.meeting_input import AttendanceInput, CommitmentInput, MeetingInput
from ..actions.meetings import log_meeting
from ..models import Company, Contact, Meeting, Organisation
from ..models.meeting import Side

# Gives each invented meeting the same `submission` at every run, and so exactly one row.
_NAMESPACE = UUID("6f6f3c52-0d65-4a3e-9f3b-5b8f3a1c7d10")
ZONE = "Asia/Kolkata"


def make_meetings(users: dict[str, User], bodies: dict[str, Company | Organisation], contacts: dict[str, Contact]) -> int:
    """Log the invented meetings that are not there yet; answers how many. Days count from the first run."""
    now = clock.now()
    made = 0
    there = set(
        Meeting.objects.filter(submission__in=[_submission(name) for name in ("cells", "plots", "motors")]).values_list(
            "submission", flat=True
        )
    )
    for name, by, data in _meetings(now, users, bodies, contacts):
        if _submission(name) not in there:
            log_meeting(data=data, by=by, submission=_submission(name), now=now)
            made += 1
    return made


def _submission(name: str) -> UUID:
    return uuid5(_NAMESPACE, name)


def _meetings(
    now: datetime, users: dict[str, User], bodies: dict[str, Company | Organisation], contacts: dict[str, Contact]
) -> Iterator[tuple[str, User, MeetingInput]]:
    officer, colleague = users["officer@example.org"], users["colleague@example.org"]
    host, hanako, jiro, mika = (contacts[f"example-{name}"] for name in ("host", "hanako", "motor-guest", "agency-guest"))
    segments = {segment.code: segment for segment in Segment.objects.filter(parent__isnull=True)}
    townships = list(Township.objects.filter(slug="japan-industrial-township"))
    today = now.astimezone(ZoneInfo(ZONE)).date()

    def at(days: int, hour: int) -> datetime:
        return datetime.combine(today + timedelta(days=days), time(hour), tzinfo=ZoneInfo(ZONE))

    def promise(text: str, by: Contact, days: int, who: User, *, is_shared: bool = True) -> CommitmentInput:
        side = Side.HOST if by is host else Side.GUEST
        return CommitmentInput(
            text=text,
            side=side,
            answered_for_by=who,
            due_on=today + timedelta(days=days),
            promised_by_contact=by,
            is_shared=is_shared,
            is_example=True,
        )

    def was_there(person: Contact) -> AttendanceInput:
        return AttendanceInput(
            side=Side.HOST if person is host else Side.GUEST,
            contact=person,
            office=person.office,
            company=person.company,
            organisation=person.organisation,
        )

    yield (
        "cells",
        officer,
        MeetingInput(
            title="Example: battery plant of Example Denchi",
            starts_at=at(-14, 10),
            ends_at=at(-14, 11),
            zone=ZONE,
            place="Bengaluru",
            companies=[hanako.company] if hanako.company else [],
            segments=[segments[code] for code in ("battery-cell",) if code in segments],
            townships=townships,
            topics=["cell packs", "power supply"],
            internal_notes="Invented: ask the township about the second feeder before the next call.",
            outcome="Invented: the company compares two sites and wants a plot list first.",
            shared_summary="Example Denchi described a plant for battery packs; the desk sends what land is free, the company what it needs.",
            attendances=[was_there(host), was_there(hanako)],
            commitments=[
                promise("Send the list of free plots in the Japan Industrial Township.", host, 6, officer),
                promise("Ask the power utility what a second feeder would take.", host, 20, officer, is_shared=False),
                promise("Send the floor space and power the plant needs.", hanako, 12, officer),
            ],
            is_example=True,
        ),
    )
    yield (
        "plots",
        colleague,
        MeetingInput(
            title="Example: land questions of members of Example Trade Agency",
            starts_at=at(-40, 15),
            ends_at=at(-40, 16),
            zone=ZONE,
            place="Bengaluru",
            organisations=[mika.organisation] if mika.organisation else [],
            townships=townships,
            topics=["plots", "bus line for workers"],
            outcome="Invented: members ask for plots below ten acres.",
            shared_summary="The agency reported which plot sizes its members look for.",
            attendances=[was_there(host), was_there(mika)],
            commitments=[
                promise("Answer whether plots below ten acres can be made.", host, -6, colleague),
                promise("Send the survey of members.", mika, 30, colleague),
            ],
            is_example=True,
        ),
    )
    yield (
        "motors",
        colleague,
        MeetingInput(
            title="Example: site visit of Example Motor Parts",
            kind=Meeting.Kind.SITE_VISIT,
            starts_at=at(9, 11),
            ends_at=at(9, 13),
            zone=ZONE,
            place="Vasanthanarasapura",
            companies=[jiro.company] if jiro.company else [],
            segments=[segments[code] for code in ("components",) if code in segments],
            townships=townships,
            topics=["motor parts"],
            attendances=[was_there(host), was_there(jiro)],
            is_example=True,
        ),
    )
