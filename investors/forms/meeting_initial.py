"""A stored meeting as the form shows it: three statements, whatever hangs on it."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from ..models import Attendance, Commitment, Contact, Meeting
from ..models.meeting import Side
from .meeting_sheet import COMMITMENTS, GUESTS, HOSTS

_LINKED = {
    "company_names": (Meeting.companies.through, "company__name_en"),
    "organisation_names": (Meeting.organisations.through, "organisation__name_en"),
    "segment_codes": (Meeting.segments.through, "segment__code"),
    "township_slugs": (Meeting.townships.through, "township__slug"),
    "opportunity_slugs": (Meeting.opportunities.through, "opportunity__slug"),
}


def read_meeting(pk: UUID) -> Meeting:
    """The meeting with its links as arrays. One statement. Raises Meeting.DoesNotExist."""
    links = {
        name: ArraySubquery(through.objects.filter(meeting=OuterRef("pk")).order_by("id").values(path))
        for name, (through, path) in _LINKED.items()
    }
    return Meeting.objects.select_related("delegation", "owner").annotate(**links).get(pk=pk)


def open_commitments(meeting: Meeting) -> list[Commitment]:
    """The promises that may still be edited with the meeting. One statement."""
    return list(
        meeting.commitments.exclude(state__in=Commitment.CLOSED)
        .select_related("promised_by_contact", "promised_by_organisation", "promised_by_company", "answered_for_by")
        .order_by("position", "id")
    )


def initial_of(meeting: Meeting, commitments: list[Commitment]) -> dict[str, Any]:
    """What the form starts with. `meeting` comes from `read_meeting`. One statement, for the people."""
    zone = ZoneInfo(meeting.zone)
    starts = meeting.starts_at.astimezone(zone) if meeting.starts_at else None
    ends = meeting.ends_at.astimezone(zone) if meeting.ends_at else None
    rows: dict[str, list[dict[str, Any]]] = {Side.GUEST: [], Side.HOST: []}
    for attendance in meeting.attendances.select_related("contact", "company", "organisation").order_by("position", "id"):
        rows[attendance.side].append(_attendance(attendance))
    is_reported = meeting.state == Meeting.State.REPORTED
    return {
        "meeting": {
            "version": None if is_reported else meeting.version,
            "takes_over": str(meeting.pk) if is_reported else "",
            "title": meeting.title,
            "kind": meeting.kind,
            "is_example": meeting.is_example,
            "date": starts.date() if starts else meeting.date if meeting.date_precision == "day" else None,
            "start": starts.time() if starts else None,
            "end": ends.time() if ends else None,
            "end_date": ends.date()
            if starts and ends and ends.date() != starts.date()
            else meeting.end_date
            if is_reported
            else None,
            "zone": meeting.zone,
            "place": meeting.place,
            "country_code": meeting.country_code,
            "delegation": str(meeting.delegation_id or ""),
            "companies": "\n".join(meeting.company_names),
            "organisations": "\n".join(meeting.organisation_names),
            "segments": meeting.segment_codes,
            "townships": meeting.township_slugs,
            "opportunities": meeting.opportunity_slugs,
            "topics": "\n".join(meeting.topics),
            "outcome": meeting.outcome,
            "shared_summary": meeting.shared_summary,
            "internal_notes": meeting.internal_notes,
        },
        GUESTS: rows[Side.GUEST],
        HOSTS: rows[Side.HOST],
        COMMITMENTS: [_commitment(commitment) for commitment in commitments],
    }


def _attendance(row: Attendance) -> dict[str, Any]:
    contact, body = row.contact, row.company or row.organisation
    person = (
        {
            "contact": str(contact.pk),
            **{name: getattr(contact, name) for name in ("name", "email", "language", "zone", "native_name", "reading")},
        }
        if contact
        else {}
    )
    return {"id": row.pk, "office": row.office, "body": body.name_en if body else "", "note": row.note, **person}


def _commitment(row: Commitment) -> dict[str, Any]:
    by = row.promised_by
    name = "" if by is None else by.name if isinstance(by, Contact) else by.name_en
    return {
        "id": row.pk,
        "text": row.text,
        "promised_by": name,
        "answered_for_by": str(row.answered_for_by_id),
        "due_on": row.due_on,
        "is_shared": row.is_shared,
    }
