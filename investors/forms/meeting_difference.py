"""Two versions of a meeting side by side: what somebody saved meanwhile, and what was typed here."""

from typing import Any

from django.utils.translation import gettext as _

from .meeting_sheet import MeetingSheet

_TECHNICAL = ("submission", "version", "takes_over")


def differences(yours: MeetingSheet, theirs: MeetingSheet) -> list[dict[str, str]]:
    """The fields and lists in which both differ: {"label", "yours", "theirs"}, as a reader would write them."""
    mine, other = _written(yours), _written(theirs)
    return [{"label": label, "yours": mine[label], "theirs": other[label]} for label in mine if mine[label] != other[label]]


def _written(sheet: MeetingSheet) -> dict[str, str]:
    texts: dict[str, str] = {}
    for field in sheet.form:
        if field.name not in _TECHNICAL:
            texts[str(field.label)] = _text(field)
    for label, rows, names in (
        (_("Guests"), sheet.guests, ("name", "office", "body", "email", "note")),
        (_("State side"), sheet.hosts, ("name", "office", "body", "email", "note")),
        (_("Commitments"), sheet.commitments, ("text", "promised_by", "answered_for_by", "due_on", "is_shared")),
    ):
        texts[label] = "\n".join(
            " · ".join(part for name in names if (part := _text(row[name]))) for row in rows.forms if row.has_changed()
        )
    return texts


def _text(field: Any) -> str:
    value = field.value()
    if isinstance(value, bool) or field.widget_type == "checkbox":
        return _("yes") if value and value != "false" else ""
    chosen = getattr(field.field, "choices", None)
    if chosen is not None:
        named = {str(key): str(label) for key, label in chosen}
        keys = value if isinstance(value, list | tuple) else [value]
        return "\n".join(sorted(named.get(str(key), str(key)) for key in keys if key not in (None, "")))
    widget = field.field.widget
    text = str(widget.format_value(value) or "") if value is not None else ""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()
