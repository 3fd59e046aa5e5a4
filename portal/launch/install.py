"""The virtual environment: made once, filled from hash-pinned lock files, left alone while they stay the same."""

import importlib.util
import os
import shutil
import sys
import time
from pathlib import Path

from .commands import run_or_fail, run_quietly
from .errors import LaunchError
from .interruption import Interruption
from .locking import held
from .paths import Paths
from .speech import say
from .stamps import Stamps, digest

# Larger ones hold the smaller ones at the same versions, so an installed `dev` serves `up` as well.
LOCKS = ("demo", "dev")


def installed_lock(paths: Paths, need: str) -> str | None:
    """The name of an installed lock that covers `need` and is unchanged since; None if there is none."""
    if not paths.python.exists():
        return None
    stamps = Stamps(paths.venv / "setu-installed.json")
    for name in LOCKS[LOCKS.index(need) :]:
        if stamps.get(name) == digest([paths.requirements / f"{name}.txt"]):
            return name
    return None


def ensure_installed(paths: Paths, need: str, interruption: Interruption) -> None:
    """Make `.venv` hold at least the packages of the lock file `need`. Raises LaunchError."""
    if installed_lock(paths, need):
        return
    with held(paths.run / "install.lock", interruption, "Another ./setu is installing; waiting for it."):
        if installed_lock(paths, need):
            return
        began = time.monotonic()
        say("Installing into .venv …")
        make_environment(paths, interruption)
        fill(paths, need, interruption)
        Stamps(paths.venv / "setu-installed.json").put(need, digest([paths.requirements / f"{need}.txt"]))
        say(f"  installed requirements/{need}.txt in {time.monotonic() - began:.1f} s")


def make_environment(paths: Paths, interruption: Interruption) -> None:
    """Create `.venv` with pip and uv in it, unless it stands."""
    environment = own_environment()
    if not paths.python.exists():
        if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
            if not (uv := shutil.which("uv")):
                raise LaunchError(
                    f"{sys.executable} comes without venv or ensurepip. Install them (Debian, Ubuntu: "
                    "apt-get install python3-venv), or use another Python: PYTHON=/path/to/python3 ./setu …"
                )
            command: list[str | Path] = [uv, "venv", "--seed", "--python", sys.executable, paths.venv]
        else:
            command = [sys.executable, "-m", "venv", "--clear", paths.venv]
        run_or_fail("Making .venv", command, environment=environment, directory=paths.root, interruption=interruption)
    if not (paths.venv / "bin" / "uv").exists() and has_pip(paths):
        # Should it not be had for this machine, pip does the work; so its failure is no failure.
        run_quietly(
            pip(paths, "--only-binary=:all:", "-r", paths.requirements / "installer.txt"),
            environment=environment,
            directory=paths.root,
            interruption=interruption,
        )


def fill(paths: Paths, need: str, interruption: Interruption) -> None:
    """Install one lock file, by uv or else by pip. Raises LaunchError if neither can."""
    lock = paths.requirements / f"{need}.txt"
    environment = own_environment()
    said = ""
    uv = find_uv(paths)
    if uv:
        command: list[str | Path] = [
            uv,
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "--python",
            paths.python,
            "-r",
            lock,
        ]
        code, said = run_quietly(command, environment=environment, directory=paths.root, interruption=interruption)
        if code == 0:
            return
        say("  uv could not install; trying pip, which takes longer.")
    if not has_pip(paths):
        raise LaunchError(f"Installing {lock.name} failed:\n{said}")
    run_or_fail(
        f"Installing {lock.name}",
        pip(paths, "-r", lock),
        environment=environment,
        directory=paths.root,
        interruption=interruption,
    )


def pip(paths: Paths, *arguments: str | Path) -> list[str | Path]:
    """A command that installs by pip and accepts nothing whose hash is not in a lock."""
    options = ("--quiet", "--require-hashes", "--disable-pip-version-check", "--no-input", "--no-compile")
    return [paths.python, "-m", "pip", "install", *options, *arguments]


def has_pip(paths: Paths) -> bool:
    """Whether pip is in the virtual environment."""
    return (paths.site_packages / "pip").is_dir()


def find_uv(paths: Paths) -> str | None:
    """Our pinned uv, else one on the PATH."""
    own = paths.venv / "bin" / "uv"
    return str(own) if own.exists() else shutil.which("uv")


def own_environment() -> dict[str, str]:
    """The environment for tools that install: as it is, but not bound to somebody's active virtual environment."""
    return {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "SETU_RUN")}
