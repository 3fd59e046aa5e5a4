"""fields.toml read, and words planted in every written field: found anywhere, they say which field got out."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pgtrigger
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

FIELDS: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "fields.toml").read_text(encoding="utf-8"))
LABELS = {"core", "accounts", "drafts", "outbox", "partners", "investors"}
LANGUAGES = ("_en", "_ja", "_kn")


def written_fields() -> Iterator[tuple[type[models.Model], Any]]:
    """Every column of our rooms above the frame that words can stand in. Columns of one translated field count as one."""
    for model in apps.get_models():
        if model._meta.app_label not in LABELS or model._meta.proxy or hasattr(model, "pgh_tracked_model"):
            continue
        names = {field.name for field in model._meta.concrete_fields}
        for field in model._meta.concrete_fields:
            words = (
                isinstance(field, models.CharField | models.TextField | ArrayField | models.JSONField | models.FileField)
                and not field.choices
            )
            translation = field.name[-3:] in LANGUAGES and field.name[:-3] in names
            if words and not getattr(field, "generated", False) and not translation:
                yield model, field


def label(model: type[models.Model], field: Any) -> str:
    return f"{model._meta.label}.{field.name}"


def plant(*kinds: str, only: dict[str, Any] | None = None, prefix: str = "Q") -> dict[str, str]:
    """Overwrite these kinds of fields in every row (or in the rows whose keys are given by model); answers word -> field.

    Straight in the table, past every validator: no rule of a form protects what is stored by a loader or a former version.
    """
    numbers = {name: number for number, name in enumerate(sorted(name for names in FIELDS.values() for name in names))}
    planted: dict[str, str] = {}
    for model, field in written_fields():
        name = label(model, field)
        if not any(name in FIELDS[kind] for kind in kinds):
            continue
        word = f"{prefix}{numbers[name]:03d}Z"
        if isinstance(field, models.URLField) or field.name.endswith("_url"):
            value: Any = f"https://{word.lower()}.example.org/"
        elif field.name in ("email", "address"):
            value = f"{word.lower()}@example.org"
        else:
            value = [word] if isinstance(field, ArrayField) else word
        keys = None if only is None else only.get(model._meta.label, [])
        table, column = (connection.ops.quote_name(part) for part in (model._meta.db_table, field.column))
        where = "" if keys is None else " WHERE id = ANY(%s)"
        # A column that must differ from row to row gets its row's key behind the word.
        unique = field.unique or field.name == "email"
        # Some tables take no change for good, others count it: what stands in them is what matters here.
        with pgtrigger.ignore(), connection.cursor() as cursor:
            put = "replace(%s, '@', '-' || id::text || '@')" if unique else "%s"
            cursor.execute(f"UPDATE {table} SET {column} = {put}{where}", [value, *([] if keys is None else [keys])])
        planted[word.lower()] = name
    return planted


def found(text: str, planted: dict[str, str]) -> list[str]:
    """The fields whose words stand in this text, whatever was made of their case."""
    low = text.lower()
    return sorted(name for word, name in planted.items() if word in low)
