"""Children: stopped, killed with what they started, and recognised after a crash."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from portal.launch import process as process_module
from portal.launch.interruption import Interruption
from portal.launch.process import Child, end_leftovers, started_at

from .conftest import until

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
STUBBORN = [sys.executable, "-c", DEAF]


def child(tmp_path: Path, command: list[str], name: str = "part", grace: float = 5.0) -> Child:
    return Child(name, command, environment=dict(os.environ), log=tmp_path, run=tmp_path, grace=grace)


def alive(pid: int) -> bool:
    return started_at(pid) is not None


def test_a_child_is_stopped_politely(tmp_path: Path, interruption: Interruption) -> None:
    part = child(tmp_path, SLEEP)
    part.start()
    until(lambda: "time.sleep" in Path(f"/proc/{part.pid}/cmdline").read_text() or sys.platform != "linux", "it runs")
    assert part.exit_code() is None
    part.stop(interruption, hurry_after=2)
    assert part.exit_code() == -signal.SIGTERM
    assert not part.record.exists()


def test_a_stubborn_child_is_killed_after_its_grace(tmp_path: Path, interruption: Interruption) -> None:
    part = child(tmp_path, STUBBORN, grace=0.3)
    part.start()
    until(lambda: "up" in part.last_lines(), "it ignores the signal")
    part.stop(interruption, hurry_after=2)
    assert part.exit_code() == -signal.SIGKILL


def test_a_second_request_does_not_wait_for_the_grace(tmp_path: Path, interruption: Interruption) -> None:
    part = child(tmp_path, STUBBORN, grace=600)
    part.start()
    until(lambda: "up" in part.last_lines(), "it ignores the signal")
    interruption.asked += [signal.SIGINT, signal.SIGINT]
    part.stop(interruption, hurry_after=2)
    assert part.exit_code() == -signal.SIGKILL


def test_what_a_dead_child_started_dies_with_it(tmp_path: Path) -> None:
    program = f"import subprocess, sys, time; p = subprocess.Popen({SLEEP!r}); print(p.pid, flush=True); time.sleep(60)"
    part = child(tmp_path, [sys.executable, "-c", program])
    part.start()
    until(lambda: part.last_lines().strip().isdigit(), "the grandchild's number")
    grandchild = int(part.last_lines())
    os.kill(part.pid, signal.SIGKILL)
    until(lambda: part.exit_code() is not None, "its death is noticed")
    until(lambda: not alive(grandchild), "the grandchild is gone")


def test_a_program_that_is_missing_leaves_a_message(tmp_path: Path) -> None:
    part = child(tmp_path, ["/no/such/program"])
    part.start()
    until(lambda: part.exit_code() is not None, "it ends")
    assert part.exit_code() == 126
    assert "/no/such/program: cannot start" in part.last_lines()


def test_leftovers_are_ended_and_nothing_else(tmp_path: Path) -> None:
    ours, foreign, marked = (subprocess.Popen(SLEEP, env=dict(os.environ) | extra) for extra in ({}, {}, {"SETU_RUN": "tok"}))
    try:
        (tmp_path / "web.pid.json").write_text(json.dumps({"pid": ours.pid, "started": started_at(ours.pid)}))
        # The number was given to somebody else since.
        (tmp_path / "worker.pid.json").write_text(json.dumps({"pid": foreign.pid, "started": "another boot:1"}))
        (tmp_path / "beat.pid.json").write_text('{"pid": ')
        if sys.platform == "linux":
            until(lambda: b"SETU_RUN=tok" in Path(f"/proc/{marked.pid}/environ").read_bytes(), "the token is set")
        ended = end_leftovers(tmp_path, "tok")
        assert "web" in ended
        assert ours.wait(5) == -signal.SIGTERM
        assert foreign.poll() is None
        if sys.platform == "linux":
            assert marked.wait(5) == -signal.SIGTERM
        assert list(tmp_path.glob("*.pid.json")) == []
    finally:
        for process in (ours, foreign, marked):
            process.kill()
            process.wait()


@pytest.mark.parametrize("identity", ["same", "map:65534", "user:65534:65534"])
def test_a_child_dies_with_a_killed_parent(tmp_path: Path, identity: str) -> None:
    if os.geteuid() != 0 and identity.startswith("user"):
        identity = "same"  # Becoming another user is root's privilege; for others there is nothing to test.
    program = textwrap.dedent(f"""
        import sys, time
        sys.path.insert(0, {str(Path(process_module.__file__).parents[1])!r})
        from pathlib import Path
        from launch.process import Child
        here = Path({str(tmp_path)!r})
        part = Child("part", ["/bin/sleep", "60"], environment={{}}, log=here, run=here, identity={identity!r})
        part.start()
        print(part.pid, flush=True)
        time.sleep(60)
    """)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        until(lambda: Path(f"/proc/{pid}/cmdline").read_text().startswith("/bin/sleep"), "it became sleep")
        parent.kill()
    until(lambda: not alive(pid), "the child is gone")


def test_a_large_log_is_cut_and_its_past_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_module, "LOG_LIMIT", 100)
    part = child(tmp_path, SLEEP)
    part.log.write_text("x" * 150)
    part.bound_log()
    assert part.log.stat().st_size == 0
    assert (tmp_path / "part.log.1").read_text() == "x" * 100
