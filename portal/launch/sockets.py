"""A short, private directory for unix sockets, and free ports.

Paths of unix sockets end at about 107 bytes, which a checkout deep in a home directory exceeds, and some shared
folders hold no sockets at all. So they lie in /tmp, in a directory only we can enter; its name is kept in var/.
"""

import os
import socket
import stat
import tempfile
from pathlib import Path

from .errors import LaunchError


def is_ours(directory: Path) -> bool:
    """A real directory, ours, that nobody else can write to."""
    try:
        status = directory.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & 0o022


def socket_directory(run: Path) -> Path:
    """The directory recorded in `run`, or a new one if that is gone or no longer ours alone."""
    record = run / "sockets"
    if record.exists():
        directory = Path(record.read_text(encoding="utf-8").strip())
        if directory.is_absolute() and is_ours(directory):
            return directory
    directory = Path(tempfile.mkdtemp(prefix="setu-", dir="/tmp"))
    record.write_text(str(directory), encoding="utf-8")
    return directory


def private_subdirectory(directory: Path, name: str, owner: tuple[int, int]) -> Path:
    """A directory for one server's socket, 0700, owned by the user it runs as."""
    below = directory / name
    if below.is_symlink() or (below.exists() and not below.is_dir()):
        below.unlink()
    below.mkdir(mode=0o700, exist_ok=True)
    below.chmod(0o700)
    if os.geteuid() == 0:
        os.chown(below, *owner)
    if owner[0] != os.geteuid():
        # Another user has to pass through to what is its own; names in it cannot be listed.
        directory.chmod(0o711)
    return below


def is_free(port: int) -> bool:
    """Whether nobody listens on this port of 127.0.0.1."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def any_free_port() -> int:
    """A port of 127.0.0.1 that is free now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def choose_port(wanted: int | None, *, default: int = 8000) -> int:
    """The port for the portal: `wanted` or nothing; without a wish the first free one from `default` up.

    Raises LaunchError if the wanted one is taken.
    """
    if wanted is not None:
        if not 0 < wanted < 65536:
            raise LaunchError(f"--port {wanted}: a port is a number from 1 to 65535.")
        if not is_free(wanted):
            raise LaunchError(f"Port {wanted} of 127.0.0.1 is taken or not allowed. Give another one: ./setu up --port N")
        return wanted
    for port in range(default, default + 100):
        if is_free(port):
            return port
    raise LaunchError(f"No free port from {default} to {default + 99}. Give one: ./setu up --port N")
