"""Every committed change of what public pages show gives them another version, and no save waits for another's count."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from portal.core import page_version
from portal.core.models import PageVersion
from sectors.models import Opportunity, Segment, Source


def version() -> int:
    return page_version.current()[0]


def rows(count: int) -> list[Segment]:
    return Segment.objects.bulk_create([Segment(code=f"s{n}", name="S", name_en="S") for n in range(count)])


@pytest.mark.django_db
def test_every_way_to_change_a_row_counts() -> None:
    seen = [version()]

    def changed() -> bool:
        seen.append(version())
        return seen[-1] > seen[-2]

    made = rows(3)
    assert changed()
    Segment.objects.filter(code="s1").update(position=4)
    assert changed()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sectors_segment SET position = 5 WHERE code = 's2'")
    assert changed()
    made[0].delete()
    assert changed()
    chance = Opportunity.objects.create(slug="o", title="O", title_en="O", sought="S", sought_en="S")
    assert changed()
    # Links have no model of ours.
    chance.segments.add(made[1])
    assert changed()
    chance.sources.add(Source.objects.create(code="X", publisher="X"))
    assert changed()
    chance.segments.clear()
    assert changed()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE sectors_claim CASCADE")
    assert changed()
    assert not changed()


@pytest.mark.django_db
def test_what_is_taken_back_counts_nothing() -> None:
    before = version()
    with pytest.raises(RuntimeError), transaction.atomic():
        rows(1)
        raise RuntimeError
    assert version() == before


@pytest.fixture
def other() -> Iterator["Other"]:
    one = Other()
    yield one
    one.end()


class Other:
    """A second connection with a transaction of its own, in a thread of its own."""

    def __init__(self) -> None:
        self.may_commit, self.has_saved = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._save)
        self.thread.start()
        assert self.has_saved.wait(20)

    def _save(self) -> None:
        try:
            with transaction.atomic():
                Segment.objects.create(code="other", name="Other", name_en="Other")
                self.has_saved.set()
                self.may_commit.wait(20)
        finally:
            connection.close()

    def end(self) -> None:
        self.may_commit.set()
        self.thread.join(20)


@pytest.mark.django_db(transaction=True)
def test_an_open_save_is_not_counted_and_holds_up_no_other(other: Other) -> None:
    before = version()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '5s'")
        try:
            rows(2)
        finally:
            cursor.execute("RESET statement_timeout")
    assert version() == before + 1
    other.end()
    # Committed after a later one, it still gives a number that was never seen.
    assert version() == before + 2
    assert PageVersion.objects.count() == 2
