"""Two versions of a meeting side by side: what somebody saved meanwhile, and what was typed here."""

from django.utils.translation import gettext as _

from portal.core.forms.written import written

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
            texts[str(field.label)] = written(field)
    for label, rows, names in (
        (_("Guests"), sheet.guests, ("name", "office", "body", "email", "note")),
        (_("State side"), sheet.hosts, ("name", "office", "body", "email", "note")),
        (_("Commitments"), sheet.commitments, ("text", "promised_by", "answered_for_by", "due_on", "is_shared")),
    ):
        texts[label] = "\n".join(
            " · ".join(part for name in names if (part := written(row[name]))) for row in rows.forms if row.has_changed()
        )
    return texts
