"""Working days of both sides, and local hours that clocks skip or repeat."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.calendars import JAPAN, KARNATAKA, Calendar, add_working_days, calendar_of_zone, is_working_day
from portal.core.models import Holiday

DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2098, 12, 31))
COUNTS = st.integers(-60, 60)
CODES = st.sampled_from([str(KARNATAKA), str(JAPAN)])


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


class Bare(Calendar):
    """A calendar whose table of notified days is empty, so that the law itself can be tried thousands of times."""

    def _table(self) -> dict[datetime.date, bool]:
        return {}


@pytest.mark.parametrize(
    ("text", "works", "why"),
    [
        ("2024-01-10", True, "the Wednesday of the meeting"),
        ("2024-01-06", True, "the first Saturday"),
        ("2024-01-13", False, "the second Saturday"),
        ("2024-01-20", True, "the third Saturday"),
        ("2024-01-27", False, "the fourth Saturday"),
        ("2024-03-30", True, "a fifth Saturday"),
        ("2024-01-14", False, "a Sunday"),
        ("2024-01-26", False, "Republic Day"),
        ("2024-08-15", False, "Independence Day"),
        ("2024-10-02", False, "Gandhi's birthday"),
        ("2024-11-01", False, "Kannada Rajyotsava, a holiday of Karnataka alone"),
        ("2024-11-04", True, "a plain Monday"),
    ],
)
@pytest.mark.django_db
def test_karnatakas_offices(text: str, works: bool, why: str) -> None:
    assert is_working_day(day(text)) is works, why


@pytest.mark.parametrize(
    ("text", "works", "why"),
    [
        ("2024-01-10", True, "a plain Wednesday"),
        ("2024-01-06", False, "every Saturday is off"),
        ("2024-01-20", False, "every Saturday is off"),
        ("2024-01-08", False, "Coming of Age Day"),
        ("2024-02-12", False, "the day in lieu of Foundation Day, which fell on a Sunday"),
        ("2024-02-23", False, "the Emperor's birthday"),
        ("2024-05-03", False, "Constitution Day"),
        ("2024-11-01", True, "Karnataka's holiday is none of Japan's"),
        ("2024-01-26", True, "nor is India's"),
    ],
)
@pytest.mark.django_db
def test_japans_offices(text: str, works: bool, why: str) -> None:
    assert is_working_day(day(text), JAPAN) is works, why


@pytest.mark.django_db
def test_the_working_day_after_the_meeting() -> None:
    assert add_working_days(day("2024-01-10"), 1) == day("2024-01-11")
    assert add_working_days(day("2024-01-10"), 1, JAPAN) == day("2024-01-11")


@pytest.mark.django_db
def test_a_long_weekend_is_stepped_over_both_ways() -> None:
    # Friday 26 is Republic Day, 27 the fourth Saturday, 28 a Sunday.
    assert add_working_days(day("2024-01-25"), 1) == day("2024-01-29")
    assert add_working_days(day("2024-01-29"), -1) == day("2024-01-25")
    assert add_working_days(day("2024-01-27"), 0) == day("2024-01-29")


@pytest.mark.django_db
def test_the_editable_table_gives_and_takes_days_of_its_own_calendar_only() -> None:
    Holiday.objects.create(calendar=KARNATAKA, date=day("2024-01-10"), name="Notified")
    Holiday.objects.create(calendar=KARNATAKA, date=day("2024-01-14"), name="Works", is_working=True)
    assert not is_working_day(day("2024-01-10"))
    assert is_working_day(day("2024-01-14"))
    assert is_working_day(day("2024-01-10"), JAPAN)


@pytest.mark.django_db
def test_one_calendar_reads_its_table_once(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(1):
        Calendar(KARNATAKA).add(day("2024-01-10"), 200)


class NeverWorks(Bare):
    def is_working_day(self, day: datetime.date) -> bool:
        return False


def test_a_calendar_without_working_days_does_not_loop_for_ever() -> None:
    with pytest.raises(ValueError, match="no working day"):
        NeverWorks(KARNATAKA).add(day("2024-01-10"), 1)


def test_the_zone_tells_whose_calendar_counts() -> None:
    assert calendar_of_zone("Asia/Tokyo") == JAPAN
    assert calendar_of_zone("Asia/Kolkata") == KARNATAKA
    assert calendar_of_zone("Europe/Berlin") == KARNATAKA


@given(DAYS, COUNTS, CODES)
def test_counting_ends_on_a_working_day_in_the_direction_asked(start: datetime.date, count: int, code: str) -> None:
    calendar = Bare(code)
    end = calendar.add(start, count)
    assert calendar.is_working_day(end)
    assert (end > start) if count > 0 else (end < start) if count < 0 else (end >= start)


@given(DAYS, COUNTS, CODES)
def test_counting_passes_exactly_as_many_working_days_as_asked(start: datetime.date, count: int, code: str) -> None:
    calendar = Bare(code)
    end = calendar.add(start, count)
    first, last = (start + datetime.timedelta(1), end) if count > 0 else (end, start - datetime.timedelta(1))
    passed = [first + datetime.timedelta(n) for n in range((last - first).days + 1)]
    if count:
        assert sum(map(calendar.is_working_day, passed)) == abs(count)


@given(DAYS, st.integers(1, 40), st.integers(1, 40), CODES)
def test_two_steps_are_as_far_as_one_long_step(start: datetime.date, one: int, two: int, code: str) -> None:
    calendar = Bare(code)
    assert calendar.add(calendar.add(start, one), two) == calendar.add(start, one + two)


@given(DAYS, st.integers(1, 40), CODES)
def test_from_a_working_day_the_way_back_leads_home(start: datetime.date, count: int, code: str) -> None:
    calendar = Bare(code)
    home = calendar.add(start, 0)
    assert calendar.add(calendar.add(home, count), -count) == home


@pytest.mark.parametrize(
    ("on", "hour", "zone", "instant", "why"),
    [
        ("2024-01-11", 10, "Asia/Kolkata", "2024-01-11T04:30:00Z", "no clock change"),
        ("2024-01-11", 10, "Asia/Tokyo", "2024-01-11T01:00:00Z", "no clock change"),
        ("2024-03-10", 2, "America/New_York", "2024-03-10T07:00:00Z", "skipped: 03:00 summer time is the first instant"),
        ("2024-11-03", 1, "America/New_York", "2024-11-03T05:00:00Z", "repeated: the first of the two"),
        ("2024-03-31", 2, "Europe/Berlin", "2024-03-31T01:00:00Z", "skipped"),
        ("2024-10-27", 2, "Europe/Berlin", "2024-10-27T00:00:00Z", "repeated"),
        ("2024-10-06", 2, "Australia/Lord_Howe", "2024-10-05T15:30:00Z", "half an hour is skipped"),
        ("2024-03-31", 2, "Antarctica/Troll", "2024-03-31T01:00:00Z", "the second of two skipped hours"),
        ("2011-12-30", 10, "Pacific/Apia", "2011-12-30T10:00:00Z", "a whole day is skipped: midnight of the 31st"),
    ],
)
def test_local_hours_become_instants(on: str, hour: int, zone: str, instant: str, why: str) -> None:
    assert Bare(KARNATAKA).at(day(on), hour, zone) == moment(instant), why


@given(
    st.dates(datetime.date(1975, 1, 1), datetime.date(2036, 12, 31)),
    st.integers(0, 23),
    st.sampled_from(
        ["Asia/Kolkata", "Asia/Tokyo", "Europe/London", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo"]
    ),
)
def test_an_instant_is_never_before_the_hour_asked_and_never_an_hour_late(on: datetime.date, hour: int, zone: str) -> None:
    there = ZoneInfo(zone)
    found = Bare(KARNATAKA).at(on, hour, zone)
    wanted = datetime.datetime(on.year, on.month, on.day, hour)
    local = found.astimezone(there).replace(tzinfo=None)
    assert datetime.timedelta(0) <= local - wanted <= datetime.timedelta(hours=1)
    second_before = (found - datetime.timedelta(seconds=1)).astimezone(there).replace(tzinfo=None)
    assert second_before < wanted
