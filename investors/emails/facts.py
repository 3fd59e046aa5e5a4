"""A meeting in a few lines, as every message about it begins."""

from django.utils.translation import gettext as _

from portal.core.formats import partial_date, reading_language, span
from portal.outbox.message import Facts, Items

from ..models import Attendance, Commitment, Meeting
from ..models.meeting import Side


def when(meeting: Meeting) -> str:
    """Day and hours in the meeting's own zone, which is named."""
    if meeting.starts_at is None:
        return partial_date(meeting.date, meeting.date_precision)
    return span(meeting.starts_at, meeting.ends_at, meeting.zone)


def meeting_facts(meeting: Meeting) -> Facts:
    return Facts([(_("Meeting"), meeting.title), (_("When"), when(meeting)), (_("Where"), meeting.place)])


def people(meeting: Meeting) -> Items:
    """Who was there, with the office of that day; no addresses."""
    rows = meeting.attendances.select_related("contact").order_by("side", "position")
    return Items([_named(row) for row in rows], heading=_("Who was there"))


def _named(row: Attendance) -> str:
    if row.contact is None:
        return row.office
    if reading_language() != "ja":
        return f"{row.contact.display_name}, {row.office}" if row.office else row.contact.display_name
    # Office before name, and 様 for the guests alone: one's own side is not honoured before others.
    name = row.contact.called if row.side == Side.GUEST else row.contact.native_name or row.contact.display_name
    return f"{row.office} {name}".strip()


def promises(meeting: Meeting) -> Items:
    """What was promised, both ways, as far as guests may see it."""
    rows = (
        meeting.commitments.filter(is_shared=True)
        .exclude(state=Commitment.State.WITHDRAWN)
        .select_related("promised_by_contact", "promised_by_organisation", "promised_by_company")
        .order_by("position")
    )
    return Items(
        [
            _("%(text)s (%(who)s, by %(date)s)") % {"text": row.text, "who": row.promised_by, "date": partial_date(row.due_on)}
            for row in rows
        ],
        heading=_("What was promised"),
    )
