"""A copy of the shipped files that a test may spoil."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from investors.reference.loading import SHIPPED

Rows = list[dict[str, str]]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    directory = tmp_path / "files"
    directory.mkdir()
    for shipped in SHIPPED:
        for path in shipped.glob("*.csv"):
            shutil.copy(path, directory)
    return directory


def read_rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, rows: Rows, columns: list[str] | None = None) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns or list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def spoil(files: Path) -> Callable[..., int]:
    """Write cells into one row of a file, found by its position; answers the line on which that row starts."""

    def change(file: str, position: int = 0, /, **cells: str) -> int:
        path = files / file
        rows = read_rows(path)
        rows[position] |= cells
        write_rows(path, rows)
        return 2 + sum(1 + sum(cell.count("\n") for cell in row.values()) for row in rows[:position])

    return change
