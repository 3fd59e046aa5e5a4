"""Working days of the side that must act.

Karnataka's state offices rest on Sundays, second and fourth Saturdays and notified holidays; Japan's on Saturdays, Sundays and
national holidays. Public holidays come from the `holidays` library; rows of `Holiday` add to it or take from it. For years whose
notification is not out yet (and for India outside 2001 to 2035) the library knows the holidays of fixed date only.
"""

import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from .models import Holiday

KARNATAKA = Holiday.Calendar.KARNATAKA
JAPAN = Holiday.Calendar.JAPAN
# No holidays last so long; a bound keeps a mistyped table from looping for ever.
_MAX_REST = 4000


@lru_cache(maxsize=512)
def _public(calendar: str, year: int) -> frozenset[datetime.date]:
    country, _, region = calendar.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=region or None, years=year))


class Calendar:
    """The working days of one calendar. Reads the editable table once; make one per action."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._notified: dict[datetime.date, bool] | None = None

    def _table(self) -> dict[datetime.date, bool]:
        if self._notified is None:
            self._notified = dict(Holiday.objects.filter(calendar=self.code).values_list("date", "is_working"))
        return self._notified

    def is_working_day(self, day: datetime.date) -> bool:
        """Whether offices work on this day."""
        notified = self._table().get(day)
        if notified is not None:
            return notified
        if day.weekday() == 6 or day in _public(self.code, day.year):
            return False
        if day.weekday() == 5:
            return self.code == KARNATAKA and (day.day - 1) // 7 + 1 in (1, 3, 5)
        return True

    def add(self, day: datetime.date, count: int) -> datetime.date:
        """The working day `count` working days after (before, if negative) `day`; 0 gives `day` or the next working day."""
        step = datetime.timedelta(days=-1 if count < 0 else 1)
        left = abs(count)
        rest = 0
        while rest < _MAX_REST:
            if left == 0 and self.is_working_day(day):
                return day
            day += step
            if left and self.is_working_day(day):
                left -= 1
                rest = 0
            else:
                rest += 1
        raise ValueError(f"no working day within {_MAX_REST} days in {self.code}")

    def at(self, day: datetime.date, hour: int, zone: str) -> datetime.datetime:
        """The instant, in UTC, of this local hour. Of a repeated hour the first; of a skipped one the first instant after the gap."""
        there = ZoneInfo(zone)
        wanted = datetime.datetime.combine(day, datetime.time(hour))
        late = wanted.replace(tzinfo=there).astimezone(datetime.UTC)
        if late.astimezone(there).replace(tzinfo=None) == wanted:
            return late
        # A skipped local time does not survive the way to UTC and back. Read with the old offset it lands behind the gap, with
        # the new offset before it; the change lies between the two (an hour, or a whole day where a date line moved).
        early = wanted.replace(tzinfo=there, fold=1).astimezone(datetime.UTC)
        while late - early > datetime.timedelta(seconds=1):
            middle = early + datetime.timedelta(seconds=(late - early) // datetime.timedelta(seconds=2))
            if middle.astimezone(there).replace(tzinfo=None) < wanted:
                early = middle
            else:
                late = middle
        return late


def add_working_days(day: datetime.date, count: int, calendar: str = KARNATAKA) -> datetime.date:
    """See `Calendar.add`."""
    return Calendar(calendar).add(day, count)


def is_working_day(day: datetime.date, calendar: str = KARNATAKA) -> bool:
    """See `Calendar.is_working_day`."""
    return Calendar(calendar).is_working_day(day)


def calendar_of_zone(zone: str) -> str:
    """The calendar that people of this zone keep: Japan's in Japan, otherwise the state's."""
    return JAPAN if zone in ("Asia/Tokyo", "Japan") else KARNATAKA
