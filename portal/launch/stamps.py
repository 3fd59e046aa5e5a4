"""Remembers what was done with which inputs, so that the second run is quick."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path


def digest(parts: Iterable[str | Path]) -> str:
    """A hash over texts and over the names and contents of files, in the order given. A missing file counts as missing."""
    total = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            content = part.read_bytes() if part.is_file() else b"\0missing"
            total.update(b"file %d %s\0%d\0" % (len(str(part)), str(part).encode(), len(content)))
            total.update(content)
        else:
            total.update(b"text %d\0%s" % (len(part), part.encode()))
    return total.hexdigest()


def files_below(directories: Iterable[Path], *patterns: str) -> list[Path]:
    """All files below `directories` that match one of the patterns, sorted."""
    found = {path for directory in directories for pattern in patterns for path in directory.rglob(pattern)}
    return sorted(path for path in found if path.is_file() and "__pycache__" not in path.parts)


class Stamps:
    """A small file of name -> hash of the inputs of the last successful run."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def get(self, name: str) -> str | None:
        """The hash noted for `name`."""
        return self._all().get(name)

    def put(self, name: str, value: str) -> None:
        """Note that `name` was done with these inputs."""
        everything = self._all() | {name: value}
        aside = self.file.with_suffix(".new")
        aside.write_text(json.dumps(everything, indent=1, sort_keys=True), encoding="utf-8")
        aside.replace(self.file)

    def _all(self) -> dict[str, str]:
        try:
            content = json.loads(self.file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(k): str(v) for k, v in content.items()} if isinstance(content, dict) else {}
