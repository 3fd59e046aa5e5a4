"""Public pages as the real server serves them, over real HTTP on loopback, beside a static file of the same run: `./setu bench offer`."""

import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection

from sectors.models import Opportunity, Segment, Township

ROUNDS = 5
_TICK = os.sysconf("SC_CLK_TCK")
_START_SECONDS = 30


class Arm:
    """One address that is asked again and again; every answer must be the first one over again."""

    def __init__(self, name: str, path: str, port: int, headers: dict[str, str] | None = None) -> None:
        self.name, self.path, self.headers = name, path, headers or {}
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.status, self.body, self.tag = self.ask()

    def ask(self) -> tuple[int, bytes, str]:
        self.line.request("GET", self.path, headers=self.headers)
        answer = self.line.getresponse()
        return answer.status, answer.read(), answer.getheader("ETag") or ""

    def again(self) -> None:
        """Raises CommandError where the answer is another one: no ratio would mean anything."""
        if self.ask() != (self.status, self.body, self.tag):
            raise CommandError(f"{self.path} answers something else than before.")


def run(requests: int, say: Callable[[str], object]) -> None:
    """Serve, ask five rounds of each arm in turn, and tell medians. Raises CommandError."""
    paths = _paths()
    static = next((Path(settings.STATIC_ROOT) / "css").glob("base.*.css"), None)
    if static is None:
        raise CommandError("The static files are not collected; start `./setu up` once.")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(  # noqa: S603 # our own server with our own arguments
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
            *("--workers", "1", "--blocking-threads", "4", "--log-level", "error", "portal.wsgi:application"),
        ],
        cwd=settings.BASE_DIR,
        env=os.environ | {"SETU_PROCESS": "web"},
    )
    try:
        _wait(server, port)
        arms = [Arm("a static file", f"/static/css/{static.name}", port)]
        arms += [Arm(name, path, port) for name, path in paths.items()]
        arms.append(Arm("a page known already (304)", "/", port, {"If-None-Match": arms[1].tag}))
        for arm in arms:
            if arm.status != (304 if arm.headers else 200):
                raise CommandError(f"{arm.path} answers {arm.status}.")
        _rounds(arms, server.pid, requests, say)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def _paths() -> dict[str, str]:
    """An address of each kind of page. Raises CommandError where the offer is empty."""
    one = [model.objects.first() for model in (Segment, Opportunity, Township)]
    if not all(one):
        raise CommandError("The offer is empty; load it by `./setu manage load_reference`.")
    segment, opportunity, township = (row.get_absolute_url() for row in one if row is not None)
    return {
        "the first page": "/",
        "a segment": segment,
        "the opportunities": "/opportunities/",
        "an opportunity": opportunity,
        "the townships": "/townships/",
        "a township": township,
        "a search": "/search/?q=battery",
    }


def _wait(server: "subprocess.Popen[bytes]", port: int) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise CommandError("The server did not start.")


def _rounds(arms: list[Arm], pid: int, requests: int, say: Callable[[str], object]) -> None:
    wall: dict[str, list[float]] = {arm.name: [] for arm in arms}
    cpu: dict[str, list[float]] = {arm.name: [] for arm in arms}
    for _round in range(ROUNDS):
        for arm in arms:
            # The server ends lines that have been idle for long.
            arm.line.close()
            spent, began = _cpu(pid), time.perf_counter()
            for _ in range(requests):
                arm.again()
            wall[arm.name].append((time.perf_counter() - began) / requests)
            cpu[arm.name].append((_cpu(pid) - spent) / requests * 1000)
    base = statistics.median(wall[arms[0].name])
    say(f"{ROUNDS} rounds of {requests} requests each, one after the other, bodies equal throughout")
    for arm in arms:
        took, used = statistics.median(wall[arm.name]), statistics.median(cpu[arm.name])
        say(
            f"{arm.name:<28} {1 / took:7.0f} a second  {took / base:6.1f} × the static file  {used:7.2f} ms of CPU, server and database"
        )


def _cpu(pid: int) -> float:
    """CPU seconds of the server's processes and of the database's processes that serve it, where the system tells (Linux)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE application_name = 'setu-web'")
        pids = {found for (found,) in cursor.fetchall()}
    parents: dict[int, tuple[int, int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        parents[int(stat.parent.name)] = (int(fields[1]), int(fields[11]) + int(fields[12]))
    own = {pid}
    while more := {one for one, (parent, _ticks) in parents.items() if parent in own} - own:
        own |= more
    return sum(ticks for one, (_parent, ticks) in parents.items() if one in own | pids) / _TICK
