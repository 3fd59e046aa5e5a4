"""What a door hands to `log_meeting` and `edit_meeting`: the meeting as the person stated it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from portal.accounts.models import User
from sectors.models import Opportunity, Segment, Township

from ..models import Company, Contact, Delegation, Organisation


@dataclass
class AttendanceInput:
    """Somebody who was there: a known contact, or a typed name, or only an office. `id` is that of a row being edited."""

    side: str
    contact: Contact | None = None
    name: str = ""
    office: str = ""
    company: Company | None = None
    organisation: Organisation | None = None
    new_company: str = ""
    new_organisation: str = ""
    email: str = ""
    language: str = "en"
    zone: str = "Asia/Kolkata"
    native_name: str = ""
    reading: str = ""
    note: str = ""
    id: UUID | None = None


@dataclass
class CommitmentInput:
    """One promise. Exactly one promiser: a known row, or `promised_by_name`, a name typed elsewhere on the same form."""

    text: str
    side: str
    answered_for_by: User
    due_on: date
    promised_by_contact: Contact | None = None
    promised_by_organisation: Organisation | None = None
    promised_by_company: Company | None = None
    promised_by_name: str = ""
    is_shared: bool = True
    is_example: bool = False
    id: UUID | None = None


@dataclass
class MeetingInput:
    """A meeting as stated. Times are aware instants; `zone` says where they were read off the wall."""

    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    zone: str = "Asia/Kolkata"
    kind: str = "delegation"
    place: str = ""
    country_code: str = "IN"
    delegation: Delegation | None = None
    new_delegation: str = ""
    companies: list[Company] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    new_companies: list[str] = field(default_factory=list)
    new_organisations: list[str] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    townships: list[Township] = field(default_factory=list)
    opportunities: list[Opportunity] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    internal_notes: str = ""
    outcome: str = ""
    shared_summary: str = ""
    attendances: list[AttendanceInput] = field(default_factory=list)
    commitments: list[CommitmentInput] = field(default_factory=list)
    is_example: bool = False
