"""Refusals that a person can read, raised by actions and shown by both doors in the same words."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404


class RuleViolation(ValidationError):
    """An action refused. Subclasses stand beside the action and say their sentence.

    `field` is the name of the input it belongs to (a form field, or the JSON member), None for the whole.
    """

    def __init__(
        self, message: Any, *, code: str = "rule", field: str | None = None, params: dict[str, Any] | None = None
    ) -> None:
        self.field = field
        super().__init__(message, code=code, params=params)


class Stale(RuleViolation):
    """The row has changed since the editor read it. `current` is the row as it is now."""

    def __init__(self, message: Any, *, current: Any) -> None:
        super().__init__(message, code="stale")
        self.current = current


class Hidden(Http404):
    """A page that does not exist for whoever is looking, though it does for others. Answers 404 like any other address."""
