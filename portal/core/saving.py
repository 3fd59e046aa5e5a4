"""Save many rows in few statements, with the same refusals that `full_clean()` gives.

`full_clean()` asks the database once per foreign key and per constraint: a meeting with nine people would cost hundreds of
statements. Here the fields are cleaned in Python, the rows go in one statement, and the database judges the constraints; its
refusal is put back into the constraint's own words. See docs/decisions/0003-the-database-judges-in-bulk.md.

Call these inside an action's `transaction.atomic()`: after a refusal the transaction can only be rolled back, which the raised
error does on its way out.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models
from django.utils.translation import gettext as _

Row = TypeVar("Row", bound=models.Model)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def clean(row: models.Model) -> None:
    """Run every validator of the row's own fields, without a statement. Raises ValidationError by field name."""
    foreign = {field.name for field in row._meta.concrete_fields if field.is_relation}
    row.clean_fields(exclude=foreign)
    row.clean()


def clean_all(rows: Iterable[tuple[str, models.Model]]) -> None:
    """Clean many rows; raises one ValidationError whose keys are `<prefix>-<field>` ("attendances-2-office")."""
    errors: dict[str, list[Any]] = {}
    for prefix, row in rows:
        try:
            clean(row)
        except ValidationError as error:
            for name, messages in error.update_error_dict({}).items():
                errors.setdefault(f"{prefix}-{name}" if prefix else name, []).extend(messages)
    if errors:
        raise ValidationError(errors)


def insert(rows: Sequence[Row], *, prefixes: Sequence[str] = ()) -> None:
    """Insert the rows in one statement. A constraint's refusal becomes its readable message, at the row's prefix if known."""
    if not rows:
        return
    try:
        type(rows[0])._default_manager.bulk_create(rows)
    except IntegrityError as error:
        raise explained(error, rows, prefixes) from error


def update(row: models.Model, fields: Sequence[str]) -> None:
    """Write these fields of one row. A constraint's refusal becomes its readable message."""
    clean(row)
    try:
        row.save(update_fields=list(fields))
    except IntegrityError as error:
        raise explained(error, [row]) from error


def rewrite(rows: Sequence[Row], fields: Sequence[str], *, prefixes: Sequence[str] = ()) -> None:
    """Write these fields of many rows in one statement; unchanged rows leave no history. Clean them first."""
    if not rows:
        return
    try:
        type(rows[0])._default_manager.bulk_update(rows, list(fields))
    except IntegrityError as error:
        raise explained(error, rows, prefixes) from error


def explained(error: IntegrityError, rows: Sequence[models.Model], prefixes: Sequence[str] = ()) -> ValidationError:
    """The refusal in the words of the constraint that made it. Re-raises what no constraint of ours explains."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    constraint = next((one for one in rows[0]._meta.constraints if one.name == name), None)
    if constraint is None:
        unique = next(
            (
                f
                for f in rows[0]._meta.concrete_fields
                if f.unique and name and name.startswith(f"{rows[0]._meta.db_table}_{f.column}")
            ),
            None,
        )
        if unique is None:
            raise error
        return ValidationError({unique.name: _("This is already taken.")}, code="unique")
    message = constraint.get_violation_error_message()
    found = _UUID.search(getattr(diagnosis, "message_detail", None) or "")
    where = next((p for row, p in zip(rows, prefixes, strict=False) if found and str(row.pk) == found.group()), "")
    return ValidationError({where: message}) if where else ValidationError(message, code=name)


def lock(key: str) -> None:
    """Wait for, and hold until the transaction ends, the one lock of this name. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
