"""Numbers, days and times as people type them, in any digits: １２３ (full width), १२३ (Devanagari), ೧೨೩ (Kannada), and with the commas
that group them in India (12,34,567) or elsewhere (1,234,567). What is read here is what both doors read: forms and filters."""

import re
import unicodedata

# What a Japanese or Kannada keyboard writes for the signs of a number; ー and 一 stand on the key of the hyphen.
_SIGNS = str.maketrans(
    {
        "，": ",",
        "、": ",",
        "．": ".",
        "。": ".",
        "：": ":",
        "／": "/",
        "＋": "+",
        "－": "-",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "–": "-",
        "ー": "-",
        "\u3000": " ",
        "\u00a0": " ",
        "\u202f": " ",
    }
)
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})?(?:\.\d*)?", re.ASCII)
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
_TIME = re.compile(r"(\d{1,2})(?:\s*時(?:\s*(\d{1,2})\s*分)?|[:.](\d{1,2}))(?::(\d{1,2}))?", re.ASCII)


def plain_digits(text: str) -> str:
    """The text with every decimal digit of any script as 0-9 and the signs of a number as those of ASCII."""
    return "".join(str(digit) if (digit := unicodedata.decimal(one, None)) is not None else one for one in text).translate(_SIGNS)


def plain_number(text: str) -> str:
    """A number as Python reads it: "１２,３４,５６７" is "1234567". Raises ValueError for what is none, such as a comma in a wrong place."""
    typed = plain_digits(text).strip()
    if not _NUMBER.fullmatch(typed) or not any(one.isdigit() for one in typed):
        raise ValueError(text)
    return typed.replace(",", "")


def plain_day(text: str) -> str:
    """A day as 2024-01-10; 2024/1/10, 2024.1.10 and 2024年1月10日 are read too. Other text is given back in plain digits.

    The day before the month or after it, 10/1/2024, is not guessed.
    """
    typed = plain_digits(text).strip()
    match = _DAY.fullmatch(typed)
    return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if match else typed


def plain_time(text: str) -> str:
    """A time of day as 10:30; 10.30, 10時30分 and 10時 are read too. Other text is given back in plain digits."""
    typed = plain_digits(text).strip()
    match = _TIME.fullmatch(typed)
    if match is None:
        return typed
    hours, minutes, seconds = match[1], match[2] or match[3] or "0", match[4]
    return ":".join(f"{int(part):02d}" for part in (hours, minutes, seconds) if part)
