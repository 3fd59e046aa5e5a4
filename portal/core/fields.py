"""Model fields whose rules hold for forms, API and loader alike, because `full_clean()` runs them."""

from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .text import PlainText


class LineField(models.CharField):
    """One line of human text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        super().__init__(*args, **kwargs)
        self.validators.append(PlainText())


class ProseField(models.TextField):
    """Several lines of human text, at most `max_length` characters (10,000 unless told)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10_000)
        super().__init__(*args, **kwargs)
        self.validators += [PlainText(lines=True), MaxLengthValidator(self.max_length)]


class AddressField(models.EmailField):
    """One e-mail address that is safe in a mail header."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.validators.insert(0, PlainText())
        self.validators.append(EmailValidator(_("Enter one e-mail address, like name@example.org.")))


@cache
def known_zones() -> frozenset[str]:
    """Every known zone. Kept, because asking walks the whole directory of zones: 15 ms for each row saved."""
    return frozenset(available_timezones())


class WebField(models.URLField):
    """The address of a page. Typed without a scheme it is read as https; in the database it is Django's own field."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs


def validate_zone(value: str) -> None:
    """Raise ValidationError unless `value` names a zone of the IANA database."""
    if value not in known_zones():
        raise ValidationError(
            _("“%(zone)s” is not a known time zone. Use a name like Asia/Tokyo."), params={"zone": value}, code="zone"
        )


class ZoneField(models.CharField):
    """The IANA name of a time zone, `Asia/Kolkata` unless told."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("default", "Asia/Kolkata")
        super().__init__(*args, **kwargs)
        self.validators += [PlainText(), validate_zone]


_FIRST, _LAST = date(1900, 1, 1), date(2100, 12, 31)


def validate_day(value: date) -> None:
    """Raise ValidationError for a day, or an instant, that no calendar of ours reaches: a slip of the keyboard."""
    day = value.date() if isinstance(value, datetime) else value
    if not _FIRST <= day <= _LAST:
        raise ValidationError(_("Enter a day between the years 1900 and 2100."), code="day")


def zone_of(name: str) -> ZoneInfo:
    """The zone with this (validated) name."""
    return ZoneInfo(name)


class Precision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    UNKNOWN = "unknown", _("unknown")


def parse_partial_date(text: str) -> tuple[date | None, str]:
    """Read `2024-01-10`, `2024-01`, `2024` or nothing as (first day of the period, precision).

    Raises ValueError for anything else, 30 February included.
    """
    if not text:
        return None, Precision.UNKNOWN
    if not text.isascii():
        raise ValueError(text)
    parts = text.split("-")
    widths = [len(part) for part in parts]
    if not all(part.isdigit() for part in parts) or widths not in ([4], [4, 2], [4, 2, 2]):
        raise ValueError(text)
    numbers = [int(part) for part in parts]
    precision = {1: Precision.YEAR, 2: Precision.MONTH, 3: Precision.DAY}[len(numbers)]
    while len(numbers) < 3:
        numbers.append(1)
    return date(*numbers), precision
