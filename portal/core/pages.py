"""Pages of a list by key, for HTML and API alike.

A page starts after the last row of the one before it, not after a number of rows: it stays put while rows are inserted, and the
5,000th page costs what the first costs. A cursor carries the ordering, the key of the row it starts from and a hash of the list it
belongs to; it is signed, so that nobody can start from values of his own.

On a page:

    NEWEST = Ordering("-date", ("-sort_date", "-id"))
    page = page_of(filterset.qs, ordering=NEWEST, cursor=request.GET.get("cursor"), limit=50,
                   bound={"list": "meetings", **filterset.chosen()})
    page.rows, page.next, page.previous      # the latter two for {% query_with cursor=page.next %}, or None
    how_many = Counted.of(filterset.qs)      # prints 1,234 or 10,000+
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest, FieldDoesNotExist, ValidationError
from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

_signer = Signer(salt="setu.cursor")
_FORWARD, _BACK = "n", "p"


class BadCursor(BadRequest):
    """A cursor that is broken, tampered with, or of another list, ordering or filter. Answers 400."""

    def __init__(self) -> None:
        super().__init__(_("This cursor does not belong to this list. Start again without it."))


@dataclass(frozen=True)
class Ordering:
    """One way to order a list: `columns` (or annotations) are NOT NULL, the last of them unique; a minus sign means descending."""

    name: str
    columns: tuple[str, ...]

    def for_database(self, *, reverse: bool = False) -> list[str]:
        if not reverse:
            return list(self.columns)
        return [column[1:] if column.startswith("-") else f"-{column}" for column in self.columns]

    @property
    def names(self) -> list[str]:
        return [column.lstrip("-") for column in self.columns]

    def beyond(self, values: Sequence[Any], *, reverse: bool, inclusive: bool) -> Q:
        """Rows after the one with these values (before it, when `reverse`), and that one too when `inclusive`."""
        found, same = Q(), Q()
        for column, value in zip(self.columns, values, strict=True):
            name = column.lstrip("-")
            descending = column.startswith("-") != reverse
            found |= same & Q(**{f"{name}__{'lt' if descending else 'gt'}": value})
            same &= Q(**{name: value})
        if inclusive:
            found |= same
        # Said once more in a form that an index on the first column can use as its bound.
        first = self.columns[0]
        bound = "lte" if first.startswith("-") != reverse else "gte"
        return Q(**{f"{first.lstrip('-')}__{bound}": values[0]}) & found


@dataclass(frozen=True)
class Page:
    """Rows of one page, and the cursors of its neighbours (None where there is none)."""

    rows: list[Any]
    next: str | None
    previous: str | None


@dataclass(frozen=True)
class Counted:
    """How many rows, exactly up to `limit`."""

    number: int
    is_more: bool

    @classmethod
    def of(cls, queryset: QuerySet[Any], limit: int = 10_000) -> "Counted":
        """One statement that stops counting after `limit` rows."""
        number = queryset.order_by()[: limit + 1].count()
        return cls(min(number, limit), number > limit)

    def __str__(self) -> str:
        return f"{self.number:,}+" if self.is_more else f"{self.number:,}"


def page_of(
    queryset: QuerySet[Any],
    *,
    ordering: Ordering,
    cursor: str | None,
    limit: int,
    bound: Mapping[str, Any],
    columns: Sequence[Any] | None = None,
) -> Page:
    """One page in one statement.

    `bound` names the list and its filters: a cursor opens only the list it was made for. With `columns` (expressions), the rows
    are tuples of these; without, model instances. Raises BadCursor.
    """
    start = _read(cursor, queryset, ordering, bound) if cursor else None
    back = start is not None and start.direction == _BACK
    if start is not None:
        queryset = queryset.filter(ordering.beyond(start.values, reverse=back, inclusive=start.inclusive))
    queryset = queryset.order_by(*ordering.for_database(reverse=back))
    width = 0
    if columns is not None:
        width = len(columns)
        queryset = queryset.values_list(*columns, *ordering.names)
    found = list(queryset[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    if back:
        found.reverse()

    def key(row: Any) -> list[Any]:
        return list(row[width:]) if columns is not None else [getattr(row, name) for name in ordering.names]

    following = previous = None
    if found:
        if more if not back else True:
            following = _write(_FORWARD, key(found[-1]), ordering, bound)
        if more if back else start is not None:
            previous = _write(_BACK, key(found[0]), ordering, bound)
    elif start is not None:
        # The rows beyond were deleted meanwhile: the way back starts with the row the cursor was made from.
        turned = _write(_FORWARD if back else _BACK, start.values, ordering, bound, inclusive=True)
        following, previous = (turned, None) if back else (None, turned)
    rows = [row[:width] for row in found] if columns is not None else found
    return Page(rows, following, previous)


@dataclass(frozen=True)
class _Start:
    direction: str
    values: list[Any]
    inclusive: bool


def _hash(ordering: Ordering, bound: Mapping[str, Any]) -> str:
    text = json.dumps([ordering.name, ordering.columns, sorted(bound.items())], default=str)
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:9]).decode()


def _write(
    direction: str, values: Sequence[Any], ordering: Ordering, bound: Mapping[str, Any], *, inclusive: bool = False
) -> str:
    said = [
        direction,
        int(inclusive),
        _hash(ordering, bound),
        *[value if isinstance(value, int) else str(value) for value in values],
    ]
    signed: str = _signer.sign_object(said)
    return signed.replace(":", ".")


def _read(cursor: str, queryset: QuerySet[Any], ordering: Ordering, bound: Mapping[str, Any]) -> _Start:
    try:
        said = _signer.unsign_object(cursor.replace(".", ":"))
        direction, inclusive, of, *values = said
        if of != _hash(ordering, bound) or len(values) != len(ordering.columns):
            raise BadCursor
        return _Start(
            direction,
            [_value(queryset, name, value) for name, value in zip(ordering.names, values, strict=True)],
            bool(inclusive),
        )
    except (BadSignature, ValueError, TypeError, ValidationError, FieldDoesNotExist) as error:
        raise BadCursor from error


def _value(queryset: QuerySet[Any], name: str, value: Any) -> Any:
    # An annotation's type is that of its expression; a generated column leaves its values as they come.
    annotation = queryset.query.annotations.get(name)
    field = queryset.model._meta.get_field(name) if annotation is None else annotation
    return getattr(field, "output_field", field).to_python(value)
