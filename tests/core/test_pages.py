"""Pages by key: nothing twice, nothing missed, whatever is inserted meanwhile."""

import datetime

import pytest
from django.core.exceptions import BadRequest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core.models import Holiday
from portal.core.pages import Counted, Ordering, page_of

pytestmark = pytest.mark.django_db
ORDERINGS = [
    Ordering("name", ("name", "id")),
    Ordering("-name", ("-name", "-id")),
    Ordering("mixed", ("-name", "id")),
    Ordering("date", ("date", "id")),
    Ordering("-id", ("-id",)),
]
START = datetime.date(2024, 1, 1)


def _fill(names: list[str], *, offset: int = 0) -> None:
    Holiday.objects.bulk_create(
        Holiday(calendar="JP", date=START + datetime.timedelta(days=offset + number), name=name)
        for number, name in enumerate(names)
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ordering=st.sampled_from(ORDERINGS),
    names=st.lists(st.sampled_from("abc"), max_size=12),
    late=st.lists(st.sampled_from("abc"), max_size=6),
    limit=st.integers(1, 5),
    at=st.integers(0, 4),
)
def test_rows_inserted_meanwhile_neither_double_nor_hide_a_row(
    ordering: Ordering, names: list[str], late: list[str], limit: int, at: int
) -> None:
    Holiday.objects.all().delete()
    _fill(names)
    before = list(Holiday.objects.order_by(*ordering.columns).values_list("id", flat=True))
    seen: list[int] = []
    cursor, number = None, 0
    while True:
        page = page_of(Holiday.objects.all(), ordering=ordering, cursor=cursor, limit=limit, bound={"list": "x"}, columns=["id"])
        seen += [identity for (identity,) in page.rows]
        last, cursor = page, page.next
        if number == at and cursor is not None:
            _fill(late, offset=100)
        number += 1
        if cursor is None:
            break
    assert len(seen) == len(set(seen))
    assert [one for one in seen if one in set(before)] == before
    back = [identity for (identity,) in last.rows]
    previous = last.previous
    while previous is not None:
        page = page_of(
            Holiday.objects.all(), ordering=ordering, cursor=previous, limit=limit, bound={"list": "x"}, columns=["id"]
        )
        back = [identity for (identity,) in page.rows] + back
        previous = page.previous
    assert back == list(Holiday.objects.order_by(*ordering.columns).values_list("id", flat=True))


def test_a_cursor_opens_only_the_list_it_was_made_for() -> None:
    _fill(list("abcdef"))
    first, second = ORDERINGS[0], ORDERINGS[1]
    rows = Holiday.objects.all()
    cursor = page_of(rows, ordering=first, cursor=None, limit=2, bound={"list": "x", "q": "1"}).next
    assert cursor
    assert page_of(rows, ordering=first, cursor=cursor, limit=2, bound={"q": "1", "list": "x"}).rows
    for ordering, bound in ((second, {"list": "x", "q": "1"}), (first, {"list": "x"}), (first, {"list": "y", "q": "1"})):
        with pytest.raises(BadRequest):
            page_of(rows, ordering=ordering, cursor=cursor, limit=2, bound=bound)


@pytest.mark.parametrize("cursor", ["x", ".", "a.b", "é", "W10.x", "\ud800", "a" * 5000, "{}"])
def test_broken_cursors_are_refused(cursor: str) -> None:
    with pytest.raises(BadRequest):
        page_of(Holiday.objects.all(), ordering=ORDERINGS[0], cursor=cursor, limit=2, bound={})


def test_a_tampered_cursor_is_refused() -> None:
    _fill(list("abcdef"))
    cursor = page_of(Holiday.objects.all(), ordering=ORDERINGS[0], cursor=None, limit=2, bound={}).next
    assert cursor
    other = ("A" if cursor[3] != "A" else "B").join([cursor[:3], cursor[4:]])
    with pytest.raises(BadRequest):
        page_of(Holiday.objects.all(), ordering=ORDERINGS[0], cursor=other, limit=2, bound={})


def test_the_way_back_from_where_everything_was_deleted() -> None:
    _fill(list("abcd"))
    ordering = ORDERINGS[3]
    page = page_of(Holiday.objects.all(), ordering=ordering, cursor=None, limit=2, bound={})
    Holiday.objects.filter(pk__gt=page.rows[-1].pk).delete()
    beyond = page_of(Holiday.objects.all(), ordering=ordering, cursor=page.next, limit=2, bound={})
    assert beyond.rows == []
    assert beyond.next is None
    assert page_of(Holiday.objects.all(), ordering=ordering, cursor=beyond.previous, limit=2, bound={}).rows == page.rows


def test_counts_stop_at_their_limit() -> None:
    _fill(list("abcd"))
    assert str(Counted.of(Holiday.objects.all())) == "4"
    assert str(Counted.of(Holiday.objects.all(), limit=3)) == "3+"
