"""Rows that are added and removed on a form without losing what was typed, with or without script."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.forms.utils import ErrorDict
from django.http import QueryDict


class QuietForm(forms.Form):
    """A form that can be shown again with what was typed, and without judging it: somebody only asked for one more row."""

    def __init__(self, *args: Any, quiet: bool = False, **kwargs: Any) -> None:
        self.quiet = quiet
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        if self.quiet:
            self._errors = ErrorDict()
            self.cleaned_data: dict[str, Any] = {}
            return
        super().full_clean()


class RowForm(QuietForm):
    """One row. A row in which nothing of TYPED was typed is no row at all, and is not judged."""

    TYPED: tuple[str, ...] = ()

    def has_changed(self) -> bool:
        return any(str(self[name].value() or "").strip() for name in self.TYPED)


class Rows(BaseFormSet):
    """All rows of one kind. None is an "initial" row: which are known is told by their own hidden id."""

    def __init__(self, *args: Any, initial: Iterable[dict[str, Any]] | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = list(initial or [])
        super().__init__(*args, **kwargs)
        self.extra = len(kwargs["initial"])

    def initial_form_count(self) -> int:
        return 0

    @property
    def filled(self) -> list[Any]:
        """The rows in which something was typed."""
        return [form for form in self.forms if form.has_changed()]


def rows_of(form: type[RowForm], *, most: int) -> type[Rows]:
    """The class of a set of these rows. A post that claims thousands of rows is read only a little beyond `most`."""
    # Its types forget that the class it makes derives from `formset`.
    return formset_factory(form, formset=Rows, extra=0, max_num=most, absolute_max=most + 10, validate_max=True)  # type: ignore[return-value]


def count(data: QueryDict, prefix: str) -> int:
    """How many rows the page says it holds; 0 for nonsense."""
    typed = data.get(f"{prefix}-TOTAL_FORMS", "")
    return min(int(typed), 1_000) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0


def with_row(data: QueryDict, prefix: str, starts_with: dict[str, str]) -> QueryDict:
    """What was typed, with one row more, which starts with these values: a posted form knows no initial ones."""
    changed = data.copy()
    number = count(data, prefix)
    changed[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
    for name, value in starts_with.items():
        changed[f"{prefix}-{number}-{name}"] = value
    return changed


def without_row(data: QueryDict, prefix: str, index: int) -> QueryDict:
    """What was typed, without this row; the later ones move up."""
    total = count(data, prefix)
    if not 0 <= index < total:
        return data.copy()
    changed = data.copy()
    moved: dict[str, list[str]] = {}
    for key in data:
        start, _dash, rest = key.partition("-")
        number, _dash, name = rest.partition("-")
        if start == prefix and name and number.isascii() and number.isdigit() and int(number) >= index:
            del changed[key]
            if int(number) > index:
                moved[f"{prefix}-{int(number) - 1}-{name}"] = data.getlist(key)
    for key, values in moved.items():
        changed.setlist(key, values)
    changed[f"{prefix}-TOTAL_FORMS"] = str(total - 1)
    return changed
