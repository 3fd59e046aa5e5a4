"""Reading a body strictly: what is not known is named, text is text, instants carry their offset."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.fields import empty

from portal.core.text import PlainText

_FIRST_YEAR, _LAST_YEAR = 1900, 2200


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses members that it does not know, and names them. `component` is what its schema is called."""

    component = ""

    def to_internal_value(self, data: Any) -> Any:
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        errors: dict[str, Any] = {}
        values: Any = {}
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if not unknown or not isinstance(error.detail, dict):
                raise
            errors = dict(error.detail)
        for name in unknown[:20]:
            message = _("There is no member of this name. Allowed are: %(allowed)s.") % {"allowed": ", ".join(self.fields)}
            errors[name] = [serializers.ErrorDetail(message, code="unknown")]
        if errors:
            raise serializers.ValidationError(errors)
        return values


class TextField(serializers.CharField):
    """Text, and nothing that would have to be turned into text. `lines` allows line breaks."""

    default_error_messages = {"invalid": _("This is not text.")}

    def __init__(self, *, lines: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)
        # DRF's own validators for NUL and surrogates say less than ours.
        self.validators = [one for one in self.validators if not type(one).__name__.startswith("Prohibit")] + [
            PlainText(lines=lines)
        ]

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class StrictBoolean(serializers.BooleanField):
    """true or false, and no word for it."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class MomentField(serializers.DateTimeField):
    """An instant with its offset, like 2024-01-10T11:00:00+05:30."""

    default_error_messages = {
        "offset": _("Give the offset too, like 2024-01-10T11:00:00+05:30."),
        "range": _("Give a year from 1900 to 2200."),
    }

    def enforce_timezone(self, value: datetime) -> datetime:
        if value.tzinfo is None:
            self.fail("offset")
        if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
            self.fail("range")
        return super().enforce_timezone(value)


class DayField(serializers.DateField):
    """A day, like 2024-01-10."""

    default_error_messages = {"range": _("Give a year from 1900 to 2200.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str):
            self.fail("invalid", format="YYYY-MM-DD")
        day = super().to_internal_value(value)
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            self.fail("range")
        return day


def schema_of(serializer: StrictSerializer, components: dict[str, Any]) -> dict[str, Any]:
    """The schema of what this serializer reads; nested ones become `components`. Returns the reference."""
    properties: dict[str, Any] = {}
    required = []
    for name, field in serializer.fields.items():
        properties[name] = _of(field, components)
        if field.help_text:
            properties[name] = {**properties[name], "description": str(field.help_text)}
        if field.required:
            required.append(name)
        elif field.default is not empty and isinstance(field.default, str | bool):
            properties[name]["default"] = field.default
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        schema["required"] = required
    components[serializer.component] = {**schema, "description": (type(serializer).__doc__ or "").strip()}
    return {"$ref": f"#/components/schemas/{serializer.component}"}


def _of(field: "serializers.Field[Any, Any, Any, Any]", components: dict[str, Any]) -> dict[str, Any]:
    if isinstance(field, serializers.ListSerializer):
        assert isinstance(field.child, StrictSerializer)
        return {"type": "array", "items": schema_of(field.child, components), "maxItems": field.max_length}
    if isinstance(field, serializers.ListField):
        return {"type": "array", "items": _of(field.child, components), "maxItems": field.max_length}
    simple: list[tuple[type, Callable[[Any], dict[str, Any]]]] = [
        (serializers.ChoiceField, lambda one: {"type": "string", "enum": list(one.choices)}),
        (serializers.BooleanField, lambda one: {"type": "boolean"}),
        (serializers.DateTimeField, lambda one: {"type": "string", "format": "date-time"}),
        (serializers.DateField, lambda one: {"type": "string", "format": "date"}),
        (serializers.UUIDField, lambda one: {"type": "string", "format": "uuid"}),
        (
            serializers.CharField,
            lambda one: {"type": "string", "maxLength": one.max_length, **({} if one.allow_blank else {"minLength": 1})},
        ),
    ]
    for kind, make in simple:
        if isinstance(field, kind):
            schema = make(field)
            return {**schema, "type": [schema["type"], "null"]} if field.allow_null else schema
    raise TypeError(f"no schema for {type(field).__name__}")
