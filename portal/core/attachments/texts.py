"""Plain text and CSV: readable to the last sign, and nothing that a browser might take for a page."""

import codecs
import re

# Tab, line feed, form feed and carriage return are text; no other control sign is.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# What browsers look for when they guess (the WHATWG's MIME Sniffing), and whatever runs or loads something, anywhere.
_BEGINS_AS_PAGE = re.compile(
    r"\s*<(!doctype|!--|\?xml|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|svg)[\s/>?-]", re.I
)
_HOLDS_PAGE = re.compile(
    r"<\s*/?\s*(script|html|svg|iframe|object|embed|body|head|meta|link|base|form|style|img|foreignobject|math)\b", re.I
)
_OTHER_LANGUAGE = ("%PDF", "%!PS", "{\\rtf")


def charset_of(data: bytes) -> str | None:
    """In which of the encodings that people use this is plain text; None if it is none, or looks like a page.

    UTF-8 and UTF-16 with its mark; Shift_JIS, because spreadsheets in Japan write it to this day.
    """
    for charset, codec in (("utf-8", "utf-8-sig"), ("utf-16", "utf-16"), ("shift_jis", "cp932")):
        if charset == "utf-16" and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            continue
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        # Read byte by byte as well: whoever ignores the encoding must not find a page either.
        return charset if _is_plain(text) and not _HOLDS_PAGE.search(data.decode("latin-1")) else None
    return None


def _is_plain(text: str) -> bool:
    return not (
        _CONTROL.search(text)
        or _BEGINS_AS_PAGE.match(text)
        or _HOLDS_PAGE.search(text)
        or text.lstrip().startswith(_OTHER_LANGUAGE)
    )
