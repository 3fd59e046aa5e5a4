"""The one clock, and who may move it."""

import datetime

import pytest
from django.test import override_settings

from portal.core import checks, clock
from portal.core.models import ClockOffset

pytestmark = pytest.mark.django_db
THREE_DAYS = datetime.timedelta(days=3)


def test_it_is_the_databases_time_in_utc() -> None:
    now = clock.now()
    assert now.utcoffset() == datetime.timedelta(0)
    assert abs(now - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(seconds=5)


def test_it_goes_on_inside_one_transaction() -> None:
    first = clock.now()
    assert clock.now() > first


def test_moves_add_up_and_can_be_taken_back() -> None:
    real = clock.now()
    assert clock.move(THREE_DAYS) == THREE_DAYS
    assert clock.move(datetime.timedelta(hours=-1)) == THREE_DAYS - datetime.timedelta(hours=1)
    assert datetime.timedelta(0) < clock.now() - real - clock.offset() < datetime.timedelta(seconds=5)
    assert clock.move(None) == datetime.timedelta(0)
    assert clock.now() - real < datetime.timedelta(seconds=5)


def test_reading_it_costs_one_statement(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(1):
        clock.now()


@override_settings(SETU_DEMO=False, SETU_TESTING=False)
def test_a_real_clock_is_not_moved() -> None:
    with pytest.raises(clock.ClockIsReal):
        clock.move(THREE_DAYS)
    assert not ClockOffset.objects.exists()


def test_a_moved_clock_keeps_a_real_installation_from_starting() -> None:
    clock.move(THREE_DAYS)
    with override_settings(SETU_DEMO=False, SETU_TESTING=False):
        assert [error.id for error in checks.clock_is_not_moved(None, databases=["default"])] == ["setu.E002"]
        assert checks.clock_is_not_moved(None, databases=None) == []
    clock.move(None)
    with override_settings(SETU_DEMO=False, SETU_TESTING=False):
        assert checks.clock_is_not_moved(None, databases=["default"]) == []
    assert checks.clock_is_not_moved(None, databases=["default"]) == []
