"""Pictures, read part by part to their end: nothing may be hidden before, between or behind the parts."""

import struct
from typing import IO


def is_png(file: IO[bytes]) -> bool:
    """Signature, IHDR first, then whole chunks up to IEND, which is the end of the file."""
    file.seek(0)
    if file.read(8) != b"\x89PNG\r\n\x1a\n":
        return False
    first = True
    while len(head := file.read(8)) == 8:
        length, kind = struct.unpack(">I4s", head)
        if not kind.isalpha() or (first and (kind, length) != (b"IHDR", 13)):
            return False
        first = False
        if len(file.read(length + 4)) != length + 4:
            return False
        if kind == b"IEND":
            return length == 0 and file.read(1) == b""
    return False


def is_jpeg(file: IO[bytes]) -> bool:
    """Start, whole segments with the frame's size among them up to the picture's data, and an end mark.

    Behind the end telephones put a second picture or a short film; a browser that is given a picture reads neither.
    """
    file.seek(0)
    if file.read(2) != b"\xff\xd8":
        return False
    has_frame = False
    while (mark := file.read(2)) and len(mark) == 2 and mark[0] == 0xFF:
        code = mark[1]
        if code == 0xFF:  # fill
            file.seek(-1, 1)
            continue
        length = int.from_bytes(file.read(2), "big")
        if length < 2 or code in (0x00, 0xD8, 0xD9) or 0xD0 <= code <= 0xD7:
            return False
        if len(segment := file.read(length - 2)) != length - 2:
            return False
        if code in (0xC0, 0xC1, 0xC2):
            has_frame = len(segment) >= 6 and segment[1:5] != b"\0\0\0\0"
        if code == 0xDA:
            return has_frame and b"\xff\xd9" in file.read()
    return False


def is_webp(file: IO[bytes]) -> bool:
    """A RIFF of kind WEBP that is exactly as long as it says and begins with a picture's chunk."""
    file.seek(0)
    head = file.read(16)
    if len(head) < 16 or head[:4] != b"RIFF" or head[8:12] != b"WEBP" or head[12:16] not in (b"VP8 ", b"VP8L", b"VP8X"):
        return False
    size = file.seek(0, 2)
    said = int.from_bytes(head[4:8], "little") + 8
    return size in (said, said + said % 2)
