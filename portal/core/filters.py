"""The ground of every FilterSet. One per noun, used by the page, the API and the export alike, so that the query string
that filters one filters the others.

On a page:

    filterset = MeetingFilter(request.GET, queryset=Meeting.objects.visible_to(viewer), viewer=viewer)
    reject_unknown(request.GET, filterset, also=("cursor",))     # 400 for names that nobody knows
    filterset.form                                               # selects are filled when they are rendered
    filterset.qs                                                 # nothing, while a value is wrong; the form says which
"""

from collections.abc import Iterable, Mapping
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import BadRequest
from django.core.validators import RegexValidator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.forms.figures import DayField
from portal.core.shown import shown
from portal.core.text import PlainText

_code = RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", gettext_lazy("Use a code of letters, digits and hyphens."))
TRUE_OR_FALSE = [("true", gettext_lazy("yes")), ("false", gettext_lazy("no"))]


class UnknownParameters(BadRequest):
    """Query parameters that nothing reads. `names` and `allowed` are sorted."""

    def __init__(self, names: list[str], allowed: list[str]) -> None:
        self.names, self.allowed = names, allowed
        super().__init__(
            _("Unknown in the address: %(names)s. Allowed are: %(allowed)s.")
            % {"names": ", ".join(names)[:300], "allowed": ", ".join(allowed)}
        )


def reject_unknown(data: Mapping[str, Any], filterset: "FilterSet", *, also: Iterable[str] = ()) -> None:
    """Raise UnknownParameters (which answers 400) if `data` has names that are neither filters nor among `also`."""
    allowed = set(filterset.filters) | set(also)
    if unknown := set(data) - allowed:
        raise UnknownParameters(sorted(unknown), sorted(allowed))


class FilterSet(django_filters.FilterSet):
    """A FilterSet that knows who is looking, and that finds nothing while one of its values is wrong."""

    def __init__(self, data: Any = None, queryset: Any = None, *, viewer: Any = None, **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)
        self.viewer = viewer

    @property
    def qs(self) -> QuerySet[Any]:
        if self.is_bound and not self.form.is_valid():
            return self.queryset.none()
        return super().qs

    @property
    def is_desk(self) -> bool:
        """Whether an official is looking, who may search in what guests do not see."""
        return bool(self.viewer is not None and self.viewer.is_desk)

    def given(self, name: str) -> list[str]:
        """What the address says of one filter: each value once, the empty ones left out; of a single-valued filter the last one."""
        data = self.data or {}
        if isinstance(self.filters[name], SeveralFilter) and hasattr(data, "getlist"):
            values = data.getlist(name)
        else:
            values = [data[name]] if data.get(name) is not None else []
        return [value for value in dict.fromkeys(map(str, values)) if value]

    def chosen(self) -> dict[str, str]:
        """The filters in use, by name, as they were given: what a cursor is bound to."""
        return {name: "\n".join(sorted(values)) for name in sorted(self.filters) if (values := self.given(name))}

    def without(self, name: str) -> QuerySet[Any]:
        """Rows that match every filter but this one, as far as the others are right: what the values of a facet are counted in."""
        queryset = self.queryset.all()
        if not self.is_bound:
            return queryset
        self.form.is_valid()
        for other, value in self.form.cleaned_data.items():
            if other != name:
                queryset = self.filters[other].filter(queryset, value)
        return queryset


class RowField(forms.ModelChoiceField):
    """A select of rows by slug or code. The answer is the text itself: whether there is such a row, and whether the reader
    may know it, is left to the one statement of the list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.validators += [PlainText(), _code]

    def to_python(self, value: Any) -> str:
        text = "" if value is None else str(value)
        if len(text) > 140:
            raise forms.ValidationError(_("This is too long."), code="max_length")
        return text

    def validate(self, value: Any) -> None:
        return None

    def label_from_instance(self, obj: Any) -> str:
        return shown(obj)


class RowFilter(django_filters.ModelChoiceFilter):
    """Filter by the slug or code (`to_field_name`) of another row, without asking whether it exists."""

    field_class = RowField

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs.filter(**{self.field_name: value}) if value else qs


class SeveralField(forms.Field):
    """Values of a facet, any number up to fifty: `?segment=a&segment=b`. What nothing is called is refused by name.

    `rows` with `key` (a column) or `choices` say what there is; without either every plain text may be asked for.
    """

    widget = forms.SelectMultiple
    most = 50

    def __init__(
        self,
        *args: Any,
        rows: QuerySet[Any] | None = None,
        key: str = "",
        choices: Iterable[tuple[str, Any]] = (),
        max_length: int = 300,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.key, self.max_length = rows, key, max_length
        self.codes = [str(code) for code, _label in choices]

    def to_python(self, value: Any) -> list[str]:
        values = [value] if isinstance(value, str) else list(value or [])
        return [one for one in dict.fromkeys(map(str, values)) if one]

    def clean(self, value: Any) -> list[str]:
        values = self.to_python(value)
        if len(values) > self.most:
            raise forms.ValidationError(_("Choose at most %(most)d.") % {"most": self.most}, code="too_many")
        for one in values:
            if len(one) > self.max_length:
                raise forms.ValidationError(_("This is too long."), code="max_length")
            PlainText()(one)
        known = set(values)
        if self.rows is not None and values:
            known = set(self.rows.filter(**{f"{self.key}__in": values}).values_list(self.key, flat=True))
        elif self.codes:
            known = set(self.codes)
        if unknown := [one for one in values if one not in known]:
            raise forms.ValidationError(
                _("Nothing here is called “%(names)s”.") % {"names": "”, “".join(unknown)[:300]}, code="unknown"
            )
        return values


class SeveralFilter(django_filters.Filter):
    """Filter by any of several values; `rows`, `key` and `choices` as the field takes them."""

    field_class = SeveralField

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs.filter(**{f"{self.field_name}__in": value}) if value else qs


def text_filter(method: str = "search", **kwargs: Any) -> django_filters.CharFilter:
    """Free words, at most 200 characters."""
    return django_filters.CharFilter(
        method=method, max_length=200, validators=[PlainText()], label=gettext_lazy("Search"), widget=forms.SearchInput, **kwargs
    )


def code_filter(**kwargs: Any) -> django_filters.CharFilter:
    """A code that is no row of its own, such as a kind of incentive."""
    return django_filters.CharFilter(max_length=60, validators=[_code], **kwargs)


def country_filter(**kwargs: Any) -> django_filters.CharFilter:
    """Two capital letters (ISO 3166-1)."""
    wrong = gettext_lazy("A country is two capital letters, like JP.")
    return django_filters.CharFilter(
        field_name="country_code",
        label=gettext_lazy("Country"),
        max_length=2,
        validators=[RegexValidator(r"^[A-Z]{2}$", wrong)],
        **kwargs,
    )


class DayFilter(django_filters.DateFilter):
    """A day, in whatever digits it is typed."""

    field_class = DayField


def date_filter(**kwargs: Any) -> DayFilter:
    """A day, written 2024-01-10 in every language."""
    return DayFilter(**kwargs)


def words(value: str, *fields: str) -> Q:
    """Rows in which every word of `value` stands in one of the fields, letters' case aside."""
    found = Q()
    for word in value.split()[:10]:
        one = Q()
        for field in fields:
            one |= Q(**{f"{field}__icontains": word})
        found &= one
    return found


def in_three_languages(*names: str) -> list[str]:
    """The columns of translated texts."""
    return [f"{name}_{language}" for name in names for language in ("en", "ja", "kn")]
