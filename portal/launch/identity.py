"""Under which user PostgreSQL runs. It refuses root, and `initdb` wants a user with a name."""

import os
import pwd
import subprocess
from pathlib import Path

from .errors import LaunchError
from .paths import launcher_python
from .process import TRAMPOLINE


def has_name(uid: int) -> bool:
    """Whether the system knows a name for this user id; containers often run under a bare number."""
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def stand_in() -> pwd.struct_passwd:
    """A user with a name who is not root. Raises LaunchError if the system has none."""
    for name in ("nobody", "postgres", "daemon"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        if found.pw_uid != 0:
            return found
    for entry in pwd.getpwall():
        if entry.pw_uid != 0:
            return entry
    raise LaunchError("PostgreSQL refuses to run as root and this system has no other user. Add one: useradd setu")


def works(identity: str, program: Path) -> bool:
    """Whether a program can be started under that identity (see child.py)."""
    command = [
        launcher_python(),
        "-I",
        "-S",
        str(TRAMPOLINE),
        str(os.getpid()),
        "15",
        identity,
        str(program),
        "--version",
    ]
    answer = subprocess.run(
        command, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    return answer.returncode == 0


def choose_identity(program: Path, *, prefer: str | None = None) -> str:
    """How to start PostgreSQL's `program` here, as child.py's IDENTITY. Raises LaunchError if there is no way.

    `prefer` ("same", "map", "user") leaves out the ways before it.
    """
    if os.geteuid() != 0 and has_name(os.geteuid()):
        return "same"
    user = stand_in()
    ways = [f"map:{user.pw_uid}"]
    if os.geteuid() == 0:
        ways.append(f"user:{user.pw_uid}:{user.pw_gid}")
    for way in ways:
        if (prefer is None or way.startswith(prefer)) and works(way, program):
            return way
    if os.geteuid() == 0:
        raise LaunchError(
            "PostgreSQL refuses to run as root, this kernel allows no user namespace, and another user cannot reach "
            f"{program}. Run ./setu as an ordinary user, or give DATABASE_URL."
        )
    raise LaunchError(
        f"The user id {os.geteuid()} has no name on this system, which PostgreSQL's initdb needs, and this kernel "
        "allows no user namespace. Add the user to /etc/passwd, or give DATABASE_URL."
    )


def owner_for(identity: str) -> tuple[int, int]:
    """Which user and group must own the files of a program started so, as seen from here."""
    if identity.startswith("user:"):
        _, uid, gid = identity.split(":")
        return int(uid), int(gid)
    return os.geteuid(), os.getegid()


def give_to(directory: Path, owner: tuple[int, int]) -> None:
    """Hand a directory and all below it to `owner` if it is not theirs yet (the way to start may have changed)."""
    status = directory.lstat()
    if (status.st_uid, status.st_gid) == owner or os.geteuid() != 0:
        return
    for path in [directory, *directory.rglob("*")]:
        os.chown(path, *owner, follow_symlinks=False)
