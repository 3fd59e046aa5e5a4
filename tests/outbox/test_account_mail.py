"""Letters of the accounts room become mails: written with their row, worded when they leave."""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import transaction

from portal.accounts import letters
from portal.accounts.letters import Addressee, Kind, Letter, Words
from portal.accounts.models import User
from portal.core import clock
from portal.outbox import dispatcher, queue, registry
from portal.outbox.models import Delivery, Notice
from tests.cast import make_user
from tests.outbox.conftest import Sink

KIND = "test.letter"


@dataclass
class Desk:
    """Words of the test's own letter, and what it was asked to put into words."""

    reason: str = ""
    asked: list[Letter] = field(default_factory=list)

    def compose(self, letter: Letter) -> Words:
        self.asked.append(letter)
        return Words("A way in", ["Here it is."], [("Role", "reader")], ("Open", "/styleguide/"), ["It works once."])

    def wanted(self, letter: Letter, now: datetime.datetime) -> str:
        return self.reason


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    letters.register(Kind(KIND, made.compose, made.wanted, "Test letter"))
    yield made
    registry.unregister(KIND)
    letters._kinds.pop(KIND)


def letter_to(to: Addressee, occurrence: str = "2031-02-03T04:05:06") -> Letter:
    return Letter(KIND, to, "user", to.id, occurrence)


@pytest.fixture
def person(transactional_db: None) -> User:
    return make_user("person", "reader", language="ja", zone="Asia/Tokyo")


def test_a_letter_is_one_mail_in_the_persons_language_and_no_notice(person: User, desk: Desk, sink: Sink) -> None:
    with transaction.atomic():
        letters.send(letter_to(Addressee.of_user(person)), by=person)
        letters.send(letter_to(Addressee.of_user(person)), by=person)
    dispatcher.drain()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.language, delivery.zone, delivery.subject) == ("accepted", "ja", "Asia/Tokyo", "A way in")
    assert (delivery.event.by, delivery.user) == (person, person)
    assert sink.recipients == [person.email]
    assert not Notice.objects.exists()
    assert {(said.occurrence, said.to.user, said.object_id) for said in desk.asked} == {
        ("2031-02-03T04:05:06", person, person.pk)
    }


def test_somebody_without_an_account_gets_letters_too(transactional_db: None, desk: Desk, sink: Sink) -> None:
    guest = Addressee("invitation", uuid.uuid4(), "Guest", "guest@example.org", "kn")
    with transaction.atomic():
        letters.send(letter_to(guest))
    dispatcher.drain()
    assert sink.recipients == ["guest@example.org"]
    assert desk.asked[0].to == guest


def test_what_is_no_longer_wanted_does_not_leave(person: User, desk: Desk, sink: Sink) -> None:
    with transaction.atomic():
        letters.send(letter_to(Addressee.of_user(person)))
    desk.reason = "used"
    dispatcher.drain()
    assert Delivery.objects.get().state == "cancelled"
    assert sink.mails == []


def test_a_letter_waits_for_its_moment(person: User, desk: Desk) -> None:
    later = clock.now() + datetime.timedelta(days=1)
    with transaction.atomic():
        letters.send(Letter(KIND, Addressee.of_user(person), "user", person.pk, "1", later))
    assert Delivery.objects.get().not_before == later


def test_a_letter_is_written_with_the_row_it_is_about(person: User, desk: Desk) -> None:
    with pytest.raises(queue.OutsideTransaction):
        letters.send(letter_to(Addressee.of_user(person)))


def test_one_kind_belongs_to_one_room(desk: Desk) -> None:
    with pytest.raises(letters.KindTaken):
        letters.register(Kind(KIND, lambda letter: Words("", [])))


def test_without_a_post_office_nothing_is_dropped_in_silence(monkeypatch: pytest.MonkeyPatch, person: User) -> None:
    monkeypatch.setattr(letters, "_office", None)
    with pytest.raises(letters.NoPostOffice):
        letters.send(letter_to(Addressee.of_user(person)))
