"""The details of an audit entry, for people to read."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.shown import Shown

from .models import AuditEntry, Role

_NAMES: dict[str, "str | Promise"] = {
    "before": pgettext_lazy("audit", "before"),
    "after": pgettext_lazy("audit", "after"),
    "role": _("role"),
    "company": _("company"),
    "partner": _("partner"),
    "successor": pgettext_lazy("audit", "handed over to"),
    "items": pgettext_lazy("audit", "number of items"),
    "supervised": pgettext_lazy("audit", "people supervised"),
    "invitations": pgettext_lazy("audit", "open invitations"),
    "promises": pgettext_lazy("audit", "promises"),
    "meetings": pgettext_lazy("audit", "meetings"),
    "partners": pgettext_lazy("audit", "partners"),
    "reminders": pgettext_lazy("audit", "reminders"),
    "sessions": pgettext_lazy("audit", "number of sessions"),
    "reason": pgettext_lazy("audit", "reason"),
    "factor": _("second factor"),
    "list": pgettext_lazy("audit", "list"),
    "rows": pgettext_lazy("audit", "number of rows"),
    "filters": pgettext_lazy("audit", "filters"),
    "scopes": _("scopes"),
    "expires_at": pgettext_lazy("audit", "expires"),
    "key_name": pgettext_lazy("audit", "name of the key"),
    "method": pgettext_lazy("audit", "method"),
    "page": pgettext_lazy("audit", "page"),
    "pk": pgettext_lazy("audit", "number of the row"),
    "row": pgettext_lazy("audit", "number of the row"),
    "name": pgettext_lazy("audit", "name"),
    "more_left_out": _("more of the same may have followed"),
}
# What machines call things: of no language (BCP 47).
_CODES = {"page", "pk", "row", "method", "scopes", "partner", "list", "filters", "name", "key_name", "slug"}
_FACTORS: dict[str, "str | Promise"] = {
    "totp": _("authenticator app"),
    "webauthn": _("passkey"),
    "recovery_codes": _("recovery codes"),
}


def details_of(entry: AuditEntry) -> list[tuple[str, str]]:
    """Names and values in the reader's language; what has no name of its own is shown under the one it was written with."""
    return [(str(_NAMES.get(name, name)), _value(name, value)) for name, value in entry.details.items()]


def _value(name: str, value: Any) -> str:
    text = _text(name, value)
    return Shown(text, "zxx") if name in _CODES else text


def _text(name: str, value: Any) -> str:
    if value is True or value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}={one}" for key, one in value.items())
    if name in ("before", "after", "role") and value in Role:
        return str(Role(value).label)
    return str(_FACTORS.get(value, value)) if name == "factor" else str(value)
