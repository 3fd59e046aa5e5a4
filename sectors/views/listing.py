"""What the lists of the offer share: an unknown parameter is refused by name, and 50 rows make a page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from portal.core.facets import AnyFacet, faceted
from portal.core.filters import FilterSet, RowField, reject_unknown
from portal.core.pages import Counted, Ordering, page_of

PAGE = 50
# A select of more rows than this helps nobody; the value in the address still filters.
_MOST_CHOICES = 300


def listing(
    request: HttpRequest,
    filterset: FilterSet,
    ordering: Ordering,
    shown: Callable[[QuerySet[Any]], QuerySet[Any]],
    facets: Sequence[AnyFacet] = (),
    labels: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The context of a filtered list: rows, neighbours, how many, the form and the facets.

    Two statements, one for all facets, and one for each filter by rows that is in use. `shown` adds what the page prints of each
    row; `labels` prints what was chosen in filters that are no facets. Raises UnknownParameters and BadCursor, which both answer 400.
    """
    reject_unknown(request.GET, filterset, also=("cursor",))
    found = filterset.qs
    page = page_of(
        shown(found),
        ordering=ordering,
        cursor=request.GET.get("cursor"),
        limit=PAGE,
        bound={"list": ordering.name, **filterset.chosen()},
    )
    for field in filterset.form.fields.values():
        if isinstance(field, RowField) and field.queryset is not None:
            field.queryset = field.queryset[:_MOST_CHOICES]
    return {
        "page": page,
        "how_many": Counted.of(found),
        "form": filterset.form,
        "faceted": faceted(request, filterset, facets, labels),
        "is_filtered": bool(filterset.chosen()),
        "reset_url": request.path,
    }
