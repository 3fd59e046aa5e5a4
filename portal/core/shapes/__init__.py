"""Shapes: what the API says of a row, declared once.

A shape is a list of fields. From it come the expression by which PostgreSQL writes the JSON, and the schema that the API's
document prints, so that the two cannot differ. Rows arrive as text and are joined, neither parsed nor written again.

    SEGMENT = Shape("Segment", "A link of the value chain.", [
        text("code", "What the segment is called in addresses."),
        words("name", "Its name, in the reader's language."),
        one("parent", SEGMENT_REF, "The segment it is part of."),
        many("sources", SOURCE, "What the texts rest on.", lambda look: Source.objects.filter(segments=look.outer("pk"))),
    ])
    Segment.objects.values_list(SEGMENT.row(Look("ja", viewer)))     # ('{"code" : "battery-cell", …}',)
"""

from .fields import (
    choice,
    code,
    constant,
    date,
    decimal,
    first,
    flag,
    integer,
    link,
    many,
    moment,
    one,
    partial_date,
    text,
    texts,
    uuid,
    words,
)
from .shape import Field, Look, Shape

__all__ = [
    "Field",
    "Look",
    "Shape",
    "choice",
    "code",
    "constant",
    "date",
    "decimal",
    "first",
    "flag",
    "integer",
    "link",
    "many",
    "moment",
    "one",
    "partial_date",
    "text",
    "texts",
    "uuid",
    "words",
]
