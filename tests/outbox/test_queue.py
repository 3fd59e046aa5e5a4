"""Writing into the outbox."""

import datetime
import time
import uuid

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.core import clock
from portal.outbox import queue, wake
from portal.outbox.models import TRANSITIONS, Delivery, Event, State

from .conftest import KIND, Put

pytestmark = pytest.mark.django_db(transaction=True)


def outgoing(person: User, number: int = 1) -> list[queue.Outgoing]:
    return [queue.Outgoing(KIND, "thing", uuid.uuid4(), "1", queue.Recipient.of_user(person), clock.now()) for _ in range(number)]


def enqueue(messages: list[queue.Outgoing], person: User) -> list[Delivery]:
    return queue.enqueue(messages, event_kind="e", event_object_type="thing", event_object_id=uuid.uuid4(), by=person)


def test_writing_outside_a_transaction_raises(person: User) -> None:
    with pytest.raises(queue.OutsideTransaction):
        enqueue(outgoing(person), person)
    assert not Event.objects.exists()


def test_the_same_message_twice_is_one_row(person: User) -> None:
    messages = outgoing(person)
    for _ in range(2):
        with transaction.atomic():
            rows = enqueue(messages, person)
        assert {row.channel for row in rows} == {"email", "in_app"}
    assert Delivery.objects.count() == 2


@pytest.mark.parametrize("number", [1, 100])
def test_three_statements_however_many(person: User, number: int) -> None:
    messages = outgoing(person, number)
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        enqueue(messages, person)
    assert len(queries) == 3


def test_a_rolled_back_business_row_takes_its_messages_along(person: User) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        enqueue(outgoing(person), person)
        raise RuntimeError
    assert not Delivery.objects.exists()


def test_who_has_no_address_or_no_bell_is_refused(person: User) -> None:
    for channel in ("email", "in_app"):
        guest = queue.Recipient("contact", uuid.uuid4(), "Guest")
        with pytest.raises(queue.NotDeliverable), transaction.atomic():
            enqueue([queue.Outgoing(KIND, "thing", uuid.uuid4(), "1", guest, clock.now(), (channel,))], person)


def test_cancelling_takes_back_what_is_not_handed_over(put: Put) -> None:
    row, kept = put(2)
    with transaction.atomic():
        assert queue.cancel("thing", [row.object_id], "no longer needed") == 1
    row.refresh_from_db()
    kept.refresh_from_db()
    assert (row.state, row.answer, kept.state) == ("cancelled", "no longer needed", "waiting")


def test_rescheduling_moves_the_moment(put: Put) -> None:
    (row,) = put()
    later = clock.now() + datetime.timedelta(days=3)
    with transaction.atomic():
        assert queue.reschedule("thing", {row.object_id: later}) == 1
    row.refresh_from_db()
    assert row.due_at == row.not_before == later


def test_the_database_refuses_every_other_edge(put: Put) -> None:
    (row,) = put()
    lease = {"lease_token": uuid.uuid4(), "leased_until": clock.now(), "accepted_at": clock.now()}
    illegal = [(a, b) for a in State.values for b in State.values if a != b and (a, b) not in TRANSITIONS]
    assert len(illegal) > 70
    for before, after in illegal:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE outbox_delivery DISABLE TRIGGER USER")
            Delivery.objects.filter(pk=row.pk).update(state=before, **lease)
            cursor.execute("ALTER TABLE outbox_delivery ENABLE TRIGGER USER")
        with pytest.raises(DatabaseError, match="Invalid transition"):
            Delivery.objects.filter(pk=row.pk).update(state=after)


def test_one_wake_up_a_transaction_and_none_after_a_rollback(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    published: list[int] = []
    monkeypatch.setattr(wake, "publish", lambda: published.append(1))
    with transaction.atomic():
        for message in outgoing(person, 3):
            enqueue([message], person)
    assert len(published) == 1
    with pytest.raises(RuntimeError), transaction.atomic():
        enqueue(outgoing(person), person)
        raise RuntimeError
    assert len(published) == 1


@pytest.mark.parametrize("broker", ["redis://127.0.0.1:1/0", "amqp://127.0.0.1:1//"])
def test_fifty_saves_with_the_broker_down_are_each_fast(person: User, monkeypatch: pytest.MonkeyPatch, broker: str) -> None:
    from celery import current_app

    monkeypatch.setattr(wake, "_silent_until", 0.0)
    connect = current_app.connection_for_write
    monkeypatch.setattr(current_app, "connection_for_write", lambda *a, **k: connect(broker, **k))
    slowest = 0.0
    for _ in range(50):
        began = time.monotonic()
        with transaction.atomic():
            enqueue(outgoing(person), person)
        slowest = max(slowest, time.monotonic() - began)
    assert slowest < 1
    assert Delivery.objects.filter(state="waiting").count() == 100


def test_a_broker_that_listens_and_never_answers_costs_one_short_moment(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    from celery import current_app

    monkeypatch.setattr(wake, "_silent_until", 0.0)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        connect = current_app.connection_for_write
        address = f"redis://127.0.0.1:{mute.getsockname()[1]}/0"
        monkeypatch.setattr(current_app, "connection_for_write", lambda *a, **k: connect(address, **k))
        for _ in range(3):
            began = time.monotonic()
            with transaction.atomic():
                enqueue(outgoing(person), person)
            assert time.monotonic() - began < 1
