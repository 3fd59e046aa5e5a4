"""A wake-up published at commit reaches a real worker over each broker that answers on loopback."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.db import transaction

from portal.outbox import wake
from portal.outbox.models import Heartbeat
from tests.addresses import address_of_this_database

ROOT = Path(__file__).resolve().parents[2]
BROKERS = {
    # A numbered database of its own, so that nobody's waiting messages are in the way.
    "Redis": ("redis://127.0.0.1:6379/15", 6379),
    "RabbitMQ": ("amqp://guest:guest@127.0.0.1:5672//", 5672),
}
SECONDS = 40

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=BROKERS)
def broker(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a broker that answers; this process publishes to it."""
    url, port = BROKERS[request.param]
    with current_app.connection_for_write(url, connect_timeout=2) as trial:
        try:
            trial.ensure_connection(max_retries=1, timeout=3)
        except (*trial.connection_errors, OSError):
            pytest.skip(f"{request.param} does not answer on 127.0.0.1:{port}")
    monkeypatch.setattr(current_app.conf, "broker_url", url)
    monkeypatch.setattr(current_app.conf, "broker_write_url", url)
    monkeypatch.setattr(wake, "_silent_until", 0.0)
    return url


@pytest.fixture
def worker(broker: str, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker without beat: nothing but a wake-up makes it look into the outbox."""
    environment = os.environ | {
        "DATABASE_URL": address_of_this_database(),
        "CELERY_BROKER_URL": broker,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "SETU_TESTING": "1",
        "SETU_PROCESS": "worker",
    }
    with (tmp_path / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "portal", "worker", "--pool", "solo", "--without-gossip", "--without-mingle"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        yield process
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)


def awake(pid: int) -> bool:
    beat = Heartbeat.objects.filter(name="worker").first()
    return beat is not None and beat.by.endswith(f":{pid}")


def test_a_wake_up_reaches_the_worker(worker: subprocess.Popen[bytes], tmp_path: Path) -> None:
    end = time.monotonic() + SECONDS
    while not awake(worker.pid):
        assert worker.poll() is None, (tmp_path / "worker.log").read_text(encoding="utf-8")[-3000:]
        assert time.monotonic() < end, (tmp_path / "worker.log").read_text(encoding="utf-8")[-3000:]
        # A wake-up may be lost (that is its nature), for one when another program empties the same queue.
        with transaction.atomic():
            wake.on_commit()
        time.sleep(0.5)
