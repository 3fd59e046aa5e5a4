"""Few statements, and refusals in the words of the constraint that made them."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from investors.models import Company
from portal.accounts.models import User
from portal.core import saving
from portal.core.models import Holiday
from tests.cast import Cast

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 1, 10)


def holiday(day: datetime.date = DAY, **fields: Any) -> Holiday:
    return Holiday(**{"calendar": "IN-KA", "name": "Invented", "date": day, **fields})


def company(slug: str) -> Company:
    return Company(slug=slug, name=slug, name_en=slug, country_code="JP", is_example=True)


def test_clean_asks_the_database_nothing(django_assert_num_queries: Any, cast: Cast) -> None:
    with django_assert_num_queries(0):
        saving.clean(User(email="new@example.org", name="New", role="reader", password="x", supervisor_id=cast.supervisor.pk))


def test_all_faults_of_all_rows_are_told_at_once_each_at_its_place() -> None:
    rows = [("holidays-0", holiday(name="a\x00b")), ("holidays-1", holiday()), ("holidays-2", holiday(name="", calendar="XX"))]
    with pytest.raises(ValidationError) as refusal:
        saving.clean_all(rows)
    assert set(refusal.value.message_dict) == {"holidays-0-name", "holidays-2-name", "holidays-2-calendar"}


def test_a_row_without_a_prefix_keeps_the_names_of_its_fields() -> None:
    with pytest.raises(ValidationError) as refusal:
        saving.clean_all([("", holiday(name=""))])
    assert set(refusal.value.message_dict) == {"name"}


def test_many_rows_go_in_one_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        saving.insert([holiday(DAY + datetime.timedelta(n)) for n in range(50)])
    with django_assert_num_queries(0):
        saving.insert([])
        saving.rewrite([], ["name"])
    assert Holiday.objects.count() == 50


def test_the_databases_refusal_comes_in_the_constraints_words() -> None:
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        saving.insert([holiday(), holiday()])
    assert refusal.value.messages == ["This calendar already says something about this day."]
    assert refusal.value.code == "core_holiday_once"
    assert not Holiday.objects.exists()


def test_the_refusal_stands_at_the_row_that_it_names(cast: Cast) -> None:
    first, second = cast.officer, cast.colleague
    second.supervisor = second
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        saving.rewrite([first, second], ["supervisor"], prefixes=["users-0", "users-1"])
    assert refusal.value.message_dict == {"users-1": ["Nobody supervises themselves."]}


def test_a_unique_column_says_so_at_its_field() -> None:
    saving.insert([company("taken")])
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        saving.insert([company("taken")])
    assert list(refusal.value.message_dict) == ["slug"]


def test_update_writes_only_the_fields_it_names(cast: Cast) -> None:
    user = cast.officer
    user.name, user.language = "Written", "kn"
    saving.update(user, ["name"])
    user.refresh_from_db()
    assert (user.name, user.language) == ("Written", "en")


def test_update_cleans_and_explains(cast: Cast) -> None:
    user = cast.officer
    user.name = "a\nb"
    with pytest.raises(ValidationError) as refusal:
        saving.update(user, ["name"])
    assert set(refusal.value.message_dict) == {"name"}
    user.name, user.supervisor = "Fine", user
    with pytest.raises(ValidationError, match="Nobody supervises themselves"), transaction.atomic():
        saving.update(user, ["supervisor"])


def test_a_refusal_that_no_constraint_explains_is_a_fault_of_ours() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        saving.insert([Holiday(calendar="IN-KA", name="No day")])


def test_one_name_one_lock(django_assert_num_queries: Any) -> None:
    with transaction.atomic(), django_assert_num_queries(1):
        saving.lock("an invented lock")
    with transaction.atomic():
        saving.lock("an invented lock")
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
            assert cursor.fetchone()[0] >= 1
