"""Form fields for human text, with the length and the refusals of the model's own field, so that both doors say the same."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.fields import validate_zone
from portal.core.text import PlainText


def line(model: type[models.Model], name: str, **kwargs: Any) -> forms.CharField:
    """One line of text for this model field."""
    column = model._meta.get_field(name)
    kwargs.setdefault("label", column.verbose_name)
    kwargs.setdefault("help_text", column.help_text)
    kwargs.setdefault("required", not column.blank)
    return forms.CharField(max_length=column.max_length, validators=[PlainText()], **kwargs)


def prose(model: type[models.Model], name: str, *, rows: int = 5, **kwargs: Any) -> forms.CharField:
    """Several lines of text for this model field."""
    column = model._meta.get_field(name)
    kwargs.setdefault("label", column.verbose_name)
    kwargs.setdefault("required", not column.blank)
    return forms.CharField(
        max_length=column.max_length, validators=[PlainText(lines=True)], widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )


def address(**kwargs: Any) -> forms.EmailField:
    """One e-mail address that is safe in a mail header."""
    field = forms.EmailField(
        max_length=254, error_messages={"invalid": _("Enter one e-mail address, like name@example.org.")}, **kwargs
    )
    field.validators.insert(0, PlainText())
    return field


def zone(**kwargs: Any) -> forms.CharField:
    """The name of a time zone; the page offers the known ones in one shared list."""
    return forms.CharField(
        max_length=64,
        validators=[PlainText(), validate_zone],
        widget=forms.TextInput(attrs={"list": "known-zones", "autocomplete": "off", "spellcheck": "false"}),
        **kwargs,
    )


class LinesField(forms.CharField):
    """Several names, one on each line; cleaned to a list without blanks and repetitions."""

    MOST = 100

    def __init__(self, *, length: int = 200, suggest: str = "", rows: int = 4, **kwargs: Any) -> None:
        attrs: dict[str, Any] = {"rows": rows}
        if suggest:
            attrs |= {"data-suggest": suggest, "autocomplete": "off"}
        super().__init__(widget=forms.Textarea(attrs=attrs), required=False, **kwargs)
        self.length = length

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        names: dict[str, str] = {}
        for typed in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
            name = " ".join(typed.split(" ")).strip()
            if not name:
                continue
            if len(name) > self.length:
                raise ValidationError(
                    _("“%(name)s…” is too long: at most %(length)d characters on a line."),
                    params={"name": name[:40], "length": self.length},
                    code="max_length",
                )
            PlainText()(name)
            names.setdefault(name.casefold(), name)
        if len(names) > self.MOST:
            raise ValidationError(_("At most %(most)d lines."), params={"most": self.MOST}, code="max_lines")
        return list(names.values())
