"""What the API says of promises: the words, who gave them, and how they stand; not what the desk wrote on closing."""

from typing import Any

from django.db.models import Case, F, TextField, Value, When

from portal.core.shapes import Field, Look, Shape, choice, date, flag, moment, one, text, uuid
from portal.core.translated import translated

from ..models import Commitment
from ..models.meeting import Side
from .references import OFFICIAL

MEETING_REF = Shape(
    "MeetingReference",
    "A meeting, in short.",
    [uuid("id", "Its id."), text("title", "What it was."), date("date", "Its day.", null=True)],
)

PROMISER = Shape(
    "Promiser",
    "Who promised: a person, an organisation or a company.",
    [
        Field(
            "kind",
            lambda look: _by(look, Value("person"), Value("organisation"), Value("company")),
            {"type": "string", "enum": ["person", "organisation", "company"]},
            "What it is.",
        ),
        Field("name", lambda look: _names(look), {"type": "string"}, "Its name."),
    ],
)


def _by(look: Look, person: Any, organisation: Any, company: Any) -> Case:
    """A different expression for each kind of promiser."""
    return Case(
        When(**{f"{look.path}promised_by_contact__isnull": False}, then=person),
        When(**{f"{look.path}promised_by_organisation__isnull": False}, then=organisation),
        default=company,
        output_field=TextField(),
    )


def _names(look: Look) -> Case:
    return _by(
        look,
        F(f"{look.path}promised_by_contact__name"),
        translated(f"{look.path}promised_by_organisation__name", look.language),
        translated(f"{look.path}promised_by_company__name", look.language),
    )


def _promiser() -> Field:
    return Field(
        "promised_by", lambda look: PROMISER.build(look), {"allOf": [PROMISER.reference]}, "Who promised it.", (PROMISER,)
    )


_OWN = [
    uuid("id", "The commitment's id."),
    text("text", "What was promised."),
    choice("side", Side, "Whose side promised: the state (`host`) or its guests."),
    _promiser(),
    one("answered_for_by", OFFICIAL, "The official who answers for it."),
    date("due_on", "When it is due."),
    choice("state", Commitment.State, "How it stands."),
    moment("closed_at", "When it was closed; null while it is open.", null=True),
    flag("is_example", "Invented, to try things out."),
]

COMMITMENT_OF_MEETING = Shape("CommitmentOfMeeting", "One promise, as part of its meeting.", _OWN)
COMMITMENT = Shape(
    "Commitment",
    "One promise made in a meeting, by either side.",
    [_OWN[0], one("meeting", MEETING_REF, "Where it was made."), *_OWN[1:]],
)
