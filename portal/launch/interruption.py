"""Ctrl-C, TERM and the deaths of children, as something one can wait for."""

import contextlib
import os
import select
import signal
from types import FrameType

from .errors import Stopped


class Interruption:
    """Counts the requests to stop. Handlers only note; the code that waits decides, so no step is cut in half."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(self._write, False)

    def install(self) -> None:
        """Take over the signals of this process."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # `nohup ./setu up` asked to survive the terminal.
            if number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN:
                continue
            signal.signal(number, self._asked)
        signal.signal(signal.SIGCHLD, self._woken)

    @property
    def count(self) -> int:
        """How often somebody asked to stop."""
        return len(self.asked)

    @property
    def requested(self) -> bool:
        """Whether somebody asked to stop."""
        return bool(self.asked)

    def check(self) -> None:
        """Raise Stopped if somebody asked to stop."""
        if self.requested:
            raise Stopped

    def wait(self, seconds: float) -> None:
        """Sleep, but wake at once for a signal or the death of a child."""
        ready, _, _ = select.select([self._read], [], [], max(seconds, 0))
        if ready:
            os.read(self._read, 4096)

    def _asked(self, number: int, frame: FrameType | None) -> None:
        self.asked.append(number)
        self._woken(number, frame)

    def _woken(self, number: int, frame: FrameType | None) -> None:
        # A full pipe wakes us anyway.
        with contextlib.suppress(BlockingIOError):
            os.write(self._write, b".")
