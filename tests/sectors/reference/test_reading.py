"""The reader keeps every character and names the place of every fault."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectors.reference.problems import Problems
from sectors.reference.reading import parse_sheet, read_sheet

CELL = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r"), max_size=30)


def read(tmp_path: Path, data: bytes) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    path = tmp_path / "things.csv"
    path.write_bytes(data)
    problems = Problems()
    sheet = read_sheet(path, problems)
    return [(row.line, row.cells) for row in sheet.rows], list(map(str, problems.found))


@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=8), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_what_was_written_is_read(rows: list[tuple[str, str, str]], end: str, quote_all: bool) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL)
    writer.writerow(["a", "b", "c"])
    writer.writerows(rows)
    problems = Problems()
    sheet = parse_sheet("things.csv", text.getvalue(), problems)
    assert not problems
    assert [tuple(row.cells.values()) for row in sheet.rows] == rows
    line = 2
    for row, cells in zip(sheet.rows, rows, strict=True):
        assert row.line == line
        line += 1 + sum(cell.count("\n") for cell in cells)


def test_bom_crlf_blank_lines_and_four_byte_characters_are_read(tmp_path: Path) -> None:
    rows, problems = read(tmp_path, '\ufeffa,b\r\n𠮷,"x\r\ny"\r\n\r\n1,2\r\n'.encode())
    assert rows == [(2, {"a": "𠮷", "b": "x\ny"}), (5, {"a": "1", "b": "2"})]
    assert problems == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "things.csv, line 1: The file is empty"),
        (b"a,b\n1,2\nx,\xff\n", "things.csv, line 3: The file is not UTF-8: byte 11 is 0xFF"),
        (b"\xef\xbb\xbfa\n\xc3(\n", "things.csv, line 2: The file is not UTF-8: byte 6 is 0xC3"),
        ("a,b\n".encode("utf-16"), "things.csv, line 1: The file is not UTF-8: byte 1 is 0xFF"),
        (b"a,b\r\n1,\0\r\n", "things.csv, line 2: Byte 8 is NUL"),
        (b"a,b\n1,2,3\n", "things.csv, line 2: The row has 3 cells; the header has 2 columns"),
        (b"a,b\n1\n", "things.csv, line 2: The row has 1 cells; the header has 2 columns"),
        (b"a,b,a\n1,2,3\n", "things.csv, line 1, column “a”: The header names this column twice"),
        (b'a,b\n"1\n2",3\n"4,5\n6,7\n', "things.csv, line 4: A quotation mark is opened in this row and never closed"),
        (b'a,b\n"1"2,3\n', "things.csv, line 2: Something follows a closing quotation mark"),
        (b"a\n" + b"x" * 200_000 + b"\n", "things.csv, line 2: A cell holds more than 131072 characters"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, data: bytes, said: str) -> None:
    _rows, problems = read(tmp_path, data)
    assert problems[0].startswith(said)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "things.csv").mkdir()
    problems = Problems()
    assert not read_sheet(tmp_path / "things.csv", problems).is_whole
    assert str(problems.found[0]) == "things.csv: This is not a file."
