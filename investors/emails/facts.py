"""A meeting in a few lines, as every message about it begins."""

from zoneinfo import ZoneInfo

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from portal.outbox.message import Facts, Items

from ..models import Attendance, Commitment, Meeting


def when(meeting: Meeting) -> str:
    """Day and hours in the meeting's own zone, which is named."""
    if meeting.starts_at is None:
        return formats.date_format(meeting.date, "DATE_FORMAT") if meeting.date else ""
    zone = ZoneInfo(meeting.zone)
    start = timezone.localtime(meeting.starts_at, zone)
    said = f"{formats.date_format(start, 'DATE_FORMAT')} {start:%H:%M}"
    if meeting.ends_at is not None:
        end = timezone.localtime(meeting.ends_at, zone)
        same_day = end.date() == start.date()
        said += f"–{end:%H:%M}" if same_day else f" – {formats.date_format(end, 'DATE_FORMAT')} {end:%H:%M}"
    return f"{said} ({meeting.zone})"


def meeting_facts(meeting: Meeting) -> Facts:
    return Facts([(_("Meeting"), meeting.title), (_("When"), when(meeting)), (_("Where"), meeting.place)])


def people(meeting: Meeting) -> Items:
    """Who was there, with the office of that day; no addresses."""
    rows = meeting.attendances.select_related("contact").order_by("side", "position")
    return Items([_named(row) for row in rows], heading=_("Who was there"))


def _named(row: Attendance) -> str:
    if row.contact is None:
        return row.office
    name = row.contact.display_name
    return f"{name}, {row.office}" if row.office else name


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
            _("%(text)s (%(who)s, by %(date)s)")
            % {"text": row.text, "who": row.promised_by, "date": formats.date_format(row.due_on, "DATE_FORMAT")}
            for row in rows
        ],
        heading=_("What was promised"),
    )
