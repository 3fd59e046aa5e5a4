"""The kinds of file that are taken, and the refusals. What is not on this list is not taken."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..errors import RuleViolation


@dataclass(frozen=True)
class Kind:
    """One kind of file: what a reader calls it, how its name may end (the first is the usual one), and the type it is served with."""

    label: "str | Promise"
    endings: tuple[str, ...]
    media_type: str


PDF = Kind(_("PDF"), ("pdf",), "application/pdf")
PNG = Kind(_("picture (PNG)"), ("png",), "image/png")
JPEG = Kind(_("picture (JPEG)"), ("jpg", "jpeg"), "image/jpeg")
WEBP = Kind(_("picture (WebP)"), ("webp",), "image/webp")
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = Kind(_("Word document"), ("docx",), f"{_OFFICE}.wordprocessingml.document")
XLSX = Kind(_("Excel workbook"), ("xlsx",), f"{_OFFICE}.spreadsheetml.sheet")
PPTX = Kind(_("PowerPoint presentation"), ("pptx",), f"{_OFFICE}.presentationml.presentation")
ODT = Kind(_("OpenDocument text"), ("odt",), "application/vnd.oasis.opendocument.text")
ODS = Kind(_("OpenDocument spreadsheet"), ("ods",), "application/vnd.oasis.opendocument.spreadsheet")
TEXT = Kind(_("plain text"), ("txt",), "text/plain")
CSV = Kind(_("table (CSV)"), ("csv",), "text/csv")

KINDS = (PDF, PNG, JPEG, WEBP, DOCX, XLSX, PPTX, ODT, ODS, TEXT, CSV)
ENDINGS = tuple(ending for kind in KINDS for ending in kind.endings)


def label_of(media_type: str) -> str:
    """What a reader calls a file of this type."""
    bare = media_type.partition(";")[0]
    return next((str(kind.label) for kind in KINDS if kind.media_type == bare), bare)


class NotTaken(RuleViolation):
    """A file of a kind that is not on the list, or that is not what its name says, or that holds more than its kind may."""

    def __init__(self, message: "str | Promise", **params: object) -> None:
        super().__init__(message, code="file", field="file", params=params)


def not_on_the_list() -> NotTaken:
    return NotTaken(
        _(
            "This kind of file is not taken. Taken are PDF, pictures (PNG, JPEG, WebP), Word, Excel, PowerPoint, OpenDocument, plain text and CSV."
        )
    )


def damaged() -> NotTaken:
    return NotTaken(_("This file is damaged, or holds something besides what its kind allows. Save it anew and attach that."))
