"""What the API says of meetings. Internal notes and the desk's outcome are no members; guests have `shared_summary`."""

from portal.core.shapes import Shape, choice, first, flag, many, moment, one, partial_date, text, texts, uuid
from portal.core.shapes import date as day
from sectors.models import Opportunity, Segment, Township
from sectors.shapes import OPPORTUNITY_REF, SEGMENT_REF, TOWNSHIP_REF, sources

from ..models import Attendance, Commitment, Company, Delegation, Meeting, Organisation
from ..models.meeting import Side
from .commitments import COMMITMENT_OF_MEETING
from .references import COMPANY_REF, OFFICIAL, ORGANISATION_REF, PERSON

DELEGATION_REF = Shape("DelegationReference", "A visit or mission, in short.", [uuid("id", "Its id."), text("name", "Its name.")])

ATTENDANCE = Shape(
    "Attendance",
    "Somebody who was there, with the office held that day. A post without a name has no person.",
    [
        uuid("id", "The attendance's id."),
        choice("side", Side, "The state (`host`) or its guests."),
        one("person", PERSON, "Who; null where only the office is known.", "contact", null=True),
        text("office", "The office held that day."),
        one("company", COMPANY_REF, "For which company.", null=True),
        one("organisation", ORGANISATION_REF, "For which organisation.", null=True),
    ],
)

MEETING = Shape(
    "Meeting",
    "One meeting, with who was there and what was promised and is shared with guests.",
    [
        uuid("id", "The meeting's id."),
        text("title", "What it was."),
        choice("kind", Meeting.Kind, "Its kind."),
        choice("state", Meeting.State, "`reported`: known from a source only."),
        partial_date("date", "Its day in its own zone, as exactly as known."),
        day("end_date", "Its last day, if it is another.", null=True),
        choice("date_basis", Meeting.DateBasis, "What the date rests on."),
        moment("starts_at", "When it starts; null for a reported one.", null=True),
        moment("ends_at", "When it ends.", null=True),
        text("zone", "The IANA time zone of the place."),
        text("place", "Where."),
        text("country_code", "In which country (ISO 3166-1)."),
        first(
            "delegation",
            DELEGATION_REF,
            "The visit it belongs to, if you belong to that too.",
            lambda look: Delegation.objects.visible_to(look.viewer).filter(pk=look.outer("delegation_id")),
        ),
        many(
            "companies",
            COMPANY_REF,
            "Companies that took part.",
            lambda look: Company.objects.filter(meetings=look.outer("pk")).order_by("slug"),
        ),
        many(
            "organisations",
            ORGANISATION_REF,
            "Organisations that took part.",
            lambda look: Organisation.objects.filter(meetings=look.outer("pk")).order_by("slug"),
        ),
        many(
            "segments",
            SEGMENT_REF,
            "Segments spoken of.",
            lambda look: Segment.objects.filter(meetings=look.outer("pk")).order_by("position", "code"),
        ),
        many(
            "townships",
            TOWNSHIP_REF,
            "Townships spoken of.",
            lambda look: Township.objects.filter(meetings=look.outer("pk")).order_by("position", "slug"),
        ),
        many(
            "opportunities",
            OPPORTUNITY_REF,
            "Opportunities spoken of.",
            lambda look: (
                Opportunity.objects.visible_to(look.viewer).filter(meetings=look.outer("pk")).order_by("position", "slug")
            ),
        ),
        texts("topics", "Other topics."),
        text("shared_summary", "What came of it, as shared with its guests."),
        many(
            "attendances",
            ATTENDANCE,
            "Who was there.",
            lambda look: Attendance.objects.filter(meeting=look.outer("pk")).order_by("side", "position", "id"),
        ),
        many(
            "commitments",
            COMMITMENT_OF_MEETING,
            "What was promised and is shared with its guests.",
            lambda look: Commitment.objects.filter(meeting=look.outer("pk"), is_shared=True).order_by("due_on", "id"),
        ),
        one("owner", OFFICIAL, "The official who looks after it; null for a reported one.", null=True),
        sources("meetings"),
        flag("is_example", "Invented, to try things out."),
    ],
)
