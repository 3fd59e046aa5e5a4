"""Rows for a bench: made in its transaction, gone with it."""

import datetime
from typing import Any

from portal.accounts.models import Role, User
from portal.partners.keys import make_key
from portal.partners.models import Partner

from ..models import Attendance, Commitment, Company, Contact, Meeting, Organisation, PartnerProfile

DAY = datetime.date(2024, 1, 10)


def make(count: int) -> str:
    """`count` meetings with a company, three people and two promises each, all of one partner; answers the partner's key."""
    officer = User.objects.create(email="bench@example.org", name="Bench", role=Role.DESK_OFFICER, is_example=True)
    body = Organisation.objects.create(
        slug="bench", name="Bench", name_en="Bench", kind=Organisation.Kind.CHAMBER, is_example=True
    )
    partner = Partner.objects.create(slug="bench", name="Bench", is_example=True)
    PartnerProfile.objects.create(partner=partner, organisation=body, desk_officer=officer)
    _row, key = make_key(partner=partner, name="bench", scopes=["meetings:read"])
    companies = Company.objects.bulk_create(
        [Company(slug=f"bench-{n}", name=f"Firm {n}", name_en=f"Firm {n}", country_code="JP") for n in range(count // 5 + 1)]
    )
    people = Contact.objects.bulk_create([Contact(name=f"Person {n}", company=company) for n, company in enumerate(companies)])
    meetings = Meeting.objects.bulk_create([_meeting(n, officer) for n in range(count)])
    firm = [companies[n % len(companies)] for n in range(count)]
    person = [people[n % len(people)] for n in range(count)]
    came: Any = Meeting.companies.through
    sent: Any = Meeting.organisations.through
    came.objects.bulk_create([came(meeting=m, company=c) for m, c in zip(meetings, firm, strict=True)])
    sent.objects.bulk_create([sent(meeting=m, organisation=body) for m in meetings])
    Attendance.objects.bulk_create(
        row
        for m, c, p in zip(meetings, firm, person, strict=True)
        for row in (
            Attendance(meeting=m, side="guest", contact=p, office="Director", company=c, position=0),
            Attendance(meeting=m, side="guest", office="Interpreter", organisation=body, position=1),
            Attendance(meeting=m, side="host", office="Commissioner", position=0),
        )
    )
    Commitment.objects.bulk_create(
        Commitment(
            meeting=m,
            text=f"Promise {k}",
            side="guest",
            promised_by_contact=p,
            answered_for_by=officer,
            due_on=DAY + datetime.timedelta(days=k),
        )
        for m, p in zip(meetings, person, strict=True)
        for k in (1, 2)
    )
    return key


def _meeting(number: int, officer: User) -> Meeting:
    day = DAY - datetime.timedelta(days=number % 900)
    start = datetime.datetime(day.year, day.month, day.day, 6, tzinfo=datetime.UTC)
    return Meeting(
        title=f"Meeting {number}", state=Meeting.State.HELD, starts_at=start, date=day, place="Bengaluru", owner=officer
    )
