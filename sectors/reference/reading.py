"""Read one CSV file strictly (RFC 4180, UTF-8), keeping the line on which each row starts."""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from .problems import Problems, listed, shown

# A whole file is held in memory; ten times the largest we could imagine for a state.
MOST_BYTES = 256 * 1024 * 1024
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Row:
    """One row: the physical line on which it starts (the header is line 1), and its cells by column."""

    line: int
    cells: dict[str, str]


@dataclass
class Sheet:
    """One file as read. `columns` are its named columns; `is_whole` is False when reading stopped early."""

    name: str
    columns: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    is_whole: bool = True


def read_sheet(path: Path, problems: Problems) -> Sheet:
    """Read the file; what is wrong with it goes to `problems`."""
    sheet = Sheet(path.name)
    text = _text(path, problems)
    if text is None:
        sheet.is_whole = False
        return sheet
    return parse_sheet(path.name, text, problems)


def _text(path: Path, problems: Problems) -> str | None:
    name = path.name
    try:
        if not path.is_file():
            problems.add(name, None, "", _("This is not a file."))
            return None
        if path.stat().st_size > MOST_BYTES:
            problems.add(name, None, "", _("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 1024**2})
            return None
        data = path.read_bytes()
    except OSError as error:
        problems.add(name, None, "", _("The file cannot be read: %(reason)s.") % {"reason": error.strerror or error})
        return None
    zero = data.find(b"\0")
    try:
        text = data.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start + (len(BOM) if data.startswith(BOM) else 0)
        problems.add(
            name,
            _line_of(data, at),
            "",
            _("The file is not UTF-8: byte %(number)d is 0x%(byte)02X. Save it as UTF-8.") % {"number": at + 1, "byte": data[at]},
        )
        return None
    if zero >= 0:
        problems.add(name, _line_of(data, zero), "", _("Byte %(number)d is NUL, which no text holds.") % {"number": zero + 1})
        return None
    return text


def _line_of(data: bytes, at: int) -> int:
    """The physical line of a byte; CR LF, LF and a lone CR each end a line."""
    before = data[:at]
    return 1 + before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")


def parse_sheet(name: str, text: str, problems: Problems) -> Sheet:
    """Read the text of a file. Line ends inside a cell become LF; everything else stays as written."""
    sheet = Sheet(name)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            start, line = line, reader.line_num + 1
            if not cells:
                continue
            if header is None:
                header = [cell.strip() for cell in cells]
                if not _header_is_sound(sheet, header, start, problems):
                    sheet.is_whole = False
                    return sheet
                continue
            if len(cells) != len(header):
                problems.add(
                    name,
                    start,
                    "",
                    _("The row has %(found)d cells; the header has %(expected)d columns.")
                    % {"found": len(cells), "expected": len(header)},
                )
                continue
            named = {column: _one_line_end(cell) for column, cell in zip(header, cells, strict=True) if column}
            sheet.rows.append(Row(start, named))
    except csv.Error as error:
        problems.add(name, line, "", _refusal(str(error)))
        sheet.is_whole = False
        return sheet
    if header is None:
        problems.add(name, 1, "", _("The file is empty: it has no header."))
        sheet.is_whole = False
    return sheet


def _one_line_end(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell


def _refusal(reason: str) -> str:
    if "field larger" in reason:
        return _("A cell holds more than %(most)d characters, or a quotation mark is never closed.") % {
            "most": csv.field_size_limit()
        }
    if "unexpected end" in reason:
        return _("A quotation mark is opened in this row and never closed.")
    if "expected after" in reason:
        return _("Something follows a closing quotation mark. A quotation mark inside a quoted cell is written twice.")
    return _("The row cannot be read: %(reason)s.") % {"reason": reason}


def _header_is_sound(sheet: Sheet, header: list[str], line: int, problems: Problems) -> bool:
    sheet.columns = [column for column in header if column]
    twice = [column for column in dict.fromkeys(sheet.columns) if sheet.columns.count(column) > 1]
    for column in twice:
        problems.add(
            sheet.name,
            line,
            shown(column),
            _("The header names this column twice. Its columns: %(columns)s") % {"columns": shown(listed(sheet.columns), 500)},
        )
    return not twice
