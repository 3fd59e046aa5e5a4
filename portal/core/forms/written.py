"""What stands in a field, as a reader would write it: so that two versions of a form can be laid side by side."""

from typing import Any

from django.utils.translation import gettext as _


def written(field: Any) -> str:
    """The text of a bound field: the words of what is chosen, one on each line; "yes" for a ticked box; line ends made alike."""
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
