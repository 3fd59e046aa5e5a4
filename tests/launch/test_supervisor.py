"""The supervisor: restarts with growing pauses, stops in order."""

import os
import signal
import sys
import textwrap
from pathlib import Path

from portal.launch.interruption import Interruption
from portal.launch.process import Child
from portal.launch.supervisor import Supervisor

from .conftest import until


def make(tmp_path: Path, name: str, program: str) -> Child:
    return Child(name, [sys.executable, "-c", program], environment=dict(os.environ), log=tmp_path, run=tmp_path)


def test_a_part_that_keeps_dying_is_started_with_growing_pauses(tmp_path: Path, interruption: Interruption) -> None:
    supervisor = Supervisor(tmp_path, interruption)
    supervisor.start(make(tmp_path, "part", "raise SystemExit(3)"))

    def died_thrice() -> bool:
        supervisor.look_after()
        return supervisor.parts[0].deaths == 3

    until(died_thrice, "three deaths")
    log = (tmp_path / "supervisor.log").read_text()
    assert [f"starting it again in {pause} s" in log for pause in ("0.25", "0.5", "1")] == [True] * 3
    assert "ended with exit code 3" in log


def test_watching_ends_when_somebody_asks_and_parts_stop_in_order(tmp_path: Path, interruption: Interruption) -> None:
    supervisor = Supervisor(tmp_path, interruption)
    order = tmp_path / "order"
    program = textwrap.dedent("""
        import signal, sys, time
        def end(*_):
            open({0!r}, "a").write({1!r} + " ")
            sys.exit()
        signal.signal(15, end)
        print("up", flush=True)
        time.sleep(60)
    """)
    for name in ("a", "b", "c"):
        supervisor.start(make(tmp_path, name, program.format(str(order), name)))
    until(lambda: all("up" in part.child.last_lines() for part in supervisor.parts), "all run")
    interruption.asked.append(signal.SIGTERM)
    supervisor.watch()
    supervisor.stop([["c"], ["a"], ["b"]])
    assert order.read_text() == "c a b "
    assert all(part.child.exit_code() is not None for part in supervisor.parts)
