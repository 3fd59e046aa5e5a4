"""The real thing: Celery's worker takes a wake-up from the broker and mails by SMTP."""

import os
import signal
import subprocess
import sys
import time
import uuid
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from portal.accounts.models import User
from portal.core import clock
from portal.outbox import queue
from portal.outbox.models import Delivery
from tests.addresses import address_of_this_database

from .conftest import free_port

pytestmark = pytest.mark.django_db(transaction=True)


def stop(process: "subprocess.Popen[bytes]") -> int:
    process.send_signal(signal.SIGTERM)
    return process.wait(20)


def test_a_wake_up_reaches_the_worker_and_the_mail_the_catcher(person: User, tmp_path: Path) -> None:
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": address_of_this_database(),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "SETU_TESTING": "1",
        "SETU_PROCESS": "worker",
        "PYTHONPATH": str(settings.BASE_DIR),
        "PYTHONWARNINGS": "default",
    }
    command = [sys.executable, "manage.py", "catch_mail", "--port", str(port), "--dir", str(tmp_path)]
    worker = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "tests.outbox.speaking",
        "worker",
        "--concurrency",
        "1",
        "--without-gossip",
        "--without-mingle",
        "--loglevel",
        "INFO",
    ]
    with (tmp_path / "worker.log").open("wb") as log:
        catching = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, stdout=log, stderr=log)
        working = subprocess.Popen(worker, env=environment, cwd=settings.BASE_DIR, stdout=log, stderr=log)
        try:
            with transaction.atomic():
                (row,) = queue.enqueue(
                    [
                        queue.Outgoing(
                            "test.spoken", "thing", uuid.uuid4(), "1", queue.Recipient.of_user(person), clock.now(), ("email",)
                        )
                    ],
                    event_kind="tested",
                    event_object_type="thing",
                    event_object_id=uuid.uuid4(),
                    by=person,
                )
            end = time.monotonic() + 40
            while not list(tmp_path.glob("*.eml")) and time.monotonic() < end:
                time.sleep(0.1)
            mails = list(tmp_path.glob("*.eml"))
            assert len(mails) == 1, (tmp_path / "worker.log").read_text()[-3000:]
            mail = message_from_bytes(mails[0].read_bytes(), policy=default)
            host_pid = str(mail["X-Setu-Worker"])
            pid = int(host_pid.rpartition(":")[2])
            # A child of the worker's pool, whose parent is the worker that was started here.
            parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
            assert working.pid in (pid, parent)
        finally:
            stopped = [stop(working), stop(catching)]
    row = Delivery.objects.get(pk=row.pk)
    assert (row.state, row.claimed_by) == ("accepted", host_pid)
    assert stopped == [0, 0]
