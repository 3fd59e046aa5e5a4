"""Where things lie in a checkout."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Paths:
    """The checkout, and the directory for everything that Setu writes (`var/`, or SETU_VAR)."""

    root: Path
    var: Path

    @classmethod
    def of_checkout(cls) -> "Paths":
        """The paths of the checkout this file is part of."""
        root = Path(__file__).resolve().parents[2]
        outside = os.environ.get("SETU_VAR")
        return cls(root=root, var=Path(outside).resolve() if outside else root / "var")

    def for_tests(self) -> "Paths":
        """The same checkout with its own servers, so that a running `up` is not disturbed."""
        return Paths(root=self.root, var=self.var / "test")

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def requirements(self) -> Path:
        return self.root / "requirements"

    @property
    def log(self) -> Path:
        return self.var / "log"

    @property
    def run(self) -> Path:
        """Locks, process ids and the address of what runs now."""
        return self.var / "run"

    @property
    def site_packages(self) -> Path:
        """Where the virtual environment keeps its packages. Raises StopIteration if there is none."""
        return next(iter((self.venv / "lib").glob("python3*/site-packages")))

    def make(self) -> None:
        """Create the directories for our own files, closed to others: they hold a demo's data and its secret."""
        # As root, PostgreSQL runs as somebody else, who has to pass through.
        self.var.mkdir(mode=0o700 if os.geteuid() else 0o711, parents=True, exist_ok=True)
        for directory in (self.log, self.run):
            directory.mkdir(mode=0o700, exist_ok=True)


def launcher_python() -> str:
    """The interpreter that runs `setu` itself."""
    return sys.executable
