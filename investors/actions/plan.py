"""The first plan: which follow-ups a meeting and its promises cause, for whom and when.

Pure: rows in, wished-for follow-ups out; `actions/follow_ups.py` makes them so. The steps:
- record the outcome: to the owner, one working day after the end, while the outcome is empty;
- thank-you note with the minutes: to each guest with an address, the next working day 10:00 of their zone, once approved;
- each promise: three working days before its due date, on it, and every five working days after it, from ten working days on to
  the supervisor too.
A step whose moment lies more than one working day before the meeting was logged is born skipped.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop

from portal.accounts.models import User
from portal.core.calendars import JAPAN, KARNATAKA, Calendar, calendar_of_zone

from ..models import Attendance, Commitment, Contact, FollowUp, Meeting

THANK_YOU_HOUR = 10
REMINDER_HOUR = 9
DUE_SOON_WORKING_DAYS = 3
OVERDUE_EVERY = 5
SUPERVISOR_FROM = 10

TOO_LATE = gettext_noop("too late")


@dataclass(frozen=True)
class Wish:
    """A follow-up that ought to exist. Two wishes with the same key are one."""

    meeting: Meeting
    step: str
    due_at: datetime.datetime
    occurrence: str = ""
    commitment: Commitment | None = None
    user: User | None = None
    contact: Contact | None = None
    approval: bool = False
    skipped: bool = False

    @property
    def key(self) -> tuple[UUID | None, str, str, UUID | None, UUID | None]:
        return (
            self.commitment.pk if self.commitment else None,
            self.step,
            self.occurrence,
            self.user.pk if self.user else None,
            self.contact.pk if self.contact else None,
        )


class Planner:
    """The plan under the calendars in force. One per action: it reads each calendar's table once."""

    def __init__(self, now: datetime.datetime) -> None:
        self.now = now
        self._calendars = {str(code): Calendar(code) for code in (KARNATAKA, JAPAN)}

    def calendar(self, code: str) -> Calendar:
        return self._calendars[code]

    def is_too_late(self, due_at: datetime.datetime, written_at: datetime.datetime) -> bool:
        """Whether this moment lies more than one working day before it was written down.

        On a day of rest no working time passes: what is written then counts as written when the next working day begins.
        """
        zone = ZoneInfo("Asia/Kolkata")
        written = written_at.astimezone(zone)
        calendar = self.calendar(KARNATAKA)
        time = written.timetz() if calendar.is_working_day(written.date()) else datetime.time(tzinfo=zone)
        return due_at < datetime.datetime.combine(calendar.add(written.date(), -1), time)

    def of_meeting(self, meeting: Meeting, attendances: Iterable[Attendance]) -> Iterator[Wish]:
        """The outcome reminder and the thank-you notes."""
        if (
            meeting.state not in (Meeting.State.HELD, Meeting.State.SCHEDULED)
            or meeting.starts_at is None
            or meeting.owner is None
        ):
            return
        end = meeting.ends_at or meeting.starts_at
        logged_at = meeting.logged_at or self.now
        last_day = end.astimezone(ZoneInfo(meeting.zone)).date()
        if not meeting.outcome:
            day = self.calendar(KARNATAKA).add(last_day, 1)
            at = end.astimezone(ZoneInfo(meeting.zone)).timetz()
            due_at = datetime.datetime.combine(day, at).astimezone(datetime.UTC)
            yield Wish(
                meeting,
                FollowUp.Step.RECORD_OUTCOME,
                due_at,
                user=meeting.owner,
                occurrence=last_day.isoformat(),
                skipped=self.is_too_late(due_at, logged_at),
            )
        for attendance in attendances:
            contact = attendance.contact
            if attendance.side != "guest" or contact is None or not contact.email:
                continue
            local = end.astimezone(ZoneInfo(contact.zone)).date()
            calendar = self.calendar(calendar_of_zone(contact.zone))
            due_at = calendar.at(calendar.add(local, 1), THANK_YOU_HOUR, contact.zone)
            yield Wish(
                meeting,
                FollowUp.Step.THANK_YOU,
                due_at,
                contact=contact,
                occurrence=last_day.isoformat(),
                approval=True,
                skipped=self.is_too_late(due_at, logged_at),
            )

    def of_commitment(self, meeting: Meeting, commitment: Commitment) -> Iterator[Wish]:
        """The reminders before, on and after the due date (the first one after; the sweep adds the later ones)."""
        if commitment.is_closed or meeting.state in (Meeting.State.DRAFT, Meeting.State.CANCELLED, Meeting.State.REPORTED):
            return
        # Not the meeting's logging: a promise that is added, moved, reopened or reassigned later is written now, and what lay
        # before now would only be a burst of mails that say "in three days" of a day long past.
        calendar = self.calendar(calendar_of_side(commitment))
        user = commitment.answered_for_by
        days = (
            (FollowUp.Step.DUE_SOON, calendar.add(commitment.due_on, -DUE_SOON_WORKING_DAYS)),
            (FollowUp.Step.DUE_TODAY, commitment.due_on),
        )
        for step, day in days:
            due_at = calendar.at(day, REMINDER_HOUR, user.zone)
            yield Wish(
                meeting,
                step,
                due_at,
                commitment=commitment,
                user=user,
                occurrence=commitment.due_on.isoformat(),
                skipped=self.is_too_late(due_at, self.now),
            )
        for wish in self.overdue(meeting, commitment, self.first_overdue(commitment)):
            yield replace(wish, skipped=self.is_too_late(wish.due_at, self.now))

    def first_overdue(self, commitment: Commitment) -> int:
        """The number of the first overdue reminder that is still worth sending: the last mark that has passed, at least 1."""
        calendar = self.calendar(calendar_of_side(commitment))
        number = 1
        day = calendar.add(commitment.due_on, OVERDUE_EVERY)
        while True:
            following = calendar.add(day, OVERDUE_EVERY)
            if calendar.at(following, REMINDER_HOUR, commitment.answered_for_by.zone) > self.now:
                return number
            number, day = number + 1, following

    def overdue(self, meeting: Meeting, commitment: Commitment, number: int) -> Iterator[Wish]:
        """The overdue reminder of this number, to whoever answers and, from ten working days on, to the supervisor."""
        calendar = self.calendar(calendar_of_side(commitment))
        day = calendar.add(commitment.due_on, OVERDUE_EVERY * number)
        user = commitment.answered_for_by
        recipients = [user] if user.is_active else []
        supervisor = user.supervisor
        if supervisor is not None and (not user.is_active or OVERDUE_EVERY * number >= SUPERVISOR_FROM):
            recipients.append(supervisor)
        for recipient in recipients:
            yield Wish(
                meeting,
                FollowUp.Step.OVERDUE,
                calendar.at(day, REMINDER_HOUR, recipient.zone),
                commitment=commitment,
                user=recipient,
                occurrence=f"{commitment.due_on.isoformat()}+{number}",
            )


def calendar_of_side(commitment: Commitment) -> str:
    """The calendar of the side that must act: the state's, or that of the guest's country where we have one."""
    if commitment.side == "host":
        return str(KARNATAKA)
    company, organisation, contact = (
        commitment.promised_by_company,
        commitment.promised_by_organisation,
        commitment.promised_by_contact,
    )
    if (company and company.country_code == "JP") or (organisation and organisation.country_code == "JP"):
        return str(JAPAN)
    return str(calendar_of_zone(contact.zone)) if contact else str(KARNATAKA)
