"""`{% load setu %}`: figures, dates and links as the pages write them. The shapes themselves are in `portal.core.formats`."""

import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.http import QueryDict
from django.utils.text import Truncator

from portal.core import formats
from portal.core.attachments.sizes import size_label
from portal.core.fields import Precision
from portal.core.quantities import quantity
from portal.core.shown import language_of

register = template.Library()

Figure = Decimal | int | str | None


@register.filter(name="number")
def number(value: Figure) -> str:
    """12,34,567 or 1,234,567, by the reader's language."""
    return formats.number(value)


@register.filter(name="crore")
def crore(value: Figure) -> str:
    """An amount in crore rupees."""
    return formats.crore(value)


@register.filter(name="rupees")
def rupees(value: Figure) -> str:
    """An amount in rupees."""
    return formats.rupees(value)


@register.filter(name="acres")
def acres(value: Figure) -> str:
    """An area in acres, with hectares (and 坪 in Japanese)."""
    return formats.acres(value)


@register.filter(name="square_metres")
def square_metres(value: Figure) -> str:
    """An area in acres, as m² and 坪."""
    return formats.square_metres(value)


@register.filter(name="kilometres")
def kilometres(metres: int | None) -> str:
    """A distance in metres, in whole kilometres."""
    return formats.kilometres(metres)


@register.filter(name="up_to_percent")
def up_to_percent(value: Figure) -> str:
    """A rate that is the top of a range."""
    return formats.up_to_percent(value)


@register.filter(name="file_size")
def file_size(size: int) -> str:
    """How large a file is: 950 kB, 9.6 MB."""
    return size_label(size)


@register.filter(name="country")
def country(code: str | None) -> str:
    """The country's name in the reader's language."""
    return formats.country(code)


@register.filter(name="fiscal_year")
def fiscal_year(day: datetime.date | None) -> str:
    """FY 2024-25."""
    return formats.fiscal_year(day) if day else ""


@register.simple_tag(name="partial_date")
def partial_date(day: datetime.date | None, precision: str = Precision.DAY) -> str:
    """A date as exactly as it is known; nothing where it is not."""
    return formats.partial_date(day, precision or Precision.DAY)


@register.simple_tag(name="moment")
def moment(instant: datetime.datetime | None, zone: str) -> str:
    """Date and time in a zone, with the zone's name."""
    return formats.moment(instant, zone)


@register.simple_tag(name="span")
def span(start: datetime.datetime, end: datetime.datetime | None, zone: str) -> str:
    """From when to when in a zone; the day and the zone are named once where both share them."""
    return formats.span(start, end, zone)


def claim_figure(claim: Any) -> str:
    """What a claim states, in words: over 525 firms."""
    return formats.qualified(
        quantity(claim.value, claim.unit, day=claim.value_date, precision=claim.value_date_precision), claim.qualifier
    )


@register.filter(name="claim_figure")
def claim_figure_filter(claim: Any) -> str:
    """Only the figure of a claim, for the cell of a table."""
    return claim_figure(claim)


@register.inclusion_tag("components/claim.html", name="claim")
def claim(claim: Any, measure: bool = True) -> dict[str, Any]:
    """A figure with who stated it, when, and its source. `measure=False` where a heading already names what is measured."""
    return {
        "measure": claim.measure_label if measure else "",
        "value": claim_figure(claim),
        "unit": "",
        "qualifier": "",
        "stated_by": claim.stated_by,
        "as_of": formats.partial_date(claim.as_of, claim.as_of_precision),
        "source_title": claim.source.publisher,
        "source_url": claim.source.url,
        "superseded": claim.status == "superseded",
        "note": claim.note,
        # What sources say is written down in English.
        "lang": "en",
    }


@register.simple_tag(name="query_with", takes_context=True)
def query_with(context: template.Context, **changes: Any) -> str:
    """The query string of this page with some parameters changed; None or "" takes one out."""
    request = context.get("request")
    query: QueryDict = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(name="text_language", takes_context=True)
def text_language(context: template.Context, row: Any, field: str) -> str:
    """The language a translated text is really shown in: the reader's, or "en" where nobody has translated it yet."""
    shown = language_of(row, field)
    request = getattr(context, "request", None)
    if shown != formats.reading_language() and request is not None:
        # The page says it once, at its end: `untranslated_note`.
        request.shows_english = True
    return shown


@register.inclusion_tag("components/translated.html", name="translated", takes_context=True)
def translated(
    context: template.Context, row: Any, field: str, block: bool = False, words: int = 0, element: str = "span"
) -> dict[str, Any]:
    """A translated text of a row; marked with its language, and as not translated, where it is shown in English.

    `block=True` writes paragraphs (for prose), otherwise the words alone, in `element`; `words` shortens them.
    """
    shown = text_language(context, row, field)
    text = getattr(row, field)
    if words and text:
        # Japanese has no blanks between words: about as many letters say as much.
        text = Truncator(text).words(words) if shown != "ja" else Truncator(text).chars(words * 4)
    return {"text": text, "lang": "" if shown == formats.reading_language() else shown, "block": block, "element": element}


@register.inclusion_tag("components/untranslated.html", name="untranslated_note", takes_context=True)
def untranslated_note(context: template.Context) -> dict[str, bool]:
    """What a page says once, at its end, if it has shown texts in English that are not translated yet."""
    return {"needed": getattr(getattr(context, "request", None), "shows_english", False)}
