"""Child processes: started, watched, stopped, and found again after a crash."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from .interruption import Interruption
from .paths import launcher_python

TRAMPOLINE = Path(__file__).resolve().with_name("child.py")
LOG_LIMIT = 10_000_000  # bytes in one log file; one older file of that size is kept beside it


def started_at(pid: int) -> str | None:
    """When process `pid` began, as a token that no later process with that number shares; None if it is dead."""
    if Path("/proc/self/stat").exists():
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
            boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        except OSError:
            return None
        # The second field is the program's name in brackets and may hold anything.
        fields = stat.rpartition(")")[2].split()
        return None if fields[0] in "ZX" else f"{boot}:{fields[19]}"
    return _started_at_by_ps(pid)


def _started_at_by_ps(pid: int) -> str | None:
    """The same where there is no /proc."""
    answer = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return answer.stdout.strip() or None


def send(pid: int, number: int, *, group: bool = False) -> None:
    """Signal a process (or its group); one that is gone already is no error."""
    try:
        (os.killpg if group else os.kill)(pid, number)
    except ProcessLookupError:
        pass
    except PermissionError:
        # macOS says this of a group whose members are all dead but not yet collected.
        if not group:
            raise


class Child:
    """One supervised program with its log and its own process group."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        log: Path,
        run: Path,
        identity: str = "same",
        directory: Path = Path("/"),
        stop_signal: int = signal.SIGTERM,
        grace: float = 10.0,
    ) -> None:
        self.name = name
        self.command = list(command)
        self.environment = dict(environment)
        self.log = log / f"{name}.log"
        self.record = run / f"{name}.pid.json"
        self.identity = identity
        self.directory = directory
        self.stop_signal = stop_signal
        self.grace = grace
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process id; 0 if it was never started."""
        return self.process.pid if self.process else 0

    def start(self) -> None:
        """Start the program. Raises OSError if the trampoline itself cannot run."""
        trampoline = [launcher_python(), "-I", "-S", str(TRAMPOLINE), str(os.getpid()), str(int(self.stop_signal))]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [*trampoline, self.identity, *self.command],
                env=self.environment,
                cwd=self.directory,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.record.write_text(json.dumps({"pid": self.pid, "started": started_at(self.pid)}), encoding="utf-8")

    def exit_code(self) -> int | None:
        """None while it runs; else how it ended. What it left of its group is killed first."""
        if self.process is None:
            return 0
        if self.process.returncode is None:
            if os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                return None
            # Before it is collected, while its number cannot belong to anybody else.
            send(self.pid, signal.SIGKILL, group=True)
            self.process.wait()
            self.record.unlink(missing_ok=True)
        return self.process.returncode

    def ask_to_stop(self) -> None:
        """Send the signal that this program takes as a polite request."""
        if self.process and self.exit_code() is None:
            send(self.pid, self.stop_signal)

    def stop(self, interruption: Interruption, *, hurry_after: int) -> None:
        """Stop it: politely, and after its time of grace (or the `hurry_after`-th request to stop) by force."""
        self.ask_to_stop()
        end = time.monotonic() + self.grace
        while self.exit_code() is None:
            if time.monotonic() > end or interruption.count >= hurry_after:
                send(self.pid, signal.SIGKILL, group=True)
                end = time.monotonic() + 5
            interruption.wait(0.1)

    def bound_log(self) -> None:
        """Keep the log below its limit. Copied and cut, since the program holds the file open."""
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            with self.log.open("rb+") as file:
                self.log.with_suffix(".log.1").write_bytes(file.read(LOG_LIMIT))
                file.truncate(0)

    def last_lines(self, count: int = 15) -> str:
        """The end of its log, for a message."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as file:
            file.seek(max(0, self.log.stat().st_size - 8192))
            return "\n".join(file.read().decode("utf-8", "replace").splitlines()[-count:])


def end_leftovers(run: Path, token_of_last_run: str | None) -> list[str]:
    """End what an earlier, killed supervisor left behind; returns the names of what was ended.

    Only processes that are certainly ours: the recorded id with the recorded time of birth, or (on Linux) one whose
    environment holds the random token of that run.
    """
    found: dict[int, str] = {}
    for record in run.glob("*.pid.json"):
        try:
            noted = json.loads(record.read_text(encoding="utf-8"))
            pid, born = int(noted["pid"]), noted["started"]
        except (ValueError, KeyError, TypeError):
            record.unlink()  # Written half when the machine stopped.
            continue
        if born and started_at(pid) == born:
            found[pid] = record.name.removesuffix(".pid.json")
        record.unlink()
    if token_of_last_run and sys.platform == "linux":
        mark = f"SETU_RUN={token_of_last_run}".encode()
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid() and int(entry.name) not in found:
                try:
                    if mark in (entry / "environ").read_bytes().split(b"\0"):
                        found[int(entry.name)] = "a part of an earlier run"
                except OSError:
                    continue  # Somebody else's, or gone.
    for pid, name in found.items():
        # PostgreSQL stops fast on INT; everything else we start stops on TERM.
        send(pid, signal.SIGINT if name == "postgres" else signal.SIGTERM)
    born_at = {pid: started_at(pid) for pid in found}
    end = time.monotonic() + 8
    while time.monotonic() < end and any(started_at(pid) for pid in found):
        time.sleep(0.1)
    for pid, born in born_at.items():
        if born and started_at(pid) == born:
            send(pid, signal.SIGKILL)
    return sorted(set(found.values()))
