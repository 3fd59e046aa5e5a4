"""Put what an action refused beside the field it is about."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from portal.core.errors import RuleViolation


def show(error: ValidationError, form: forms.BaseForm, *, called: Mapping[str, str] | None = None) -> None:
    """Add the refusal to the form. `called` says under which name a model's field stands on the form.

    What belongs to no field of the form stands above it.
    """
    called = called or {}

    def place(name: str | None) -> str | None:
        name = called.get(name or "", name or "")
        return name if name in form.fields else None

    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error(place(None if name == NON_FIELD_ERRORS else name), errors)
    elif isinstance(error, RuleViolation):
        # As a plain error: add_error takes the class's own attributes for a dictionary's.
        form.add_error(place(error.field), ValidationError(error.message, code=error.code, params=error.params))
    else:
        form.add_error(None, error)
