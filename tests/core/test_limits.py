"""Tries are counted in the database: exactly, whoever tries at once, and until the window ends."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection

from portal.core import clock, limits
from portal.core.limits import Limit
from portal.core.models import Tally

FIVE = Limit("test", most=5, within=datetime.timedelta(minutes=15))


@pytest.mark.django_db
def test_the_sixth_of_five_is_refused_until_the_window_ends() -> None:
    now = clock.now()
    assert [FIVE.take("a", now=now).allowed for _ in range(6)] == [True] * 5 + [False]
    refused = FIVE.take("a", now=now + datetime.timedelta(minutes=10, seconds=1))
    assert (refused.allowed, refused.minutes) == (False, 5)
    assert FIVE.take("a", now=now + datetime.timedelta(minutes=15)).allowed


@pytest.mark.django_db
def test_subjects_and_limits_do_not_disturb_each_other() -> None:
    other = Limit("other", most=1, within=datetime.timedelta(minutes=1))
    for _ in range(6):
        FIVE.take("a")
    assert FIVE.take("b").allowed
    assert other.take("a").allowed


@pytest.mark.django_db
def test_a_try_that_was_none_is_given_back() -> None:
    for _ in range(20):
        assert FIVE.take("a").allowed
        FIVE.give_back("a")
    FIVE.give_back("a")
    assert Tally.objects.get().number == 0


@pytest.mark.django_db
def test_what_is_forgotten_begins_anew() -> None:
    for _ in range(6):
        FIVE.take("a")
    FIVE.forget("a")
    assert FIVE.take("a").allowed


@pytest.mark.django_db
def test_nobody_reads_in_the_table_what_was_tried() -> None:
    FIVE.take("somebody@example.org")
    assert "somebody" not in str(Tally.objects.values().get())


@pytest.mark.django_db
def test_rows_of_windows_that_have_ended_are_tidied_away() -> None:
    now = clock.now()
    FIVE.take("old", now=now - datetime.timedelta(hours=1))
    FIVE.take("new", now=now)
    assert limits.tidy(now=now) == 1
    assert Tally.objects.count() == 1


@pytest.mark.django_db
def test_a_limit_holds_with_the_cache_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object, **more: object) -> None:
        raise ConnectionError("the cache is away")

    for name in ("get", "set", "add", "incr", "delete"):
        monkeypatch.setattr(cache, name, away)
    assert [FIVE.take("a").allowed for _ in range(6)][-1] is False


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_five_pass() -> None:
    def one(_: int) -> bool:
        try:
            return FIVE.take("crowd").allowed
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(40))) == 5
