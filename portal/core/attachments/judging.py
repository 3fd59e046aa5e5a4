"""What a file is, by its content alone. The name is believed only where it says the same."""

import re
import zipfile
from dataclasses import dataclass
from typing import IO

import puremagic
from django.utils.translation import gettext_lazy as _

from . import kinds, pictures
from .kinds import Kind, NotTaken
from .names import ending
from .packages import kind_of_package
from .texts import charset_of

_HEAD = 4_096
_TAIL = 2_048
# The box of Word, Excel and PowerPoint before 2007, and of every such file with a password.
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = {
    b"\x89PNG": (kinds.PNG, pictures.is_png),
    b"\xff\xd8\xff": (kinds.JPEG, pictures.is_jpeg),
    b"RIFF": (kinds.WEBP, pictures.is_webp),
}


@dataclass(frozen=True)
class Judged:
    """The kind of a file, and the type it is to be served with."""

    kind: Kind
    media_type: str


def judge(file: IO[bytes], name: str) -> Judged:
    """What this file is. Raises NotTaken: not on the list, damaged, more than one thing at once, with programs, or named as another."""
    file.seek(0)
    head = file.read(_HEAD)
    if not head:
        raise NotTaken(_("This file is empty."))
    if head.startswith(_OLD_OFFICE):
        raise NotTaken(
            _(
                "Old Word, Excel and PowerPoint files, and those with a password, are not taken. Save it as .docx, .xlsx or .pptx without one."
            )
        )
    judged = _binary(file, head) or _text(file, name)
    if judged is None:
        raise _misnamed(name) if ending(name) in kinds.ENDINGS else kinds.not_on_the_list()
    if ending(name) not in judged.kind.endings:
        raise NotTaken(
            _("The name of this file must end in .%(ending)s: by its content it is “%(kind)s”."),
            ending=judged.kind.endings[0],
            kind=judged.kind.label,
        )
    return judged


def _binary(file: IO[bytes], head: bytes) -> Judged | None:
    """The kind that the first bytes claim, once everything else agrees; None if they claim none of ours."""
    if head.startswith(b"PK\x03\x04"):
        kind = kind_of_package(file)
    elif head.startswith(b"%PDF-"):
        kind = kinds.PDF
        if not _is_pdf(file, head) or zipfile.is_zipfile(file):
            raise kinds.damaged()
    else:
        for sign, (picture, is_whole) in _PICTURES.items():
            if head.startswith(sign):
                if not is_whole(file) or zipfile.is_zipfile(file):
                    raise kinds.damaged()
                kind = picture
                break
        else:
            return None
    _second_opinion(head, kind)
    return Judged(kind, kind.media_type)


def _is_pdf(file: IO[bytes], head: bytes) -> bool:
    """The header at the very beginning, the cross references and the end mark at the end."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    return bool(re.match(rb"%PDF-[12]\.[0-9]", head)) and b"startxref" in tail and b"%%EOF" in tail[-1_024:]


def _second_opinion(head: bytes, kind: Kind) -> None:
    """Somebody else's table of first bytes must know the kind as well."""
    try:
        seen = {match.extension.lstrip(".").lower() for match in puremagic.magic_string(head)}
    except puremagic.PureError as error:
        raise kinds.damaged() from error
    if seen.isdisjoint(kind.endings):
        raise kinds.damaged()


def _text(file: IO[bytes], name: str) -> Judged | None:
    file.seek(0)
    charset = charset_of(file.read())
    if charset is None:
        return None
    kind = kinds.CSV if ending(name) in kinds.CSV.endings else kinds.TEXT
    return Judged(kind, f"{kind.media_type}; charset={charset}")


def _misnamed(name: str) -> NotTaken:
    return NotTaken(_("The name ends in .%(ending)s, but the content is something else."), ending=ending(name))
