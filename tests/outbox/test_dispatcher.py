"""From the row to the relay."""

import contextlib
import datetime
import socket
import threading
import uuid
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from django.db import connection, connections

from portal.core import clock
from portal.outbox import dispatcher, leases
from portal.outbox.message import Message, Paragraph
from portal.outbox.models import Delivery, Heartbeat, Notice

from .conftest import Put, Sink, Words

pytestmark = pytest.mark.django_db(transaction=True)


def states() -> list[str]:
    return sorted(Delivery.objects.values_list("state", flat=True))


def lapse() -> None:
    Delivery.objects.filter(state__in=["leased", "sending"]).update(
        leased_until=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    )


def test_what_is_due_is_sent_once_over_one_connection(put: Put, words: Words, sink: Sink) -> None:
    put(20)
    put(1, seconds=3600)
    assert dispatcher.drain() is False
    dispatcher.drain()
    assert len(sink.mails) == 20
    assert sink.connections == 1
    assert states() == ["accepted"] * 20 + ["waiting"]
    assert len(words.accepted) == 20
    assert Heartbeat.objects.filter(name="worker").exists()


def test_the_mail_says_who_it_is_from_and_to(put: Put, words: Words, sink: Sink) -> None:
    (row,) = put(example=True, name="秋本 “次郎”, Bob", language="ja", address="akimoto@example.org")
    dispatcher.drain()
    mail = message_from_bytes(sink.mails[0], policy=default)
    row.refresh_from_db()
    assert mail["Message-ID"] == f"<{row.pk}@setu.example.org>"
    assert mail["To"].addresses[0].display_name == "秋本 “次郎”, Bob"
    assert mail["X-Setu-Worker"] == row.claimed_by == leases.me()
    assert (mail["Content-Language"], mail["Auto-Submitted"]) == ("ja", "auto-generated")
    text, html = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
    assert "{{7*7}} <img" in text
    assert "{{7*7}} &lt;img" in html
    assert 'lang="ja"' in html
    assert str(mail["Subject"]).startswith("[")
    assert sink.recipients == ["akimoto@example.org"]


@pytest.mark.parametrize("name", ["Bob\r\nBcc: all@x.in", 'A "quoted" <b@x.in>', "x" * 300, "ಸೇತು, ಬೆಂಗಳೂರು; \\", "a@b, c@d"])
def test_no_name_adds_a_header_or_a_recipient(put: Put, words: Words, sink: Sink, name: str) -> None:
    words.message = Message("S\r\nBcc: all@x.in", [Paragraph("x")])
    put(name=name)
    dispatcher.drain()
    mail = message_from_bytes(sink.mails[0], policy=default)
    assert mail["Bcc"] is None
    assert [a.addr_spec for a in mail["To"].addresses] == ["guest@example.org"]
    assert sink.recipients == ["guest@example.org"]


@pytest.mark.parametrize("address", ["a@b.in\r\nRCPT TO:<c@d.in>", "a@x.in, b@y.in", "nobody", "日本@example.org"])
def test_a_bad_address_is_dead_with_its_reason(put: Put, words: Words, sink: Sink, address: str) -> None:
    (row,) = put(address=address)
    dispatcher.drain()
    row.refresh_from_db()
    assert row.state == "dead"
    assert "address" in row.answer
    assert not sink.mails


def test_a_notice_is_written_with_its_outcome(put: Put, words: Words) -> None:
    (row,) = put(channels=("in_app",), example=True)
    dispatcher.drain()
    notice = Notice.objects.get()
    row.refresh_from_db()
    assert row.state == "accepted"
    assert notice.subject == "[Example] Subject"
    assert notice.path == "/desk/"


@pytest.mark.parametrize("step", ["rcpt_answer", "data_answer"])
@pytest.mark.parametrize(("answer", "state"), [("451 Later", "waiting"), ("550 Never", "dead")])
def test_a_definite_no_waits_or_dies(put: Put, words: Words, sink: Sink, step: str, answer: str, state: str) -> None:
    setattr(sink, step, answer)
    (row,) = put()
    dispatcher.drain()
    row.refresh_from_db()
    assert (row.state, row.answer, row.tries, row.claims) == (state, answer, 1, 0 if state == "waiting" else 1)
    if state == "waiting":
        assert row.not_before > clock.now() + datetime.timedelta(seconds=40)


def test_no_relay_at_all_leaves_everything_waiting(put: Put, words: Words, settings: Any) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    put(3)
    assert dispatcher.drain() is False
    assert states() == ["waiting"] * 3
    assert not Delivery.objects.exclude(claims=0, tries=0).exists()


def test_what_is_no_longer_wanted_is_cancelled_with_the_reason(put: Put, words: Words, sink: Sink) -> None:
    words.reason = "the meeting was cancelled"
    (row,) = put()
    dispatcher.drain()
    row.refresh_from_db()
    assert (row.state, row.answer) == ("cancelled", "the meeting was cancelled")
    assert not sink.mails


def test_one_broken_message_stops_no_other(put: Put, words: Words, sink: Sink) -> None:
    rows = put(3)
    words.breaks.add(rows[1].object_id)
    for _ in range(dispatcher.MOST_BROKEN_TRIES):
        Delivery.objects.filter(state="waiting").update(not_before=clock.now())
        dispatcher.drain()
    assert states() == ["accepted", "accepted", "dead"]
    assert "KeyError" in Delivery.objects.get(state="dead").answer


def test_a_lost_fence_closes_the_connection_without_the_dot(
    put: Put, words: Words, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(1)
    begin = leases.begin

    def late(delivery: Delivery, subject: str) -> bool:
        Delivery.objects.filter(pk=delivery.pk).update(state="cancelled")
        return begin(delivery, subject)

    monkeypatch.setattr(leases, "begin", late)
    dispatcher.drain()
    assert sink.mails == []
    assert states() == ["cancelled"]


class Hanger(threading.Thread):
    """A relay that speaks until the dot and then hangs up, or never ends its greeting."""

    def __init__(self, *, endless: bool = False) -> None:
        super().__init__(daemon=True)
        self.endless = endless
        self.server = socket.create_server(("127.0.0.1", 0))
        self.received = b""

    def run(self) -> None:
        conn, _ = self.server.accept()
        with conn, contextlib.suppress(OSError):  # the client hangs up, as it should
            self.talk(conn)
        self.server.close()

    def talk(self, conn: socket.socket) -> None:
        while self.endless:
            conn.sendall(b"220-" + b"x" * 1000 + b"\r\n")
        conn.sendall(b"220 here\r\n")
        while True:
            line = conn.recv(65536)
            self.received += line
            if line.upper().startswith(b"DATA"):
                conn.sendall(b"354 go\r\n")
                while not self.received.endswith(b"\r\n.\r\n"):
                    self.received += conn.recv(65536)
                return
            conn.sendall(b"250 ok\r\n")


@pytest.mark.parametrize(("endless", "state"), [(False, "uncertain"), (True, "waiting")])
def test_silence_after_the_dot_is_uncertain_and_babble_before_it_is_not(
    put: Put, words: Words, settings: Any, endless: bool, state: str
) -> None:
    relay = Hanger(endless=endless)
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", relay.server.getsockname()[1], 2
    relay.start()
    put(1)
    dispatcher.drain()
    relay.join(5)
    assert not relay.is_alive()
    assert states() == [state]


def test_lapsed_leases_wait_again_or_are_uncertain(put: Put, words: Words) -> None:
    put(2)
    first, _second = leases.claim(10)
    assert leases.begin(first, "s")
    assert leases.sweep_lapsed() == leases.Lapsed()
    lapse()
    assert leases.sweep_lapsed() == leases.Lapsed(waiting=1, uncertain=1)
    # The relay's yes still counts, though it came late.
    assert leases.accept(first, "250 OK") is not None
    assert states() == ["accepted", "waiting"]


def test_moving_the_clock_lets_no_lease_lapse(put: Put, words: Words) -> None:
    put(1)
    (row,) = leases.claim(10)
    try:
        clock.move(datetime.timedelta(days=3))
        assert leases.sweep_lapsed() == leases.Lapsed()
        assert leases.begin(row, "s")
    finally:
        clock.move(None)


def test_the_clock_makes_things_due(put: Put, words: Words, sink: Sink) -> None:
    put(1, seconds=2 * 86400)
    dispatcher.drain()
    assert states() == ["waiting"]
    try:
        clock.move(datetime.timedelta(days=3))
        dispatcher.drain()
    finally:
        clock.move(None)
    assert states() == ["accepted"]


def test_a_row_that_kills_its_process_dies_alone(put: Put, words: Words, sink: Sink) -> None:
    rows = put(3)
    poison = rows[1].pk
    for _ in range(10):
        batch = leases.claim(50) or leases.claim(1, suspects=True)
        if not batch:
            break
        if any(row.pk == poison for row in batch):
            lapse()  # the process died with the batch in its hands
            leases.sweep_lapsed()
        else:
            dispatcher.send(batch)
    assert states() == ["accepted", "accepted", "dead"]
    assert Delivery.objects.get(state="dead").answer == leases.KILLER


def test_two_processes_never_claim_the_same_row(put: Put, words: Words) -> None:
    put(60)
    taken: list[list[uuid.UUID]] = []

    def take() -> None:
        try:
            mine: list[uuid.UUID] = []
            while batch := leases.claim(7):
                mine += [row.pk for row in batch]
            taken.append(mine)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(taken[0] + taken[1]) == sorted(Delivery.objects.values_list("pk", flat=True))


def test_the_claim_reads_the_partial_index(put: Put, words: Words) -> None:
    (row,) = put(1, seconds=-86400)
    with connection.cursor() as cursor:
        columns = [
            f.column
            for f in Delivery._meta.concrete_fields
            if f.column not in ("id", "dedup_key", "not_before", "state", "accepted_at")
        ]
        names = ", ".join(columns)
        cursor.execute(
            f"INSERT INTO outbox_delivery (id, dedup_key, not_before, state, accepted_at, {names}) "
            "SELECT gen_random_uuid(), 'n' || n, now() - n * interval '1 second', CASE WHEN n %% 20 = 0 THEN 'waiting' ELSE 'accepted' END, now(), "
            f"{names} FROM outbox_delivery, generate_series(1, 20000) n WHERE id = %s",
            [row.pk],
        )
        cursor.execute("ANALYZE outbox_delivery")
        values = {"suspects": False, "limit": 50, "token": uuid.uuid4(), "lease": 60, "me": "x"}
        cursor.execute("EXPLAIN (ANALYZE, FORMAT TEXT) " + leases._CLAIM, values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "outbox_delivery_due" in plan
    assert "Seq Scan on outbox_delivery" not in plan
