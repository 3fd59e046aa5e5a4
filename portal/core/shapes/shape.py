"""What a shape is, and how it becomes an expression and a schema."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Expression, Func, JSONField, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast


@dataclass(frozen=True)
class Look:
    """For whom a shape is made: the language of its texts, who is looking, and through which relations the row is reached."""

    language: str = "en"
    viewer: Any = None
    path: str = ""

    def through(self, relation: str) -> "Look":
        """The same look, at a related row that is joined."""
        return replace(self, path=f"{self.path}{relation}__")

    def inside(self) -> "Look":
        """The same look, at the rows of a sub-select."""
        return replace(self, path="")

    def outer(self, column: str) -> OuterRef:
        """A column of the row that a sub-select belongs to."""
        return OuterRef(f"{self.path}{column}")


@dataclass(frozen=True)
class Field:
    """One member: its name, how PostgreSQL finds it, its schema and what it means."""

    name: str
    build: Callable[[Look], Any]
    schema: Mapping[str, Any]
    description: str
    # Shapes inside it, which become components of the schema.
    inner: "tuple[Shape, ...]" = ()


@dataclass(frozen=True)
class Shape:
    """What is said of one kind of row. `example` is a whole member list, as the documentation shows it."""

    name: str
    description: str
    fields: tuple[Field, ...] = field(default_factory=tuple)

    def __init__(self, name: str, description: str, fields: Iterable[Field]) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "description", description)
        object.__setattr__(self, "fields", tuple(fields))

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.fields]

    def only(self, names: Iterable[str]) -> "Shape":
        """The shape narrowed to these members, in its own order."""
        wanted = set(names)
        return Shape(self.name, self.description, [one for one in self.fields if one.name in wanted])

    def build(self, look: Look) -> Expression:
        """The JSON object of the row."""
        parts: list[Any] = []
        for one in self.fields:
            parts += [Value(one.name), one.build(look)]
        return JsonObject(*parts)

    def row(self, look: Look) -> Cast:
        """The JSON of the row as text, ready to be joined."""
        return Cast(self.build(look), TextField())

    def schema(self) -> dict[str, Any]:
        """The schema of the object (JSON Schema 2020-12)."""
        return {
            "type": "object",
            "description": self.description,
            "properties": {one.name: {**one.schema, "description": one.description} for one in self.fields},
            "required": self.names,
            "additionalProperties": False,
        }

    @property
    def reference(self) -> dict[str, str]:
        return {"$ref": f"#/components/schemas/{self.name}"}

    def components(self) -> dict[str, dict[str, Any]]:
        """This shape's schema and those of the shapes inside it, by name."""
        found = {self.name: self.schema()}
        for one in self.fields:
            for shape in one.inner:
                found.update(shape.components())
        return found


class JsonObject(Func):
    """`json_build_object`: keeps the members in the order of the shape, which `jsonb` does not."""

    function = "JSON_BUILD_OBJECT"
    output_field = JSONField()

    def __init__(self, *parts: Any, **extra: Any) -> None:
        # The function takes anything, so PostgreSQL must be told what a parameter is.
        super().__init__(*(Cast(one, TextField()) if isinstance(one, Value) else one for one in parts), **extra)


class JsonList(Subquery):
    """The rows of a sub-select as one JSON list, in the order of the sub-select; an empty list where there are none."""

    template = "(SELECT COALESCE(JSON_AGG(_one.item), '[]'::json) FROM (%(subquery)s) _one)"
    output_field = JSONField()

    def __init__(self, rows: QuerySet[Any], item: Expression) -> None:
        super().__init__(rows.values(item=item))
