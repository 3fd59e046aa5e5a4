"""Locks between runs of `./setu` on the same checkout. The kernel frees them when the holder dies, however it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .interruption import Interruption
from .speech import say


class Lock:
    """An advisory lock on a file, exclusive or shared."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._descriptor: int | None = None

    def take(self, *, shared: bool = False) -> bool:
        """Take it if it is free; returns whether it is held now."""
        if self._descriptor is None:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            # Also gives up a shared hold that was to become exclusive.
            self.free()
            return False
        return True

    def free(self) -> None:
        """Let others have it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


@contextmanager
def held(file: Path, interruption: Interruption, waiting: str) -> Iterator[None]:
    """Hold a lock, waiting for it with a line that says why. Raises Stopped."""
    lock = Lock(file)
    told = False
    while not lock.take():
        interruption.check()
        if not told:
            say(waiting)
            told = True
        interruption.wait(0.3)
    try:
        yield
    finally:
        lock.free()
