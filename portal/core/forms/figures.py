"""Form fields for numbers, days and times, in whatever digits they are typed. No form of ours takes Django's own: a test looks."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..digits import plain_day, plain_number, plain_time
from ..fields import validate_day


def _typed(value: Any, read: Any) -> Any:
    return read(value) if isinstance(value, str) and value.strip() else value


class _NumberText(forms.Field):
    """A number is typed into a field of text: the browser's own number field takes no other digits and no commas."""

    keyboard = "numeric"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": self.keyboard, "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        try:
            plain = _typed(value, plain_number)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        return super().to_python(plain)


class WholeNumberField(_NumberText, forms.IntegerField):
    """A whole number."""

    default_error_messages = {"invalid": _("Enter a whole number, like 1250 or 12,34,567.")}


class AmountField(_NumberText, forms.DecimalField):
    """A decimal number: an amount of money, an area, a rate."""

    keyboard = "decimal"
    default_error_messages = {"invalid": _("Enter a number, like 1250.50 or 12,34,567.")}


class DayField(forms.DateField):
    """A day of the calendar, as the browser's own date field sends it or as a person types it, the year first."""

    default_error_messages = {"required": _("Enter the day."), "invalid": _("Enter a day of the calendar, like 2024-01-10.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%Y-%m-%d"])
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**kwargs)
        self.validators.append(validate_day)

    def to_python(self, value: Any) -> Any:
        return super().to_python(_typed(value, plain_day))


class TimeOfDayField(forms.TimeField):
    """Hours and minutes on the wall."""

    default_error_messages = {"required": _("Enter the time."), "invalid": _("Enter a time of day, like 10:30.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%H:%M", "%H:%M:%S"])
        kwargs.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(_typed(value, plain_time))


class MomentField(forms.SplitDateTimeField):
    """A day and a time of day in two boxes, as the administration asks for a moment."""

    def clean(self, value: Any) -> Any:
        if isinstance(value, list | tuple) and len(value) == 2:
            value = [_typed(value[0], plain_day), _typed(value[1], plain_time)]
        return super().clean(value)


# Which of them the administration's forms take for which column.
FOR_COLUMNS: dict[type[models.Field], dict[str, Any]] = {
    models.IntegerField: {"form_class": WholeNumberField, "widget": forms.TextInput(attrs={"inputmode": "numeric"})},
    models.BigIntegerField: {"form_class": WholeNumberField, "widget": forms.TextInput(attrs={"inputmode": "numeric"})},
    models.DecimalField: {"form_class": AmountField, "widget": forms.TextInput(attrs={"inputmode": "decimal"})},
    models.DateField: {"form_class": DayField},
    models.TimeField: {"form_class": TimeOfDayField},
    models.DateTimeField: {"form_class": MomentField},
}
