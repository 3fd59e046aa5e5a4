"""The commands of docker-compose.yml with its settings, on PostgreSQL and Redis that answer on loopback: no container, the same processes."""

import contextlib
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.production.shape import ROOT, compose
from tests.system import free_port

SERVER = "postgres://postgres@127.0.0.1:5432"
REDIS = ("127.0.0.1", 6379)
HOST = "invest.example.org"
SECONDS = 60


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """An empty database of its own, gone afterwards."""
    try:
        server = psycopg.connect(f"{SERVER}/postgres", connect_timeout=3, autocommit=True)
    except psycopg.OperationalError:
        pytest.skip("PostgreSQL 15 does not answer on 127.0.0.1:5432")
    name = f"setu_{uuid.uuid4().hex[:12]}"
    with server:
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING utf8 LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'").format(
                sql.Identifier(name)
            )
        )
        try:
            yield f"{SERVER}/{name}"
        finally:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@dataclass
class Answer:
    """What the web process said."""

    status: int
    headers: Message
    body: bytes


@dataclass
class Shape:
    """The running processes: where web listens, and the directory of secrets and signs of life."""

    port: int
    directory: Path
    processes: dict[str, "subprocess.Popen[bytes]"]
    environment: dict[str, str]

    def manage(self, *words: str, **more: str) -> str:
        """Run a management command as the guide has it run; answers what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment | more,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
        return done.stdout

    def get(self, path: str, **headers: str) -> Answer:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request("GET", path, headers={"Host": HOST, **headers})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())

    def log(self, name: str) -> str:
        return (self.directory / f"{name}.log").read_text(encoding="utf-8")[-3000:]


@pytest.fixture(scope="module")
def shape(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shape]:
    try:
        socket.create_connection(REDIS, timeout=2).close()
    except OSError:
        pytest.skip("Redis does not answer on 127.0.0.1:6379")
    directory = tmp_path_factory.mktemp("production")
    given = {
        "secret_key": secrets.token_urlsafe(60),
        "database_url": database,
        "email_url": f"smtp://127.0.0.1:{free_port()}",
    }
    for name, value in given.items():
        (directory / name).write_text(value, encoding="utf-8")
    port = free_port()
    services = compose()["services"]
    shape = Shape(port, directory, {}, {})

    def environment(name: str) -> dict[str, str]:
        """The service's own, with the container's addresses and paths turned into this machine's."""
        base = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
        base["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{base.get('PATH', os.defpath)}"
        base |= {key: str(value) for key, value in services[name]["environment"].items()}
        base |= {key: value.replace("/run/secrets", str(directory)) for key, value in base.items() if key.endswith("_FILE")}
        base["CELERY_BROKER_URL"], base["CACHE_URL"] = "redis://127.0.0.1:6379/14", "rediscache://127.0.0.1:6379/13"
        if "ALIVE_FILE" in base:
            base["ALIVE_FILE"] = str(directory / f"{name}.alive")
        return base | {"SETU_VAR": str(directory / "var")}

    def command(name: str) -> list[str]:
        swap = {"8000": str(port), "0.0.0.0": "127.0.0.1", "/tmp/schedule": str(directory / "schedule"), "python": sys.executable}
        return [swap.get(word, word) for word in services[name]["command"]]

    shape.environment = environment("migrate")
    shape.manage(*command("migrate")[2:])
    shape.manage("collectstatic", "--noinput")
    with contextlib.ExitStack() as logs:
        for name in ("web", "worker", "beat"):
            log = logs.enter_context((directory / f"{name}.log").open("wb"))
            shape.processes[name] = subprocess.Popen(
                command(name),
                cwd=ROOT,
                env=environment(name),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            yield shape
        finally:
            for process in shape.processes.values():
                process.send_signal(signal.SIGTERM)
            for process in shape.processes.values():
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)


def wait(shape: Shape, name: str, what: str, true: object) -> None:
    end = time.monotonic() + SECONDS
    while True:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if true():  # type: ignore[operator]
                return
        assert shape.processes[name].poll() is None, shape.log(name)
        assert time.monotonic() < end, f"{what}\n{shape.log(name)}"
        time.sleep(0.3)


def test_web_is_well_by_the_health_checks_own_request(shape: Shape) -> None:
    wait(shape, "web", "no answer at /readyz", lambda: shape.get("/readyz", Host="127.0.0.1").status == 200)


def test_plain_http_is_sent_to_https_and_another_host_is_refused(shape: Shape) -> None:
    wait(shape, "web", "no answer", lambda: shape.get("/readyz").status == 200)
    answer = shape.get("/ja/")
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/ja/")
    assert shape.get("/", Host="evil.example", **{"X-Forwarded-Proto": "https"}).status == 400


def test_behind_the_proxy_pages_come_with_the_headers_of_a_public_site(shape: Shape) -> None:
    wait(shape, "web", "no answer", lambda: shape.get("/readyz").status == 200)
    answer = shape.get("/sign-in/", **{"X-Forwarded-Proto": "https"})
    assert answer.status == 200
    cookies = answer.headers.get_all("Set-Cookie") or []
    assert cookies and all(cookie.startswith("__Host-") and "Secure" in cookie and "Path=/" in cookie for cookie in cookies)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    # Nothing of the demonstration.
    assert b"example.org" not in answer.body.replace(HOST.encode(), b"")
    assert shape.get("/mail/", **{"X-Forwarded-Proto": "https"}).status == 404


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_worker_and_beat_show_that_they_live(shape: Shape, name: str) -> None:
    file = shape.directory / f"{name}.alive"
    wait(shape, name, "no sign of life", file.exists)
    before = file.stat().st_mtime_ns
    wait(shape, name, "no second sign of life", lambda: file.stat().st_mtime_ns > before)


def test_the_sweep_goes_round(shape: Shape, database: str) -> None:
    def beat_came_through() -> bool:
        with psycopg.connect(database) as connection:
            return connection.execute("SELECT count(*) FROM outbox_heartbeat").fetchone() != (0,)

    wait(shape, "worker", "no tick of beat reached the worker", beat_came_through)


def test_the_first_start_of_the_guide_loads_the_offer_and_makes_an_administrator(shape: Shape) -> None:
    assert "created" in shape.manage("load_reference")
    shape.manage(
        "createsuperuser",
        "--noinput",
        DJANGO_SUPERUSER_EMAIL="first@example.org",
        DJANGO_SUPERUSER_PASSWORD="four quiet words here",
    )
    assert b"525" in shape.get("/", **{"X-Forwarded-Proto": "https"}).body
