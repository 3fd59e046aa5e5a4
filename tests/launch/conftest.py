"""Fixtures for the launcher's tests: real processes, real servers, each with an end."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.launch.interruption import Interruption
from portal.launch.paths import Paths
from portal.launch.stamps import digest

ROOT = Path(__file__).resolve().parents[2]
TINY = Path(__file__).resolve().parent / "tiny"
collect_ignore = ["tiny"]
# Settings of the test run itself must not reach the servers that the tests start.
OWN = ("DATABASE_URL", "CELERY_BROKER_URL", "EMAIL_URL", "CACHE_URL", "SITE_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE")


def until(condition: Callable[[], object], what: str, seconds: float = 20) -> None:
    """Wait until the condition holds; fail with `what` if it does not in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)


@pytest.fixture
def interruption() -> Interruption:
    """Nobody asks to stop, unless the test does."""
    return Interruption()


@pytest.fixture
def paths(tmp_path: Path) -> Iterator[Paths]:
    """This checkout with a `var` directory of its own."""
    own = Paths(root=ROOT, var=tmp_path / "var")
    own.make()
    yield own
    record = own.run / "sockets"
    if record.exists():
        shutil.rmtree(record.read_text(encoding="utf-8"), ignore_errors=True)


@pytest.fixture
def clean_environment() -> dict[str, str]:
    """The environment without what this test run was given."""
    return {k: v for k, v in os.environ.items() if k not in OWN and not k.startswith("SETU_")}


class Tiny:
    """A checkout of the tiny project with this interpreter's packages, and `./setu` to run in it."""

    def __init__(self, root: Path, environment: dict[str, str]) -> None:
        self.root = root
        self.environment = environment
        self.started: list[subprocess.Popen[bytes]] = []

    def facts(self) -> dict[str, str]:
        """What a running `up` publishes; empty if nothing runs."""
        try:
            return dict(json.loads((self.root / "var/run/services.json").read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return {}

    def pid(self, part: str) -> int:
        """The process id of a part now; 0 while there is none."""
        try:
            return int(json.loads((self.root / f"var/run/{part}.pid.json").read_text(encoding="utf-8"))["pid"])
        except (OSError, ValueError):
            return 0

    def up(self, *arguments: str, **more: str) -> tuple["subprocess.Popen[bytes]", Path]:
        """Start `./setu up`; returns the process and the file that takes what it prints."""
        output = self.root / f"output-{len(list(self.root.glob('output-*')))}.txt"
        with output.open("wb") as file:
            process = subprocess.Popen(
                [self.root / "setu", "up", *arguments],
                cwd="/",
                env=self.environment | more,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.started.append(process)
        return process, output

    def run(self, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """Run `./setu` to its end."""
        return subprocess.run(
            [self.root / "setu", *arguments],
            cwd="/",
            env=self.environment | more,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )

    def close(self) -> None:
        """Stop what still runs."""
        for process in self.started:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(40)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait(10)
        record = self.root / "var/run/sockets"
        if record.exists():
            shutil.rmtree(record.read_text(encoding="utf-8"), ignore_errors=True)


def lend_packages(root: Path) -> None:
    """Give a checkout a `.venv` that uses the packages of the running interpreter, marked as installed."""
    (root / ".venv").mkdir()
    for name in ("bin", "lib"):
        (root / ".venv" / name).symlink_to(Path(sys.prefix) / name)
    shutil.copy(Path(sys.prefix) / "pyvenv.cfg", root / ".venv")
    stamp = {"demo": digest([root / "requirements" / "demo.txt"])}
    (root / ".venv" / "setu-installed.json").write_text(json.dumps(stamp), encoding="utf-8")


@pytest.fixture
def tiny(clean_environment: dict[str, str]) -> Iterator[Tiny]:
    """A fresh checkout of the tiny project; all that was started in it is stopped afterwards."""
    with tempfile.TemporaryDirectory(prefix="tiny-") as directory:
        root = Path(directory) / "checkout"
        shutil.copytree(TINY, root)
        shutil.copytree(ROOT / "portal" / "launch", root / "portal" / "launch", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "requirements", root / "requirements")
        shutil.copy(ROOT / "setu", root)
        lend_packages(root)
        checkout = Tiny(root, clean_environment)
        yield checkout
        checkout.close()
