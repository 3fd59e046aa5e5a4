"""The kinds of members that shapes are made of."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import Case, CharField, F, Func, JSONField, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Concat

from portal.core.fields import Precision
from portal.core.translated import translated

from .shape import Field, JsonList, Look, Shape

Rows = Callable[[Look], QuerySet[Any]]


def _nullable(schema: dict[str, Any], null: bool) -> dict[str, Any]:
    return {**schema, "type": [schema["type"], "null"]} if null else schema


def _plain(name: str, column: str | None, schema: dict[str, Any], description: str) -> Field:
    path = column or name
    return Field(name, lambda look: F(look.path + path), schema, description)


def text(name: str, description: str, column: str | None = None) -> Field:
    """Text as it was written; empty where there is none."""
    return _plain(name, column, {"type": "string"}, description)


def code(name: str, description: str, column: str | None = None) -> Field:
    """What the row is called in addresses and in other rows."""
    return _plain(name, column, {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"}, description)


def words(name: str, description: str, column: str | None = None) -> Field:
    """Text in the reader's language, in English where it is not translated."""
    path = column or name
    return Field(name, lambda look: translated(look.path + path, look.language), {"type": "string"}, description)


def texts(name: str, description: str, column: str | None = None) -> Field:
    """A list of short texts."""
    return _plain(name, column, {"type": "array", "items": {"type": "string"}}, description)


def choice(name: str, choices: Any, description: str, column: str | None = None, *, blank: bool = False) -> Field:
    """One of a closed list; with `blank`, empty where it is not known."""
    values = [*choices.values, ""] if blank else list(choices.values)
    return _plain(name, column, {"type": "string", "enum": values}, description)


def flag(name: str, description: str, column: str | None = None) -> Field:
    return _plain(name, column, {"type": "boolean"}, description)


def integer(name: str, description: str, column: str | None = None, *, null: bool = False) -> Field:
    return _plain(name, column, _nullable({"type": "integer"}, null), description)


def uuid(name: str, description: str, column: str | None = None, *, null: bool = False) -> Field:
    return _plain(name, column, _nullable({"type": "string", "format": "uuid"}, null), description)


class _Plainly(Func):
    """A decimal without needless zeros."""

    function = "trim_scale"


def decimal(name: str, description: str, column: str | None = None, *, null: bool = True, trim: bool = False) -> Field:
    """A decimal as text, so that no client rounds it; `trim` drops needless zeros."""
    path = column or name

    def build(look: Look) -> Any:
        value: Any = F(look.path + path)
        return Cast(_Plainly(value) if trim else value, TextField())

    return Field(name, build, _nullable({"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}, null), description)


def moment(name: str, description: str, column: str | None = None, *, null: bool = False) -> Field:
    """An instant in UTC, like 2024-01-10T05:30:00Z."""
    path = column or name

    def build(look: Look) -> Any:
        return Func(
            F(look.path + path),
            function="to_char",
            output_field=TextField(),
            template="""to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')""",
        )

    return Field(name, build, _nullable({"type": "string", "format": "date-time"}, null), description)


def date(name: str, description: str, column: str | None = None, *, null: bool = False) -> Field:
    """A day, like 2024-01-10."""
    return _plain(name, column, _nullable({"type": "string", "format": "date"}, null), description)


def _formatted(column: str, pattern: str) -> Func:
    return Func(F(column), Value(pattern), function="to_char", output_field=TextField())


def partial_date(name: str, description: str, column: str | None = None, *, precision: str | None = None) -> Field:
    """A date as exactly as it is known: 2024-01-10, 2024-01, 2024, or null."""
    path = column or name
    by = precision or f"{path}_precision"

    def build(look: Look) -> Any:
        value = look.path + path
        return Case(
            When(**{look.path + by: Precision.YEAR}, then=_formatted(value, "YYYY")),
            When(**{look.path + by: Precision.MONTH}, then=_formatted(value, "YYYY-MM")),
            default=_formatted(value, "YYYY-MM-DD"),
        )

    return Field(name, build, {"type": ["string", "null"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}, description)


def constant(name: str, value: str, description: str) -> Field:
    return Field(name, lambda look: Value(value), {"type": "string", "const": value}, description)


def link(name: str, template: str, column: str, description: str) -> Field:
    """The address of the row's page; `template` holds `{}` where the value of the column goes."""
    before, after = template.split("{}")

    def build(look: Look) -> Any:
        prefix = settings.SITE_URL + ("" if look.language == "en" else f"/{look.language}") + before
        return Concat(Value(prefix), Cast(F(look.path + column), CharField()), Value(after), output_field=TextField())

    return Field(name, build, {"type": "string", "format": "uri"}, description)


def one(name: str, shape: Shape, description: str, relation: str | None = None, *, null: bool = False) -> Field:
    """A related row, joined; null where there is none."""
    path = relation or name

    def build(look: Look) -> Any:
        inner = shape.build(look.through(path))
        if not null:
            return inner
        return Case(When(**{f"{look.path}{path}__isnull": True}, then=Value(None)), default=inner)

    schema: dict[str, Any] = {"oneOf": [shape.reference, {"type": "null"}]} if null else {"allOf": [shape.reference]}
    return Field(name, build, schema, description, (shape,))


def many(name: str, shape: Shape, description: str, rows: Rows) -> Field:
    """A list of related rows, in the order of `rows`, which says with `look.outer(…)` whose they are."""
    return Field(
        name,
        lambda look: JsonList(rows(look), shape.build(look.inside())),
        {"type": "array", "items": shape.reference},
        description,
        (shape,),
    )


def first(name: str, shape: Shape, description: str, rows: Rows) -> Field:
    """A related row that may be hidden from the viewer: the first of `rows`, or null."""
    return Field(
        name,
        lambda look: Subquery(rows(look).values(item=shape.build(look.inside()))[:1], output_field=JSONField()),
        {"oneOf": [shape.reference, {"type": "null"}]},
        description,
        (shape,),
    )
