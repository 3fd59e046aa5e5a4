"""`./setu` as typed: help, mistakes, Python versions."""

import subprocess
from pathlib import Path

import pytest

from portal.launch.cli import port_of
from portal.launch.errors import LaunchError

from .conftest import ROOT, Tiny


def test_help_names_every_verb(tiny: Tiny) -> None:
    answer = tiny.run("--help")
    assert answer.returncode == 0
    for verb in ("up", "down", "status", "test", "manage", "clock", "bench", "install", "lock"):
        assert f"  {verb}" in answer.stdout or f"   {verb}" in answer.stdout
    assert len(answer.stdout.splitlines()) < 25


@pytest.mark.parametrize("arguments", [["fly"], ["status", "now"], ["up", "--prot", "1"], ["lock", "--all"]])
def test_a_mistake_is_answered_with_one_line(tiny: Tiny, arguments: list[str]) -> None:
    answer = tiny.run(*arguments)
    assert answer.returncode == 1
    assert answer.stderr.startswith("setu: ")
    assert len(answer.stderr.splitlines()) == 1


@pytest.mark.parametrize("arguments", [["--port", "8001"], ["--port=8001"]])
def test_the_port_is_read(arguments: list[str]) -> None:
    assert port_of(arguments) == 8001


@pytest.mark.parametrize("arguments", [["--port"], ["--port", "x"], ["--port", "-1"], ["8001"], ["--port", "٨"]])
def test_a_wrong_port_is_refused(arguments: list[str]) -> None:
    with pytest.raises(LaunchError):
        port_of(arguments)


def fake(directory: Path, name: str, script: str) -> None:
    program = directory / name
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)


def tools(directory: Path) -> None:
    """The few programs the script needs, so that no other Python is found."""
    for name in ("sh", "dirname"):
        found = subprocess.run(["/bin/sh", "-c", f"command -v {name}"], capture_output=True, text=True, check=True)
        (directory / name).symlink_to(found.stdout.strip())


def test_an_old_python_is_named_in_the_message(tmp_path: Path) -> None:
    tools(tmp_path)
    fake(tmp_path, "python3", 'case "$1" in --version) echo "Python 3.9.2";; *) exit 1;; esac')
    answer = subprocess.run(
        [ROOT / "setu", "up"], env={"PATH": str(tmp_path)}, capture_output=True, text=True, timeout=20, check=False
    )
    assert answer.returncode == 1
    assert "Python 3.11 or newer is needed; found: Python 3.9.2" in answer.stderr


def test_a_newer_python_beside_an_old_one_is_taken(tmp_path: Path) -> None:
    tools(tmp_path)
    fake(tmp_path, "python3", "exit 1")
    fake(tmp_path, "python3.12", 'case "$1" in -c) exit 0;; *) echo "taken: $2";; esac')
    answer = subprocess.run(
        [ROOT / "setu", "status"], env={"PATH": str(tmp_path)}, capture_output=True, text=True, timeout=20, check=False
    )
    assert answer.stdout == "taken: status\n"
