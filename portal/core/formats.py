"""How numbers, money, areas and dates are written in English, Japanese and Kannada.

The shapes below differ by language in structure and not only in words (lakh and crore against 万 and 億; the day before or after
the month), so they are data of this module and not messages to translate. All arithmetic is exact: `Decimal` and `int`, no floats.

Every function takes `language=None`, which means the reader's; a language without its own shapes is written as in English.
`None` and "" give "": a page then prints "not known".
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_time, get_timezone_name
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from .fields import Precision

Number = Decimal | int | str

RUPEES_PER_CRORE = 10_000_000
RUPEES_PER_LAKH = 100_000
SQUARE_METRES_PER_ACRE = Decimal("4046.8564224")
SQUARE_METRES_PER_HECTARE = 10_000
# 1 坪 is 400/121 m²; kept as a fraction because it has no finite decimal.
TSUBO_PER_400_SQUARE_METRES = 121

# The dates of an Indian reader of English: 10 January 2024.
_LOCALES = {"en": "en_IN", "ja": "ja_JP", "kn": "kn_IN"}
_DATES = {
    "en": {Precision.DAY: "d MMMM y", Precision.MONTH: "MMMM y", Precision.YEAR: "y"},
    "ja": {Precision.DAY: "y年M月d日", Precision.MONTH: "y年M月", Precision.YEAR: "y年"},
    "kn": {Precision.DAY: "d MMMM y", Precision.MONTH: "MMMM y", Precision.YEAR: "y"},
}
_MYRIADS = ((10**12, "兆"), (10**8, "億"), (10**4, "万"))


def reading_language(language: str | None = None) -> str:
    """The two-letter language to write in: the given one, else the reader's; English where it is none of the three."""
    code = (language or get_language() or "en").split("-")[0]
    return code if code in _LOCALES else "en"


def exact(value: Number) -> Decimal:
    """`value` as a decimal number. Raises TypeError for floats, ValueError for what is no finite number."""
    if isinstance(value, float):
        raise TypeError("a float is not exact: pass a Decimal")
    try:
        decimal = Decimal(value)
    except ArithmeticError as error:
        raise ValueError(value) from error
    if not decimal.is_finite():
        raise ValueError(value)
    return decimal


def _plain(value: Decimal) -> tuple[str, str, str]:
    """Sign, whole digits and fraction without trailing zeros."""
    text = format(value, "f")
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _dot, fraction = text.partition(".")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    return ("" if whole == "0" and not fraction else sign), whole, fraction


def _grouped(whole: str, *, indian: bool) -> str:
    head, tail = whole[:-3], whole[-3:]
    groups = [tail]
    width = 2 if indian else 3
    while head:
        head, group = head[:-width], head[-width:]
        groups.insert(0, group)
    return ",".join(groups)


def rounded(value: Number, places: int) -> Decimal:
    """`value` to so many decimal places, halves away from zero."""
    decimal = exact(value)
    with localcontext() as context:
        # The digits of any stored number, whatever precision the caller's thread computes with.
        context.prec = max(28, decimal.adjusted() + places + 5)
        return decimal.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def number(value: Number | None, language: str | None = None, *, places: int | None = None) -> str:
    """12,34,567 in English and Kannada, 1,234,567 in Japanese. `places` fixes the decimals; without it none is lost or added."""
    if value is None or value == "":
        return ""
    decimal = exact(value) if places is None else rounded(value, places)
    sign, whole, fraction = _plain(decimal)
    if places:
        fraction = fraction.ljust(places, "0")
    text = _grouped(whole, indian=reading_language(language) != "ja")
    return f"{sign}{text}.{fraction}" if fraction else f"{sign}{text}"


def _product(value: Number, factor: int) -> Decimal:
    decimal = exact(value)
    with localcontext() as context:
        context.prec = len(decimal.as_tuple().digits) + len(str(factor)) + 2
        return decimal * factor


def myriads(value: Number) -> str:
    """A number in Japanese groups of ten thousand: 32373000000 is 323億7,300万. Exact."""
    sign, whole, fraction = _plain(exact(value))
    rest = int(whole)
    parts = []
    for size, mark in _MYRIADS:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{_grouped(str(count), indian=False)}{mark}")
    if rest or fraction or not parts:
        parts.append(_grouped(str(rest), indian=False) + (f".{fraction}" if fraction else ""))
    return sign + "".join(parts)


def _money(value: Number, language: str) -> str:
    """The digits of an amount: two decimals where there is a fraction, more only where more were given."""
    fraction = _plain(exact(value))[2]
    return number(value, language, places=max(2, len(fraction)) if fraction else 0)


def crore(value: Number | None, language: str | None = None) -> str:
    """An amount given in crore rupees: INR 3,237.30 crore; 323億7,300万ルピー; ₹3,237.30 ಕೋಟಿ. 1 crore = 10 million rupees."""
    if value is None or value == "":
        return ""
    code = reading_language(language)
    if code == "ja":
        return f"{myriads(_product(value, RUPEES_PER_CRORE))}ルピー"
    amount = _money(value, code)
    return f"₹{amount} ಕೋಟಿ" if code == "kn" else f"INR {amount} crore"


def rupees(value: Number | None, language: str | None = None) -> str:
    """An amount given in rupees: in crore or lakh where that is a round figure, else in full (INR 12,34,567); 万 and 億 in Japanese."""
    if value is None or value == "":
        return ""
    code = reading_language(language)
    amount = exact(value)
    if code == "ja":
        return f"{myriads(amount)}ルピー"
    for size, english, kannada in ((RUPEES_PER_CRORE, "crore", "ಕೋಟಿ"), (RUPEES_PER_LAKH, "lakh", "ಲಕ್ಷ")):
        # Two decimals of the larger unit at most; otherwise the reader gets every digit instead of a rounding.
        if abs(amount) >= size and amount % (size // 100) == 0:
            digits = _money(amount / size, code)
            return f"₹{digits} {kannada}" if code == "kn" else f"INR {digits} {english}"
    return f"₹{_money(amount, code)}" if code == "kn" else f"INR {_money(amount, code)}"


@dataclass(frozen=True)
class Area:
    """One area in the units of both readers. Conversions are exact up to the last rounding."""

    acres: Decimal

    @property
    def square_metres(self) -> Decimal:
        return self.acres * SQUARE_METRES_PER_ACRE

    @property
    def hectares(self) -> Decimal:
        return self.square_metres / SQUARE_METRES_PER_HECTARE

    @property
    def tsubo(self) -> Decimal:
        """坪, the floor and land measure of Japan."""
        return self.square_metres * TSUBO_PER_400_SQUARE_METRES / 400


def area(acres_value: Number) -> Area:
    """The area of so many acres."""
    return Area(exact(acres_value))


def acres(value: Number | None, language: str | None = None) -> str:
    """519.55 acres (210.3 ha); 519.55エーカー（約210.3 ha、約63万6,020坪）. Plots below ten hectares get two decimals."""
    if value is None or value == "":
        return ""
    code = reading_language(language)
    land = area(value)
    hectares = number(rounded(land.hectares, 2 if land.hectares < 10 else 1), code)
    amount = number(value, code)
    if code == "ja":
        return f"{amount}エーカー（約{hectares} ha、約{myriads(rounded(land.tsubo, 0))}坪）"
    if code == "kn":
        return f"{amount} ಎಕರೆ ({hectares} ha)"
    return f"{amount} {'acre' if land.acres == 1 else 'acres'} ({hectares} ha)"


def square_metres(value: Number | None, language: str | None = None) -> str:
    """The same area given in acres, in the units that `acres` leaves out: 21,02,544 m² · 6,36,020 tsubo (坪); in Japanese, where 坪 stood
    beside the acres already, 2,102,544 m² alone."""
    if value is None or value == "":
        return ""
    code = reading_language(language)
    land = area(value)
    metres, tsubo = number(rounded(land.square_metres, 0), code), number(rounded(land.tsubo, 0), code)
    return f"{metres} m²" if code == "ja" else f"{metres} m² · {tsubo} tsubo (坪)"


def kilometres(metres: int | None, language: str | None = None) -> str:
    """A distance given in metres, in whole kilometres: 1,234 km. What rounds to nothing is one kilometre."""
    if metres is None:
        return ""
    return f"{number(max(rounded(Decimal(metres) / 1000, 0), Decimal(1)), language)} km"


def country(code: str | None, language: str | None = None) -> str:
    """The name of a country in the reader's language; the code itself where it is no country's."""
    if not code:
        return ""
    return Locale.parse(_LOCALES[reading_language(language)]).territories.get(code, code)


def partial_date(day: datetime.date | None, precision: str = Precision.DAY, language: str | None = None) -> str:
    """10 January 2024, January 2024 or 2024, by how exactly it is known; 2024年1月10日; 10 ಜನವರಿ 2024."""
    if day is None or precision == Precision.UNKNOWN:
        return ""
    code = reading_language(language)
    return format_date(day, _DATES[code][Precision(precision)], locale=_LOCALES[code])


def fiscal_year(day: datetime.date, language: str | None = None) -> str:
    """The Indian fiscal year, April to March, that a day lies in: FY 2024-25; 2024-25年度; 2024-25 ಹಣಕಾಸು ವರ್ಷ."""
    first = day.year if day.month >= 4 else day.year - 1
    last = first + 1
    years = f"{first}-{last % 100:02d}" if last % 100 else f"{first}-{last}"
    code = reading_language(language)
    if code == "ja":
        return f"{years}年度"
    return f"{years} ಹಣಕಾಸು ವರ್ಷ" if code == "kn" else f"FY {years}"


@lru_cache(maxsize=512)
def _meta_zone(zone: str) -> str:
    """CLDR's name of the family a zone belongs to, "" where it has none.

    Babel canonises Asia/Calcutta to Asia/Kolkata but keeps the family under the older name, so both are tried.
    """
    families: Mapping[str, str] = get_global("meta_zones")
    former = [old for old, new in get_global("zone_aliases").items() if new == zone]
    return next((families[name] for name in (zone, *former) if name in families), "")


def zone_name(instant: datetime.datetime, zone: str, language: str | None = None) -> str:
    """What a zone is called at an aware instant: India Standard Time, 日本標準時; GMT+05:45 where it has no name."""
    locale = Locale.parse(_LOCALES[reading_language(language)])
    local = instant.astimezone(ZoneInfo(zone))
    names = locale.meta_zones.get(_meta_zone(zone), {}).get("long", {})
    return names.get("daylight" if local.dst() else "standard") or get_timezone_name(local, width="long", locale=locale)


def moment(instant: datetime.datetime | None, zone: str, language: str | None = None) -> str:
    """Date and time of an aware instant in a zone, with the zone's name: 10 January 2024, 18:05 (India Standard Time).

    Raises ValueError for an instant without zone, ZoneInfoNotFoundError for an unknown zone.
    """
    if instant is None:
        return ""
    if instant.tzinfo is None:
        raise ValueError("a moment needs its zone")
    code = reading_language(language)
    local = instant.astimezone(ZoneInfo(zone))
    time = format_time(local, "HH:mm", locale=_LOCALES[code])
    name = zone_name(local, zone, code)
    day = partial_date(local.date(), Precision.DAY, code)
    return f"{day} {time}（{name}）" if code == "ja" else f"{day}, {time} ({name})"


def span(start: datetime.datetime, end: datetime.datetime | None, zone: str, language: str | None = None) -> str:
    """From one aware instant to another in a zone; what both share is said once: 10 January 2024, 10:30 – 11:45 (India Standard Time).

    Raises as `moment` does.
    """
    first = moment(start, zone, language)
    if end is None:
        return first
    code = reading_language(language)
    here, there = start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone))
    name = zone_name(here, zone, code)
    if here.date() != there.date() or zone_name(there, zone, code) != name:
        return f"{first} – {moment(end, zone, language)}"
    begun = format_time(here, "HH:mm", locale=_LOCALES[code])
    over = format_time(there, "HH:mm", locale=_LOCALES[code])
    return first.replace(begun, f"{begun} – {over}")


def qualified(figure: str, qualifier: str) -> str:
    """A figure with what the speaker said of its exactness: over 525 firms, about 70."""
    if qualifier == "about":
        return _("about %(figure)s") % {"figure": figure}
    if qualifier == "over":
        return _("over %(figure)s") % {"figure": figure}
    if qualifier == "under":
        return _("under %(figure)s") % {"figure": figure}
    return figure


def percent(value: Number | None, language: str | None = None) -> str:
    """25 %; Japanese leaves no gap: 25%."""
    if value is None or value == "":
        return ""
    return f"{number(value, language)}{'' if reading_language(language) == 'ja' else ' '}%"


def up_to_percent(value: Number | None, language: str | None = None) -> str:
    """A rate that is the top of a range: up to 25 %."""
    if value is None or value == "":
        return ""
    return pgettext("top of a range", "up to %(rate)s %%") % {"rate": number(value, language)}
