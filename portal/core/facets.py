"""Facets of a list: each value of a filter with how many rows it would leave, and what is chosen as chips that can be taken out.

A value is counted among the rows that match every other filter, exactly up to 10,000. All facets of a page are counted in one
statement. A facet names a SeveralFilter of the list's FilterSet; what the filter does decides what is counted:

    faceted(request, filterset, [
        RowFacet("district", _("District"), District.objects.all(), "code", "name", pairs=lambda found: [found.values_list(…)]),
        ChoiceFacet("status", _("Status"), Township.Status.choices),
        ColumnFacet("zone", _("Zone"), "zone"),
    ])
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F, Max, QuerySet, Value
from django.db.models.functions import JSONObject
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from .filters import FilterSet
from .formats import reading_language
from .pages import Counted

LIMIT = 10_000
# Of one facet: values that are read, and values that stand in the open; the others are folded away.
MOST, SHOWN = 100, 8

Statement = tuple[str, tuple[Any, ...]]


# `v` are the values, `p` pairs of a value and a row that it leaves, `e` the rows that every value leaves. Each is worked out once: a
# planner that takes a table for empty would count the pairs anew for every value.
_ROWS = """
WITH v (id, value, own, english, parent, place) AS MATERIALIZED ({rows}),
     p (value, found) AS MATERIALIZED ({pairs}),
     c AS MATERIALIZED (SELECT p.value, count(*) AS n FROM p GROUP BY p.value),
     e AS MATERIALIZED (SELECT count(*) AS n FROM ({everywhere}) AS one)
SELECT jsonb_build_object('facet', %s::text, 'value', v.value, 'own', v.own, 'english', v.english, 'parent', v.parent,
                          'place', v.place, 'n', coalesce(c.n, 0) + e.n)
FROM v LEFT JOIN c ON c.value = v.id CROSS JOIN e
WHERE coalesce(c.n, 0) + e.n > 0 OR v.value = ANY(%s)
ORDER BY v.value = ANY(%s) DESC, coalesce(c.n, 0) DESC, v.value
LIMIT {most}
"""


@dataclass(frozen=True)
class RowFacet:
    """Values that are rows: `key` and `text` are columns, `text` one for each language; `place` orders them.

    `pairs(found)` gives, in one or several querysets, pairs of a value's id and the id of a row of `found` that it leaves; a pair
    counts once. `everywhere(found)` gives rows that every value leaves. `parent` leads to the key of the row a value is part of.
    """

    name: str
    label: Any
    rows: QuerySet[Any]
    key: str
    text: str
    pairs: Callable[[QuerySet[Any]], Sequence[QuerySet[Any]]]
    everywhere: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None
    parent: str = ""
    place: str = "position"

    def statements(self, filterset: FilterSet) -> list[Statement]:
        # modeltranslation would hand several columns on in any order.
        rows = self.rows.rewrite(False).order_by()
        columns = ["pk", self.key, f"{self.text}_{reading_language()}", f"{self.text}_en", self.parent or self.key, self.place]
        values, values_given = rows.values_list(*columns).query.sql_with_params()
        found = filterset.without(self.name).order_by()
        try:
            pairs = [one.query.sql_with_params() for one in self.pairs(found)]
        except EmptyResultSet:
            return []
        same, same_given = "SELECT WHERE false", ()
        if self.everywhere:
            same, same_given = self.everywhere(found).order_by().values("pk")[: LIMIT + 1].query.sql_with_params()
        text = _ROWS.format(rows=values, pairs=" UNION ".join(sql for sql, _given in pairs), everywhere=same, most=MOST)
        chosen = filterset.given(self.name)
        given = (*values_given, *(one for _sql, of_pair in pairs for one in of_pair), *same_given, self.name, chosen, chosen)
        return [(text, given)]


_CHOICE = "SELECT %s::jsonb || jsonb_build_object('n', (SELECT count(*) FROM ({found}) AS one))"


@dataclass(frozen=True)
class ChoiceFacet:
    """Values that the code knows, in their order."""

    name: str
    label: Any
    choices: Iterable[tuple[str, Any]]

    def statements(self, filterset: FilterSet) -> list[Statement]:
        found, one = filterset.without(self.name), filterset.filters[self.name]
        statements = []
        for place, (code, label) in enumerate(self.choices):
            said = json.dumps({"facet": self.name, "value": code, "own": str(label), "place": place})
            try:
                inner, given = one.filter(found, [code]).order_by().values("pk")[: LIMIT + 1].query.sql_with_params()
            except EmptyResultSet:
                continue
            statements.append((_CHOICE.format(found=inner), (said, *given)))
        return statements


@dataclass(frozen=True)
class ColumnFacet:
    """Values as they stand in a column, the commonest first. `text` is the translated field that prints them, else `words` does."""

    name: str
    label: Any
    column: str
    text: str = ""
    words: Callable[[str], str] | None = None

    def statements(self, filterset: FilterSet) -> list[Statement]:
        found = filterset.without(self.name).filter(**{f"{self.column}__gt": ""}).order_by()
        own = Max(f"{self.text}_{reading_language()}") if self.text else Value("")
        said = JSONObject(facet=Value(self.name), value=F(self.column), own=F("said"), english=F(self.column), n=F("n"))
        groups = found.values(self.column).annotate(n=Count("pk"), said=own).order_by("-n", self.column)
        return [groups.annotate(row=said).values_list("row")[:MOST].query.sql_with_params()]


AnyFacet = RowFacet | ChoiceFacet | ColumnFacet


@dataclass(frozen=True)
class FacetValue:
    """One value to tick. `language` is empty where the label is in the reader's; `how_many` is None where nothing was counted."""

    value: str
    label: str
    language: str
    how_many: Counted | None
    is_chosen: bool
    is_part: bool
    ident: str


@dataclass(frozen=True)
class Facet:
    """The values of one filter: those in the open and those folded away."""

    name: str
    label: str
    values: list[FacetValue]
    more: list[FacetValue]

    @property
    def is_open(self) -> bool:
        """Whether something that is folded away is chosen."""
        return any(value.is_chosen for value in self.more)


@dataclass(frozen=True)
class Chip:
    """Something chosen, and the address without it."""

    facet: str
    label: str
    language: str
    url: str


@dataclass(frozen=True)
class Faceted:
    """What a page shows of its facets. `faults` are the messages of what was asked in vain."""

    facets: list[Facet] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def faceted(
    request: HttpRequest, filterset: FilterSet, facets: Sequence[AnyFacet], others: Mapping[str, str] | None = None
) -> Faceted:
    """The facets of a list with their counts, and chips of all that is chosen. One statement.

    `others` prints the value of filters that are no facets ("near": "Tumakuru"); without it the value stands as it was given.
    """
    found = _counted([one for facet in facets for one in facet.statements(filterset)])
    shown, labels = [], {}
    for facet in facets:
        values = _values(facet, found.get(facet.name, []), filterset.given(facet.name))
        labels[facet.name] = {value.value: value for value in values}
        some = [value for value in values if value.is_chosen or value.how_many is None or value.how_many.number]
        if some:
            shown.append(Facet(facet.name, str(facet.label), some[:SHOWN], some[SHOWN:]))
    named = {facet.name: str(facet.label) for facet in facets}
    chips = []
    for name in filterset.filters:
        for value in filterset.given(name):
            known = labels.get(name, {}).get(value)
            label = known.label if known else (others or {}).get(name, value)
            chips.append(
                Chip(
                    named.get(name) or _label(filterset, name),
                    label,
                    known.language if known else "",
                    _without(request, name, value),
                )
            )
    faults = [
        f"{named.get(name) or _label(filterset, name)}: {message}"
        for name, messages in filterset.form.errors.items()
        for message in messages
    ]
    return Faceted(shown, chips, faults)


def _label(filterset: FilterSet, name: str) -> str:
    one = filterset.form.fields.get(name)
    return str(one.label) if one is not None and one.label else _("Filter")


def _counted(statements: list[Statement]) -> dict[str, list[dict[str, Any]]]:
    if not statements:
        return {}
    text = " UNION ALL ".join(f"({sql})" for sql, _given in statements)
    rows: dict[str, list[dict[str, Any]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(text, [value for _sql, given in statements for value in given])
        for (said,) in cursor.fetchall():
            one = json.loads(said)
            rows.setdefault(one["facet"], []).append(one)
    return rows


def _values(facet: AnyFacet, rows: list[dict[str, Any]], given: list[str]) -> list[FacetValue]:
    """The values in the order of the page: a whole before its parts; chosen ones that no row holds at the end."""
    if isinstance(facet, RowFacet):
        rows = _as_tree(rows)
    elif isinstance(facet, ChoiceFacet):
        rows = sorted(rows, key=lambda row: row["place"])
    else:
        read = {row["value"] for row in rows}
        rows = rows + [{"value": value, "n": None} for value in given if value not in read]
    return [_value(facet, row, given, number) for number, row in enumerate(rows)]


def _value(facet: AnyFacet, row: dict[str, Any], given: list[str], number: int) -> FacetValue:
    said = facet.words(row["value"]) if isinstance(facet, ColumnFacet) and facet.words else row.get("own")
    n = row["n"]
    return FacetValue(
        value=row["value"],
        label=said or row.get("english") or row["value"],
        language="" if said or reading_language() == "en" else "en",
        how_many=None if n is None else Counted(min(n, LIMIT), n > LIMIT),
        is_chosen=row["value"] in given,
        is_part=bool(row.get("is_part")),
        ident=f"facet-{facet.name}-{number}",
    )


def _as_tree(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows by place, each followed by its parts. A part whose whole was not read stands by itself."""
    read = {row["value"] for row in rows}
    below: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: (row["place"], row["value"])):
        row["is_part"] = row["parent"] != row["value"] and row["parent"] in read
        below.setdefault(row["parent"] if row["is_part"] else "", []).append(row)
    ordered: list[dict[str, Any]] = []

    def add(parent: str) -> None:
        for row in below.pop(parent, []):
            ordered.append(row)
            add(row["value"])

    add("")
    return ordered


def _without(request: HttpRequest, name: str, value: str) -> str:
    """The query string of this page without one value, and from the first page on."""
    query: QueryDict = request.GET.copy()
    left = [one for one in query.getlist(name) if one != value]
    query.setlist(name, left)
    query.pop("cursor", None)
    return f"?{query.urlencode()}"
