"""Bands of investment size by which opportunities are found, in crore rupees (1 crore = 10 million rupees)."""

from decimal import Decimal

from django.utils.translation import gettext as _

from portal.core import formats

# From (included) and up to (excluded); None: open.
BANDS: dict[str, tuple[Decimal | None, Decimal | None]] = {
    "to-50": (None, Decimal(50)),
    "50-250": (Decimal(50), Decimal(250)),
    "250-1000": (Decimal(250), Decimal(1000)),
    "from-1000": (Decimal(1000), None),
}
NOT_STATED = "not-stated"


def band_label(code: str) -> str:
    """A band in the reader's money: under INR 50 crore; 5億ルピー未満."""
    if code == NOT_STATED:
        return _("no amount stated")
    low, high = BANDS[code]
    if low is None:
        return _("under %(high)s") % {"high": formats.crore(high)}
    if high is None:
        return _("%(low)s or more") % {"low": formats.crore(low)}
    return _("%(low)s to under %(high)s") % {"low": formats.crore(low), "high": formats.crore(high)}


def band_choices() -> list[tuple[str, str]]:
    """Every band and its label, smallest first."""
    return [(code, band_label(code)) for code in (*BANDS, NOT_STATED)]
