"""A meeting with everything that belongs to one, for looking at through the desk's pages."""

import datetime
from zoneinfo import ZoneInfo

from investors.actions.meeting_input import AttendanceInput, CommitmentInput, MeetingInput
from investors.actions.meetings import log_meeting
from investors.models import Company, Meeting, Organisation
from portal.accounts.models import User
from portal.core import clock
from portal.core.history import acting
from tests.cast import Cast

INDIA = ZoneInfo("Asia/Kolkata")


def log(cast: Cast, *, by: User | None = None, title: str = "Japanese delegation on e-mobility", promises: int = 2) -> Meeting:
    """Log a meeting held yesterday, by the officer unless told, with people on both sides and promises on both sides."""
    by = by or cast.officer
    state, _made = Organisation.objects.get_or_create(
        slug="example-department",
        defaults={"name": "Example Department", "name_en": "Example Department", "kind": "state_department", "is_example": True},
    )
    company = Company.objects.get(slug="example-denchi")
    now = clock.now()
    start = datetime.datetime.combine(now.astimezone(INDIA).date() - datetime.timedelta(days=1), datetime.time(10, 30), INDIA)
    data = MeetingInput(
        title=title,
        starts_at=start,
        ends_at=start + datetime.timedelta(hours=1),
        place="Vidhana Soudha, Bengaluru",
        new_delegation="Example mission of January",
        companies=[company],
        organisations=[state],
        topics=["clean mobility policy"],
        internal_notes="They also look at another state.",
        attendances=[
            AttendanceInput(side="host", name="Example Minister", office="Minister", organisation=state),
            AttendanceInput(
                side="guest",
                name="Hanako Example",
                native_name="例 花子",
                office="Director",
                company=company,
                email="hanako@example.org",
                language="ja",
                zone="Asia/Tokyo",
            ),
        ],
        commitments=[
            CommitmentInput(
                text=f"Send the township’s plot list, part {number + 1}"
                if number % 2 == 0
                else f"Name the suppliers, part {number + 1}",
                side="host" if number % 2 == 0 else "guest",
                promised_by_name="Example Minister" if number % 2 == 0 else "Hanako Example",
                answered_for_by=by,
                due_on=now.date() + datetime.timedelta(days=10 + number),
                is_example=True,
            )
            for number in range(promises)
        ],
        is_example=True,
    )
    with acting(door="browser", user=by):
        return log_meeting(data=data, by=by, now=now)
