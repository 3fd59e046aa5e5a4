"""Watches the running parts: a dead one is noticed, logged and started again; at the end all stop in order."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from .interruption import Interruption
from .process import Child
from .speech import say

LONGEST_PAUSE = 30.0  # seconds between two starts of a part that keeps dying
HEALTHY_AFTER = 60.0  # seconds after which a part's earlier deaths are forgotten
LOG_CHECK_EVERY = 30.0


@dataclass
class Watched:
    """A part and how it has been doing."""

    child: Child
    started: float = 0.0
    deaths: int = 0
    start_again_at: float | None = field(default=None)


class Supervisor:
    """Keeps a list of parts alive until somebody asks to stop."""

    def __init__(self, log: Path, interruption: Interruption) -> None:
        self.log = log / "supervisor.log"
        self.interruption = interruption
        self.parts: list[Watched] = []
        self._logs_checked = time.monotonic()

    def adopt(self, child: Child) -> None:
        """Watch a part that runs already."""
        self.parts.append(Watched(child, started=time.monotonic()))

    def start(self, child: Child) -> None:
        """Start a part and watch it."""
        child.start()
        self.adopt(child)

    def look_after(self) -> None:
        """One round: note the dead, start what is due, keep the logs small."""
        now = time.monotonic()
        for part in self.parts:
            if part.start_again_at is not None:
                if now >= part.start_again_at:
                    part.start_again_at = None
                    part.started = now
                    part.child.start()
                    self.note(f"{part.child.name} started again as process {part.child.pid}")
                continue
            code = part.child.exit_code()
            if code is None:
                continue
            if now - part.started > HEALTHY_AFTER:
                part.deaths = 0
            pause = min(LONGEST_PAUSE, 0.25 * 2**part.deaths)
            part.deaths += 1
            part.start_again_at = now + pause
            how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
            self.note(f"{part.child.name} (process {part.child.pid}) {how}; starting it again in {pause:.2g} s")
        if now - self._logs_checked > LOG_CHECK_EVERY:
            self._logs_checked = now
            for part in self.parts:
                part.child.bound_log()

    def watch(self) -> None:
        """Look after the parts until somebody asks to stop."""
        while not self.interruption.requested:
            self.look_after()
            due = [part.start_again_at for part in self.parts if part.start_again_at is not None]
            self.interruption.wait(min([1.0, *(moment - time.monotonic() for moment in due)]))

    def dead(self) -> list[Child]:
        """Parts that have died at least once."""
        return [part.child for part in self.parts if part.deaths]

    def stop(self, order: list[list[str]]) -> None:
        """Stop the parts group by group; parts of a group stop together. A second request to stop kills what is left."""
        hurry_after = max(2, self.interruption.count + 1)
        for names in order:
            group = [part.child for part in self.parts if part.child.name in names]
            for child in group:
                child.ask_to_stop()
            for child in group:
                child.stop(self.interruption, hurry_after=hurry_after)

    def note(self, text: str) -> None:
        """Say a line and keep it in the log with the time."""
        say(f"  {text}")
        if self.log.exists() and self.log.stat().st_size > 1_000_000:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ} {text}\n")
