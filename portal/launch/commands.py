"""Programs that run to their end."""

import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from .errors import LaunchError
from .interruption import Interruption


def _wait(process: "subprocess.Popen[bytes]", interruption: Interruption) -> int:
    """Wait for a program, passing on requests to stop (the third one kills it)."""
    passed_on = interruption.count
    while (code := process.poll()) is None:
        for number in interruption.asked[passed_on:]:
            passed_on += 1
            # At a terminal Ctrl-C has reached the program as well; a second one would end an interactive shell.
            if number != signal.SIGINT or not sys.stdin.isatty():
                process.send_signal(number if passed_on < 3 else signal.SIGKILL)
        interruption.wait(0.5)
    return code


def run_quietly(
    command: Sequence[str | Path], *, environment: Mapping[str, str], directory: Path, interruption: Interruption
) -> tuple[int, str]:
    """Run a program without showing what it prints; returns its exit code and its output. Raises Stopped."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            env=dict(environment),
            cwd=directory,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        code = _wait(process, interruption)
        interruption.check()
        output.seek(0)
        return code, output.read().decode("utf-8", "replace")


def run_or_fail(
    what: str,
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str],
    directory: Path,
    interruption: Interruption,
) -> str:
    """Run a program quietly; returns its output. Raises LaunchError with the end of its output if it fails."""
    code, output = run_quietly(command, environment=environment, directory=directory, interruption=interruption)
    if code != 0:
        end = "\n".join(output.splitlines()[-30:])
        raise LaunchError(f"{what} failed (exit code {code}):\n{end}")
    return output


def run_in_foreground(
    command: Sequence[str | Path], *, environment: Mapping[str, str], directory: Path, interruption: Interruption
) -> int:
    """Run a program at the terminal; returns its exit code as a shell would."""
    process = subprocess.Popen([str(part) for part in command], env=dict(environment), cwd=directory)
    code = _wait(process, interruption)
    # Ctrl-C was the program's to answer: an interactive shell goes on after it.
    interruption.asked[:] = [number for number in interruption.asked if number != signal.SIGINT]
    return 128 - code if code < 0 else code
