"""Small files of every kind that is taken, and of kinds that are not. All made here."""

import io
import struct
import zipfile
import zlib

OFFICE = "application/vnd.openxmlformats-officedocument"
MAIN = {"docx": ("word/document.xml", "wordprocessingml.document"), "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet")}
MAIN["pptx"] = ("ppt/presentation.xml", "presentationml.presentation")


def package(parts: dict[str, str | bytes], *, before: bytes = b"") -> bytes:
    """A zip with these parts; `mimetype` is stored as it is, as OpenDocument wants it."""
    made = io.BytesIO()
    made.write(before)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return made.getvalue()


def office(kind: str = "docx", **changes: str | bytes) -> dict[str, str | bytes]:
    """The parts of a Word, Excel or PowerPoint file."""
    part, name = MAIN[kind]
    types = f'<Types><Override PartName="/{part}" ContentType="{OFFICE}.{name}.main+xml"/></Types>'
    return {"[Content_Types].xml": types, "_rels/.rels": "<Relationships/>", part: "<document/>", **changes}


def open_document(kind: str = "text", **changes: str | bytes) -> dict[str, str | bytes]:
    """The parts of an OpenDocument file."""
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return {"mimetype": mimetype, "content.xml": "<office/>", "META-INF/manifest.xml": "<manifest/>", **changes}


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*, shade: int = 0) -> bytes:
    """One grey point."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes([0, shade]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def jpeg() -> bytes:
    def segment(code: int, data: bytes) -> bytes:
        return bytes([0xFF, code]) + struct.pack(">H", len(data) + 2) + data

    start = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
    frame = segment(0xC0, struct.pack(">BHHB", 8, 1, 1, 1) + b"\1\x11\0")
    return b"\xff\xd8" + start + frame + segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x7f" * 8 + b"\xff\xd9"


def webp() -> bytes:
    body = b"WEBPVP8 " + struct.pack("<I", 10) + b"\0" * 10
    return b"RIFF" + struct.pack("<I", len(body)) + body


def pdf(content: str = "面談の資料") -> bytes:
    text = f"1 0 obj << /Type /Catalog >> endobj % {content}\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + text.encode()


GOOD: dict[str, tuple[bytes, str]] = {
    "minutes.pdf": (pdf(), "application/pdf"),
    "MINUTES.PDF": (pdf(), "application/pdf"),
    "plan.png": (png(), "image/png"),
    "photo.jpg": (jpeg(), "image/jpeg"),
    "photo.jpeg": (jpeg() + b"\0\0\0\x18ftypmp42" + b"\0" * 40, "image/jpeg"),
    "photo.webp": (webp(), "image/webp"),
    "letter.docx": (package(office("docx")), f"{OFFICE}.wordprocessingml.document"),
    "plots.xlsx": (package(office("xlsx")), f"{OFFICE}.spreadsheetml.sheet"),
    "talk.pptx": (package(office("pptx")), f"{OFFICE}.presentationml.presentation"),
    "letter.odt": (package(open_document("text")), "application/vnd.oasis.opendocument.text"),
    "plots.ods": (package(open_document("spreadsheet")), "application/vnd.oasis.opendocument.spreadsheet"),
    "日本語.txt": ("面談の記録\r\n二行目\tと表\n".encode(), "text/plain; charset=utf-8"),
    "ಕನ್ನಡ.txt": ("\ufeffಸಭೆಯ ಟಿಪ್ಪಣಿ 3 < 4 > 2".encode(), "text/plain; charset=utf-8"),
    "二.txt": ("面談の記録".encode("utf-16"), "text/plain; charset=utf-16"),
    "表.csv": ("会社,件数\r\n架空電池,3\r\n".encode("cp932"), "text/csv; charset=shift_jis"),
    "firms.csv": (b"BMW,3\nFORM 7,2\nPK list,1\n", "text/csv; charset=utf-8"),
    "list.txt": (b"PK list of plots", "text/plain; charset=utf-8"),
}

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><body>Hello</body></html>"
BAD: dict[str, bytes] = {
    "html.pdf": HTML,
    "html.txt": HTML,
    "html-late.txt": b"A letter.\n" * 2_000 + b"<SCRIPT >alert(1)</SCRIPT>",
    "html.csv": b"a,b\n<img src=x onerror=alert(1)>,2\n",
    "html-utf16.txt": "面談 <script>alert(1)</script>".encode("utf-16"),
    "html-in-the-bytes.txt": b"\xff\xfe" + b"<script>a ",
    "html-sjis.txt": "面談<iframe src=x>".encode("cp932"),
    "page.html": HTML,
    "picture.svg": SVG,
    "svg.png": SVG,
    "svg.txt": b'<?xml version="1.0"?>' + SVG,
    "comment.txt": b"<!-- x --> hello",
    "program.exe": b"MZ\x90\0" + b"\0" * 100,
    "program.pdf": b"MZ\x90\0" + b"\0" * 100,
    "program.docx": b"\x7fELF" + b"\0" * 100,
    "script.bat": b"@echo off\r\ndel *.*\r\n",
    "script.js": b"alert(1)",
    "pdf.bat": pdf(),
    "text.pdf": b"Just words.",
    "pdf-late.pdf": b"x" * 20 + pdf(),
    "pdf-late.txt": b"\n\n" + pdf(),
    "pdf-half.pdf": pdf()[:20],
    "pdf-and-zip.pdf": pdf() + package({"a": "x"}),
    "picture.pdf": png(),
    "pdf.png": pdf(),
    "png-and-more.png": png() + b"<script>",
    "png-half.png": png()[:-4],
    "png-and-zip.png": png() + package({"a": "x"}),
    "jpeg-half.jpg": jpeg()[:30],
    "jpeg-and-jar.jpg": jpeg() + package({"META-INF/MANIFEST.MF": "x"}),
    "webp-and-more.webp": webp() + b"x" * 5,
    "gif.gif": b"GIF89a" + b"\0" * 40,
    "archive.zip": package({"a.txt": "x"}),
    "archive.docx": package({"a.txt": "x"}),
    "half.docx": package(office())[:-20],
    "sheet.docx": package(office("xlsx")),
    "macro.docx": package(office(**{"word/vbaProject.bin": b"x"})),
    "macro-elsewhere.xlsx": package(office("xlsx", **{"xl/Other/VBAPROJECT.BIN": b"x"})),
    "macro-sheet.xlsx": package(office("xlsx", **{"xl/macrosheets/sheet1.xml": "x"})),
    "macro-inside.docx": package(office(**{"word/embeddings/book.xlsm": b"x"})),
    "macro-type.docx": package(
        office(**{"[Content_Types].xml": 'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"'})
    ),
    "word.docm": package(office()),
    "basic.odt": package(open_document(**{"Basic/Standard/Module1.xml": "x"})),
    "formula.odt": package(open_document("formula")),
    "leads-out.docx": package(office(**{"../../etc/passwd": "x"})),
    "twice.docx": package(office(**{"WORD/document.xml": "x"})),
    "before.docx": package(office(), before=b"#!/bin/sh\n"),
    "html-inside.docx": package(office(**{"word/afchunk.html": "<script>"})),
    "bomb.docx": package(office(**{"word/media/a.bin": b"\0" * 1_000} | {f"n{n}": "" for n in range(5_001)})),
    "huge-part.docx": package(office(**{"[Content_Types].xml": "x" * 1_000_001})),
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "password.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "empty.txt": b"",
    "empty.pdf": b"",
    "bytes.txt": bytes(range(256)),
    "nul.txt": b"a\0b",
    "escape.txt": b"\x1b$B,\x1b(B",
    "rtf.txt": b"{\\rtf1 hello}",
    "postscript.txt": b"%!PS\nshowpage",
    "no-ending": b"Just words.",
}
