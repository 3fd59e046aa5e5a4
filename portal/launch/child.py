"""Becomes another program that dies with its parent, under the user it may run as.

Run as a script: `child.py PARENT_PID DEATH_SIGNAL IDENTITY PROGRAM [ARGUMENT…]`. A program of its own rather than a
`preexec_fn`, which may deadlock and cannot be given a clear message. IDENTITY is one of

- `same`: the user who runs `setu`;
- `map:UID`: a user namespace in which the present user is called UID. Every file that the present user may open stays
  open to the program, so a checkout below a closed directory works;
- `user:UID:GID`: really another user (root only). Where the kernel lets us, the program keeps the right to pass
  directories that are closed to that user, for the same reason.
"""

import ctypes
import os
import signal
import sys

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522


def enter_user_namespace(libc: ctypes.CDLL, uid: int) -> None:
    """Call the present user `uid` from here on. Raises OSError where the kernel forbids it."""
    outside_uid, outside_gid = os.geteuid(), os.getegid()
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare(CLONE_NEWUSER)")
    # A group map may be written without privilege only after setgroups is given up.
    for name, line in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {outside_uid} 1"),
        ("gid_map", f"{uid} {outside_gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(line)


def become_user(libc: ctypes.CDLL, uid: int, gid: int) -> None:
    """Give up root for `uid`, keeping (on Linux, if allowed) only the right to reach files of others."""
    linux = sys.platform == "linux"
    if linux:
        libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
    if linux:
        bit = 1 << CAP_DAC_OVERRIDE
        header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
        sets = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
        # Refused in a container without that capability; then the files must be reachable the ordinary way.
        if libc.capset(header, sets) == 0:
            libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)


def main(arguments: list[str]) -> None:
    """Take the identity, arrange to die with the parent, become the program."""
    parent, death_signal, identity = int(arguments[0]), int(arguments[1]), arguments[2]
    libc = ctypes.CDLL(None, use_errno=True)
    kind, _, rest = identity.partition(":")
    if kind == "map":
        enter_user_namespace(libc, int(rest))
    elif kind == "user":
        uid, _, gid = rest.partition(":")
        become_user(libc, int(uid), int(gid))
    # After the change of user, which would clear it. The parent may have died before that.
    if sys.platform == "linux":
        libc.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)
    # Python ignores SIGPIPE, a shell's background job SIGINT; a program inherits both.
    for number in (signal.SIGPIPE, signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    os.execvp(arguments[3], arguments[3:])  # noqa: S606 - this is what it is for


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except OSError as error:
        print(f"{sys.argv[4]}: cannot start as {sys.argv[3]}: {error}", file=sys.stderr)
        sys.exit(126)
