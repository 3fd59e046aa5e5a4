"""A kind of message of the tests' own, a real relay on loopback, and people to write to."""

import datetime
import socket
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import transaction

from portal.accounts.models import User
from portal.core import clock
from portal.outbox import queue, registry
from portal.outbox.message import Facts, Items, Link, Message, Paragraph
from portal.outbox.models import Delivery
from tests.cast import make_user

KIND = "test.kind"


@dataclass
class Words:
    """What the test's kind says and wants; tests change it."""

    message: Message = field(
        default_factory=lambda: Message(
            "Subject",
            [
                Paragraph("Body {{7*7}} <img src=x onerror=alert(1)>"),
                Facts([("Place", "Bengaluru")]),
                Items(["one"]),
                Link("Open", "/desk/"),
            ],
            "/desk/",
        )
    )
    reason: str = ""
    breaks: set[uuid.UUID] = field(default_factory=set)
    accepted: list[uuid.UUID] = field(default_factory=list)

    def render(self, delivery: Delivery, language: str) -> Message:
        if delivery.object_id in self.breaks:
            raise KeyError("no such word")
        return self.message

    def wanted(self, delivery: Delivery, now: datetime.datetime) -> str:
        return self.reason

    def settle(self, delivery: Delivery, now: datetime.datetime) -> None:
        self.accepted.append(delivery.pk)


@pytest.fixture
def words() -> Iterator[Words]:
    said = Words()
    registry.register(KIND, render=said.render, wanted=said.wanted, accepted=said.settle)
    yield said
    registry.unregister(KIND)


@pytest.fixture
def person(transactional_db: None) -> User:
    return make_user("reader-of-mail", "desk_officer")


@dataclass
class Sink:
    """A real relay on loopback: remembers what it took, answers as told."""

    mails: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    connections: int = 0
    rcpt_answer: str = ""
    data_answer: str = "250 Taken"

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.rcpt_answer:
            return self.rcpt_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.data_answer.startswith("250"):
            self.mails.append(envelope.content)
            self.recipients += envelope.rcpt_tos
        return self.data_answer


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    handler = Sink()
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_TIMEOUT = 2
    yield handler
    controller.stop()


Put = Callable[..., list[Delivery]]


@pytest.fixture
def put(person: User, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Write messages that are due now; wake-ups go nowhere unless a test wants them."""
    monkeypatch.setattr("portal.outbox.wake.publish", lambda: True)

    def write(
        number: int = 1, *, channels: tuple[str, ...] = ("email",), seconds: float = -1, example: bool = False, **who: Any
    ) -> list[Delivery]:
        recipient = queue.Recipient.of_user(person)
        if who:
            recipient = queue.Recipient(
                **{"type": "contact", "id": uuid.uuid4(), "name": "Guest", "address": "guest@example.org", **who}
            )
        due = clock.now() + datetime.timedelta(seconds=seconds)
        messages = [queue.Outgoing(KIND, "thing", uuid.uuid4(), "1", recipient, due, channels, example) for _ in range(number)]
        with transaction.atomic():
            return queue.enqueue(
                messages, event_kind="tested", event_object_type="thing", event_object_id=uuid.uuid4(), by=person
            )

    return write
