"""Word, Excel, PowerPoint and OpenDocument: packages that must hold the parts of their kind, and no programs.

Nothing is unpacked but two small parts with a bound, so that a package which would fill a disk costs nothing.
"""

import re
import struct
import zipfile
import zlib
from typing import IO

from django.utils.translation import gettext_lazy as _

from .kinds import DOCX, ODS, ODT, PPTX, XLSX, Kind, NotTaken, damaged, not_on_the_list

# main part, its content type
_PARTS: dict[Kind, tuple[str, bytes]] = {
    kind: (part, b'ContentType="' + kind.media_type.encode() + b'.main+xml"')
    for kind, part in ((DOCX, "word/document.xml"), (XLSX, "xl/workbook.xml"), (PPTX, "ppt/presentation.xml"))
}
_OPEN = {kind.media_type.encode(): kind for kind in (ODT, ODS)}
# Programs by the names that the makers give them: macros of both families, controls, other packages with macros.
_PROGRAM = re.compile(
    r"(^|/)vbaproject\.bin$|(^|/)vbadata\.xml$|(^|/)macrosheets/|(^|/)activex/|\.(docm|dotm|xlsm|xltm|xlam|pptm|potm|ppsm|ppam|exe|dll|js|vbs|jar|hta|svg|html?)$|^(basic|scripts)/",
    re.IGNORECASE,
)
_MACRO_TYPE = re.compile(rb"macroenabled|vbaproject|ms-office\.activex", re.IGNORECASE)
# What the library raises over a package that is broken, on purpose or not.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    OverflowError,
    OSError,
    RuntimeError,
)
_MOST_ENTRIES = 5_000
_MOST_UNPACKED = 500_000_000
_MOST_OF_A_PART = 1_000_000


def kind_of_package(file: IO[bytes]) -> Kind:
    """Which kind of document this package is. Raises NotTaken."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as package:
            return _judged(package)
    except _BROKEN as error:
        raise damaged() from error


def _judged(package: zipfile.ZipFile) -> Kind:
    entries = package.infolist()
    names = [entry.filename for entry in entries]
    if not entries or len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        raise damaged()
    if len(set(map(str.lower, names))) != len(names) or any(_leads_out(name) for name in names):
        raise damaged()
    if any(entry.flag_bits & 1 for entry in entries):
        raise NotTaken(_("This file is protected by a password. Save it without one and attach that."))
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise damaged()
    # The package begins with its first entry: nothing stands before it.
    if min(entry.header_offset for entry in entries) != 0:
        raise damaged()
    kind = _office(package, names) or _open_document(package, entries)
    if kind is None:
        raise not_on_the_list()
    if any(_PROGRAM.search(name) for name in names):
        raise _holds_programs()
    return kind


def _office(package: zipfile.ZipFile, names: list[str]) -> Kind | None:
    if "[Content_Types].xml" not in names or "_rels/.rels" not in names:
        return None
    types = _read(package, "[Content_Types].xml")
    if _MACRO_TYPE.search(types):
        raise _holds_programs()
    found = [kind for kind, (part, content_type) in _PARTS.items() if part in names and content_type in types]
    return found[0] if len(found) == 1 else None


def _open_document(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Kind | None:
    names = {entry.filename for entry in entries}
    first = min(entries, key=lambda entry: entry.header_offset)
    if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
        return None
    if not {"content.xml", "META-INF/manifest.xml"} <= names:
        return None
    return _OPEN.get(_read(package, "mimetype"))


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as part:
        read = part.read(_MOST_OF_A_PART + 1)
    if len(read) > _MOST_OF_A_PART:
        raise damaged()
    return read


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name


def _holds_programs() -> NotTaken:
    return NotTaken(_("This file holds macros or other programs. Save it without them and attach that."))
