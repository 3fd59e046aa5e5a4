"""The system that `./setu up` starts, for tests that knock at its real doors."""

import contextlib
import email
import email.policy
import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
# What `./setu test` sets for its own servers must not leak into a system that brings its own.
OWN = (
    "DATABASE_URL",
    "CELERY_BROKER_URL",
    "CACHE_URL",
    "EMAIL_URL",
    "SITE_URL",
    "SECRET_KEY",
    "SETU_TESTING",
    "SETU_DEMO",
    "SETU_PROCESS",
)
START_SECONDS = 180


@dataclass
class System:
    """A running portal: its address, its directory, its commands."""

    url: str
    var: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes]

    def demo(self) -> dict[str, Any]:
        """Sign-ins and keys, as `up` wrote them."""
        found: dict[str, Any] = json.loads((self.var / "demo.json").read_text(encoding="utf-8"))
        return found

    def sign_in_of(self, role: str) -> dict[str, str]:
        """The first sign-in of this role; `partner` is who keeps the invented partner's keys."""
        if role == "partner":
            return next(user for user in self.demo()["users"] if user.get("partner"))
        return next(user for user in self.demo()["users"] if user["role"] == role)

    def setu(self, *arguments: str) -> str:
        """Run `./setu …` against this system; answers what it printed. Raises CalledProcessError."""
        done = subprocess.run(
            [str(ROOT / "setu"), *arguments], env=self.environment, check=True, capture_output=True, text=True, timeout=120
        )
        return done.stdout

    def sql(self, statement: str) -> list[list[Any]]:
        """Ask the system's own database, read-only."""
        import psycopg

        with psycopg.connect(self.database_url(), autocommit=True) as connection:
            connection.execute("SET default_transaction_read_only = on")
            return [list(row) for row in connection.execute(statement).fetchall()]

    def database_url(self) -> str:
        """Where the system's database listens, as the launcher published it."""
        facts = json.loads((self.var / "run" / "services.json").read_text(encoding="utf-8"))
        found: str = facts["DATABASE_URL"]
        return found

    def mails(self) -> list[EmailMessage]:
        """Everything the catcher has caught, oldest first."""
        found = []
        for file in sorted((self.var / "mail").glob("*.eml")):
            message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            found.append(message)
        return found

    def wait_for_mails(self, enough: Callable[[list[EmailMessage]], bool], seconds: float = 60) -> list[EmailMessage]:
        """Wait until these mails are enough, or the time is over; answers what there is in the end."""
        end = time.monotonic() + seconds
        while not enough(found := self.mails()) and time.monotonic() < end:
            time.sleep(0.3)
        return found

    def pids_of(self, part: str) -> set[int]:
        """The processes of a part (web, worker, beat, mail): its leader and all that descend from it."""
        found = {int(json.loads((self.var / "run" / f"{part}.pid.json").read_text(encoding="utf-8"))["pid"])}
        parents = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
            except OSError:
                continue  # it ended while we looked
            parents[int(stat.parent.name)] = int(fields[1])
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(var: Path) -> Iterator[System]:
    """Start `./setu up` with its own directory, wait for its page, stop it at the end."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name not in OWN}
    environment["SETU_VAR"] = str(var)
    var.mkdir(parents=True, exist_ok=True)
    with (var / "up.log").open("wb") as log:
        process = subprocess.Popen(
            [str(ROOT / "setu"), "up", "--port", str(port)],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(port, process, var / "up.log")
        yield System(f"http://127.0.0.1:{port}", var, environment, process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text(encoding="utf-8")[-3000:]
        # The supervisor says this line when everything, sign-ins included, is there.
        if "Setu runs:" in log.read_text(encoding="utf-8"):
            with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", "/healthz")
                assert connection.getresponse().status == 200
            return
        time.sleep(0.3)
    raise AssertionError(f"no page after {START_SECONDS} s:\n{log.read_text(encoding='utf-8')[-3000:]}")
