"""`./setu lock`: writes the lock files anew from pyproject.toml and package.json. They hold hashes and no addresses."""

import re
from collections.abc import Sequence
from pathlib import Path

from .assets import npm
from .commands import run_or_fail
from .errors import LaunchError
from .install import find_uv, make_environment, own_environment
from .interruption import Interruption
from .paths import Paths
from .speech import say

OPTIONS = (
    *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"),
    *("--no-emit-index-url", "--no-emit-find-links"),
)
# The largest first: the smaller ones take its versions, so that what is tested is what runs.
GROUPS = {"dev": ("embedded", "test", "lint"), "demo": ("embedded",), "runtime": ()}


def lock(paths: Paths, arguments: Sequence[str], interruption: Interruption) -> int:
    """Resolve and write all lock files; `--upgrade` takes the newest permitted versions. Raises LaunchError."""
    if unknown := set(arguments) - {"--upgrade"}:
        raise LaunchError(f"./setu lock knows only --upgrade, not {', '.join(sorted(unknown))}.")
    paths.make()
    make_environment(paths, interruption)
    uv = find_uv(paths)
    if uv is None:
        raise LaunchError("./setu lock needs uv, which could not be installed from requirements/installer.txt.")
    compile_ = [uv, "pip", "compile", *OPTIONS]
    for name, groups in GROUPS.items():
        output = paths.requirements / f"{name}.txt"
        chosen = [part for group in groups for part in ("--group", group)]
        # Versions already in the file are kept unless an upgrade is asked for.
        bound = [] if name == "dev" else ["-c", str(paths.requirements / "dev.txt")]
        _run([*compile_, *arguments, *chosen, *bound, "pyproject.toml", "-o", output], paths, interruption)
    source = paths.run / "installer.in"
    source.write_text("uv\n", encoding="utf-8")
    _run([*compile_, *arguments, source, "-o", paths.requirements / "installer.txt"], paths, interruption)
    browser_locks = [paths.root / "package-lock.json", paths.root / "portal" / "launch" / "lighthouse" / "package-lock.json"]
    for file in browser_locks:
        if arguments:
            file.unlink(missing_ok=True)
        command = [*npm(paths), "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"]
        _run(command, paths, interruption, directory=file.parent)
    for file in [*sorted(paths.requirements.glob("*.txt")), *browser_locks]:
        check_no_address(file)
        say(f"  wrote {file.relative_to(paths.root)}")
    return 0


def check_no_address(file: Path) -> None:
    """Raise LaunchError if a lock file names a place to download from: that is the reader's choice, not ours."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if re.search(r'"resolved"|^\s*--(extra-)?index-url|^\s*--find-links|@\s*\w+://|"https?://[^"]*\.tgz"', line):
            raise LaunchError(f"{file.name}, line {number} holds an address: {line.strip()[:80]}")


def _run(command: list[str | Path], paths: Paths, interruption: Interruption, directory: Path | None = None) -> None:
    run_or_fail(
        "./setu lock", command, environment=own_environment(), directory=directory or paths.root, interruption=interruption
    )
