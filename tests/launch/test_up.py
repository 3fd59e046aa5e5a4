"""`./setu up` on a tiny project: real servers, real kills."""

import http.client
import os
import signal
import socket
import subprocess
from functools import partial
from pathlib import Path

import pytest

from portal.launch.sockets import any_free_port

from .conftest import Tiny, until

PARTS = ("postgres", "valkey", "mail", "web", "worker", "beat")


def get(port: int, path: str) -> str:
    """The page, or an empty text while there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.read().decode() if answer.status == 200 else ""
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()


def ready(tiny: Tiny, output: Path) -> None:
    """Wait until `up` has printed the address."""
    until(lambda: "Setu runs: " in output.read_text() or "setu:" in output.read_text(), "an address or an error", 60)
    assert "Setu runs: " in output.read_text(), output.read_text()


def restarted(tiny: Tiny, part: str, before: int) -> bool:
    """Whether the part runs as another process than before."""
    return tiny.pid(part) not in (0, before)


def processes_of(tiny: Tiny) -> list[str]:
    """Command lines that name this checkout."""
    listing = subprocess.run(["ps", "-e", "-o", "args="], capture_output=True, text=True, check=True)
    return [line for line in listing.stdout.splitlines() if str(tiny.root) in line]


def test_everything_starts_is_kept_alive_survives_kill_9_and_stops(tiny: Tiny) -> None:
    port = any_free_port()
    process, output = tiny.up("--port", str(port))
    ready(tiny, output)
    assert f"http://127.0.0.1:{port}" in output.read_text()
    assert "desk officer" in output.read_text()
    assert "desk@example.org" in output.read_text()
    until(lambda: int(get(port, "/count/ticks") or 0) > 0, "a task done by the worker for the beat")

    again = tiny.run("up")
    assert again.returncode == 0
    assert f"runs already: http://127.0.0.1:{port}" in again.stdout
    assert tiny.run("status").returncode == 0

    # A command beside it uses the same database.
    counted = tiny.run("manage", "shell", "-c", "from portal.urls import count; print('rows', count(None, 'notes').content)")
    assert "rows b'0'" in counted.stdout, counted.stderr

    for part in PARTS:
        before = tiny.pid(part)
        os.kill(before, signal.SIGKILL)
        until(partial(restarted, tiny, part, before), f"{part} is started again")
        assert f"{part} (process {before}) was killed by signal 9" in output.read_text()
    until(lambda: get(port, "/count/notes") == "0", "pages answer again")
    ticks = int(get(port, "/count/ticks"))
    until(lambda: int(get(port, "/count/ticks") or 0) > ticks, "tasks are done again")

    assert get(port, "/add") == "added"
    for pid in [process.pid, *(tiny.pid(part) for part in PARTS)]:
        os.kill(pid, signal.SIGKILL)
    process.wait(10)
    process, output = tiny.up("--port", str(port))
    ready(tiny, output)
    assert get(port, "/count/notes") == "1", "a committed row is gone"
    assert "migrations" not in output.read_text(), "done before and unchanged"

    process.send_signal(signal.SIGTERM)
    assert process.wait(40) == 0
    assert processes_of(tiny) == []
    assert tiny.run("status").returncode == 3


def test_the_parts_end_when_only_the_supervisor_is_killed(tiny: Tiny) -> None:
    process, output = tiny.up("--port", str(any_free_port()))
    ready(tiny, output)
    process.kill()
    process.wait(10)
    until(lambda: processes_of(tiny) == [], "no orphan is left", 30)


def test_a_taken_port_is_said_and_nothing_stays(tiny: Tiny) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = tiny.run("up", "--port", str(port))
    assert answer.returncode == 1
    assert f"Port {port} of 127.0.0.1 is taken" in answer.stderr
    assert processes_of(tiny) == []


def test_a_failing_command_is_shown_and_nothing_stays(tiny: Tiny) -> None:
    command = tiny.root / "portal/management/commands/load_reference.py"
    command.write_text(command.read_text().replace("serial", "no_such_type"), encoding="utf-8")
    answer = tiny.run("up", "--port", str(any_free_port()))
    assert answer.returncode == 1
    assert "no_such_type" in answer.stderr
    assert "load_reference" in answer.stderr
    assert processes_of(tiny) == []


def test_given_addresses_embed_nothing_of_their_kind(tiny: Tiny) -> None:
    first, output = tiny.up("--port", str(any_free_port()))
    ready(tiny, output)
    facts = tiny.facts()
    other = Tiny(tiny.root, tiny.environment | {"SETU_VAR": str(tiny.root / "other")})
    given = {name: facts[name] for name in ("DATABASE_URL", "CELERY_BROKER_URL")}
    second, printed = other.up("--port", str(any_free_port()), **given, EMAIL_URL="smtp://127.0.0.1:9")
    ready(other, printed)
    run = tiny.root / "other/run"
    assert sorted(file.name for file in run.glob("*.pid.json")) == ["beat.pid.json", "web.pid.json", "worker.pid.json"]
    assert not (tiny.root / "other/postgres").exists()
    other.close()
    assert second.returncode == 0
    assert first.poll() is None


def test_a_command_alone_starts_the_servers_and_stops_them(tiny: Tiny) -> None:
    tiny.run("manage", "load_reference")
    answer = tiny.run("manage", "shell", "-c", "from portal.urls import count; print('rows', count(None, 'notes').content)")
    assert "rows b'0'" in answer.stdout, answer.stderr
    assert processes_of(tiny) == []


def test_the_exit_code_of_a_command_passes_through(tiny: Tiny) -> None:
    assert tiny.run("manage", "shell", "-c", "raise SystemExit(7)").returncode == 7


@pytest.mark.parametrize("way", ["map", "user"])
def test_commands_work_below_a_directory_closed_to_others(tiny: Tiny, way: str) -> None:
    tiny.root.parent.chmod(0o700)
    answer = tiny.run("manage", "load_reference", SETU_POSTGRES_AS=way)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    # Only root has to become somebody else, and only without user namespaces does anything really belong to another.
    another = os.geteuid() == 0 and way == "user"
    assert ((tiny.root / "var/postgres").stat().st_uid != os.geteuid()) == another
