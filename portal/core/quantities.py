"""Figures with their unit, in words: 525 firms, 40 minutes, 50 GWh. Always name the unit of a count."""

import datetime
from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .fields import Precision
from .formats import acres, crore, exact, myriads, number, partial_date, percent, reading_language


def _jpy_billion(value: Decimal) -> str:
    if reading_language() == "ja":
        return f"{myriads(value * 10**9)}円"
    return _("JPY %(count)s billion") % {"count": number(value)}


def _usd_million(value: Decimal) -> str:
    if reading_language() == "ja":
        return f"{myriads(value * 10**6)}米ドル"
    return _("USD %(count)s million") % {"count": number(value)}


def _firms(value: Decimal) -> str:
    return ngettext("%(count)s firm", "%(count)s firms", int(value)) % {"count": number(value)}


def _establishments(value: Decimal) -> str:
    return ngettext("%(count)s establishment", "%(count)s establishments", int(value)) % {"count": number(value)}


def _jobs(value: Decimal) -> str:
    return ngettext("%(count)s job", "%(count)s jobs", int(value)) % {"count": number(value)}


def _stations(value: Decimal) -> str:
    return ngettext("%(count)s charging station", "%(count)s charging stations", int(value)) % {"count": number(value)}


def _vehicles(value: Decimal) -> str:
    return ngettext("%(count)s vehicle", "%(count)s vehicles", int(value)) % {"count": number(value)}


def _vehicles_per_year(value: Decimal) -> str:
    return ngettext("%(count)s vehicle a year", "%(count)s vehicles a year", int(value)) % {"count": number(value)}


def _mous(value: Decimal) -> str:
    return ngettext("%(count)s memorandum of understanding", "%(count)s memoranda of understanding", int(value)) % {
        "count": number(value)
    }


def _services(value: Decimal) -> str:
    return ngettext("%(count)s service", "%(count)s services", int(value)) % {"count": number(value)}


def _minutes(value: Decimal) -> str:
    return ngettext("%(count)s minute", "%(count)s minutes", int(value)) % {"count": number(value)}


def _areas(value: Decimal) -> str:
    return ngettext("%(count)s area", "%(count)s areas", int(value)) % {"count": number(value)}


def _cases(value: Decimal) -> str:
    return ngettext("%(count)s case", "%(count)s cases", int(value)) % {"count": number(value)}


_WORDS: dict[str, Callable[[Decimal], str]] = {
    "inr_crore": crore,
    "acre": acres,
    "jpy_billion": _jpy_billion,
    "usd_million": _usd_million,
    "firms": _firms,
    "establishments": _establishments,
    "jobs": _jobs,
    "stations": _stations,
    "vehicles": _vehicles,
    "vehicles_per_year": _vehicles_per_year,
    "mous": _mous,
    "services": _services,
    "minutes": _minutes,
    "areas": _areas,
    "cases": _cases,
    "km": lambda value: f"{number(value)} km",
    "gwh": lambda value: f"{number(value)} GWh",
    "percent": percent,
}


def quantity(
    value: Decimal | int | str | None, unit: str, *, day: datetime.date | None = None, precision: str = Precision.DAY
) -> str:
    """A figure with its unit in the reader's words; the date where the unit is `date`. An unknown unit stands as it was given."""
    if unit == "date":
        return partial_date(day, precision)
    if value is None or value == "":
        return ""
    amount = exact(value)
    words = _WORDS.get(unit)
    return words(amount) if words else f"{number(amount)} {unit.replace('_', ' ')}".strip()
