"""Constraints that several rooms share."""

from typing import Any

from django.db import models
from django.db.models import F, Q


class BaseIsEnglish(models.CheckConstraint):
    """Holds a translated column's base equal to its English column, so that either may be read.

    Only the database judges it: on an instance the base name answers in the reader's language.
    """

    def __init__(self, field: str = "", *, name: str, **kwargs: Any) -> None:
        if field:
            # A comparison with NULL would let a row pass that has a base and no English text.
            kwargs["condition"] = Q(**{f"{field}_en__isnull": False, field: F(f"{field}_en")}) | Q(
                **{f"{field}_en__isnull": True, field: ""}
            )
        super().__init__(name=name, **kwargs)

    def validate(self, *args: Any, **kwargs: Any) -> None:
        return None
