"""What every list does: narrow by the noun's FilterSet, page by key, count up to a bound, keep its address."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from ..filters import FilterSet, reject_unknown
from ..pages import Counted, Ordering, page_of

SIZE = 30


def listing(
    request: HttpRequest, filterset: FilterSet, *, ordering: Ordering, shown: Any, size: int = SIZE, more: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Context of a list page. `shown` adds to the rows what the page prints; `more` names the filters kept folded away.

    Two statements. Raises BadRequest for parameters nobody reads and for a cursor of another list.
    """
    reject_unknown(request.GET, filterset, also=("cursor",))
    found: QuerySet[Any] = filterset.qs
    page = page_of(
        shown(found),
        ordering=ordering,
        cursor=request.GET.get("cursor"),
        limit=size,
        bound={"list": request.path, **filterset.chosen()},
    )
    form = filterset.form
    return {
        "page": page,
        "count": Counted.of(found),
        "chosen": filterset.chosen(),
        "form": form,
        "first_fields": [form[name] for name in form.fields if name not in more],
        "more_fields": [form[name] for name in form.fields if name in more],
        "is_folded": not any(request.GET.get(name) for name in more),
        "reset_url": request.path,
    }


def choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Offer these values for a filter that otherwise takes a bare id. A chosen one that is not among them stays chosen."""
    chosen = str(form.data.get(name) or "")
    known = {value for value, _label in choices}
    extra = [(chosen, chosen)] if chosen and chosen not in known else []
    form.fields[name].widget = forms.Select(choices=[("", "–"), *choices, *extra])


def shorten(form: forms.Form, name: str, rows: QuerySet[Any], most: int = 300) -> None:
    """Offer at most so many rows in the select of a filter."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows[:most]
