"""Until when an enquiry is to be answered, and who is reminded when.

Pure: rows in, moments out. The working days are those of the desk. The steps: on the working day before the day of the answer, on that
day, then on the first working day after it and every second one from there, the supervisor included. Whoever comes late (a scheduler
that stood still) is told the last step that has passed, not all of them.
"""

import datetime
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.conf import settings

from portal.core.calendars import KARNATAKA, Calendar

HOUR = 9
ZONE = "Asia/Kolkata"
OVERDUE_EVERY = 2

DUE_SOON, DUE_TODAY, FIRST_OVERDUE = 0, 1, 2


class AnswerClock:
    """The desk's working days. Reads the table of holidays once; make one per action."""

    def __init__(self) -> None:
        self._calendar = Calendar(str(KARNATAKA))

    def due_on(self, received_at: datetime.datetime) -> datetime.date:
        """The day by which what came at this moment is to be answered."""
        return self._calendar.add(today_at_the_desk(received_at), settings.ANSWER_WITHIN_WORKING_DAYS)

    def moments(self, due_on: datetime.date) -> Iterator[datetime.datetime]:
        """When each step is due, for ever."""
        day = self._calendar.add(due_on, -1)
        yield self._calendar.at(day, HOUR, ZONE)
        yield self._calendar.at(due_on, HOUR, ZONE)
        day = self._calendar.add(due_on, 1)
        while True:
            yield self._calendar.at(day, HOUR, ZONE)
            day = self._calendar.add(day, OVERDUE_EVERY)

    def next_after(self, due_on: datetime.date, now: datetime.datetime) -> datetime.datetime:
        """The first moment that is still to come."""
        return next(moment for moment in self.moments(due_on) if moment > now)

    def step_at(self, due_on: datetime.date, now: datetime.datetime) -> int:
        """The number of the last step that has passed; -1 while none has."""
        return next(number for number, moment in enumerate(self.moments(due_on)) if moment > now) - 1


def today_at_the_desk(now: datetime.datetime) -> datetime.date:
    """The desk's day."""
    return now.astimezone(ZoneInfo(ZONE)).date()
