"""`{% load offer %}`: parts that only pages of the offer need."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from portal.core import formats
from portal.core.fields import Precision
from sectors.benefits import kind_label
from sectors.chain import counts_in_words
from sectors.geography import EARTH_RADIUS, METRES_PER_KM

register = template.Library()


@register.filter(name="kind_label")
def kind(code: str) -> str:
    """The kind of an incentive in the reader's language."""
    return kind_label(code)


def source_lines(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sources as a page lists them, from the JSON column of `reports.sources_of`."""
    lines = []
    for row in rows or ():
        day = datetime.date.fromisoformat(row["date"]) if row["date"] else None
        lines.append({**row, "when": formats.partial_date(day, row["precision"])})
    return lines


@register.inclusion_tag("sectors/parts/sources.html", name="source_list")
def source_list(rows: Iterable[dict[str, Any]], short: bool = False, named: bool = False) -> dict[str, Any]:
    """The sources a row rests on; `short=True` for one line inside a card or cell, `named=True` where a heading says already what they are."""
    return {"sources": source_lines(rows), "short": short, "named": named}


@register.inclusion_tag("sectors/parts/method.html", name="distance_method")
def distance_method() -> dict[str, Any]:
    """How distances are computed and what the coordinates rest on. Stands wherever a computed distance is shown."""
    return {"radius": formats.number(Decimal(EARTH_RADIUS) / METRES_PER_KM)}


@register.simple_tag(name="investment_range")
def investment_range(row: Any) -> str:
    """From and to, in crore; nothing where no source names an amount."""
    low, high = formats.crore(row.investment_min_inr_crore), formats.crore(row.investment_max_inr_crore)
    if low and high:
        return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}
    if low:
        return _("from %(low)s") % {"low": low}
    return _("up to %(high)s") % {"high": high} if high else ""


@register.simple_tag(name="fiscal_years")
def fiscal_years(policy: Any) -> str:
    """The Indian fiscal years in which a policy starts and ends: FY 2024-25 to FY 2027-28. Nothing for what is known to the year only."""
    ends = ((policy.in_force_from, policy.in_force_from_precision), (policy.in_force_to, policy.in_force_to_precision))
    years = [formats.fiscal_year(day) for day, precision in ends if day and precision in (Precision.DAY, Precision.MONTH)]
    if len(set(years)) == 2:
        return _("%(low)s to %(high)s") % {"low": years[0], "high": years[1]}
    return years[0] if years else ""


@register.simple_tag(name="segment_counts")
def segment_counts(segment: Any) -> list[str]:
    """What is to be found at a segment that was loaded by `chain.with_counts`, in words."""
    return counts_in_words(segment)
