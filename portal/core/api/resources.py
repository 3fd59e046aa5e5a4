"""What a resource is: its shape, its rows, its filters, its orderings. Views and document are made from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from portal.core.filters import FilterSet
from portal.core.pages import Ordering
from portal.core.shapes import Shape

LIMIT, MAX_LIMIT = 50, 200
CONTROLS = ("limit", "cursor", "ordering", "fields")


@dataclass(frozen=True)
class Resource:
    """One noun of the API. `rows` says what a viewer may see; `scope` (empty: public) what a key needs to read it."""

    name: str
    # Singular and plural as the document says them.
    one: str
    many: str
    shape: Shape
    rows: Callable[[Any], QuerySet[Any]]
    filters: type[FilterSet]
    # The first is the default.
    orderings: tuple[Ordering, ...]
    # The column that stands in the address.
    lookup: str
    example: Mapping[str, Any]
    scope: str = ""

    def ordering(self, name: str | None) -> Ordering | None:
        """The ordering of this name, the default for none, None for an unknown one."""
        if not name:
            return self.orderings[0]
        return next((one for one in self.orderings if one.name == name), None)
