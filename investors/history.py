"""The history of a meeting, a promise or a visit, told in sentences.

Here the snapshots of several tables become one timeline: what one request changed is one entry.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.models import Attachment
from portal.core.snapshots import Snapshot, snapshots
from portal.core.snapshots import part as part_of

from .history_names import names_of
from .history_words import title_of
from .models import Attendance, Commitment, Delegation, FollowUp, Interest, InterestAnswer, Meeting

# What changes by itself together with something that is told, or means nothing to a reader.
_SILENT = frozenset(
    {
        "id", "key", "version", "position", "sort_date", "submission", "created_at", "logged_at", "cancelled_at", "cancelled_by",
        "closed_at", "closed_by", "decided_at", "decided_by", "done_at", "date", "end_date", "date_precision", "date_basis",
        "occurrence", "meeting", "commitment", "logged_by_partner", "sha256", "media_type", "size", "content_type", "object_id",
        "received_at", "answered_at", "answered_by", "interest", "reference", "consent",
    }
)  # fmt: skip

_LINKS: dict[str, tuple[str, str]] = {
    "companies": ("Companies", "company"),
    "organisations": ("Organisations", "organisation"),
    "segments": ("Segments", "segment"),
    "townships": ("Townships", "township"),
    "opportunities": ("Opportunities", "opportunity"),
    "sources": ("Sources", "source"),
}


part = partial(part_of, "investors")


@dataclass(frozen=True)
class Change:
    """One field that got another value, in words. `subject` says of which row, empty for the page's own."""

    label: str
    old: Any
    new: Any
    subject: str = ""


@dataclass
class Entry:
    """What one person did in one go."""

    at: datetime.datetime
    by: str
    door: str
    title: str = ""
    changes: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def _files() -> str:
    return part_of("core", "attachment", "AttachmentEvent", "object_id = %s")


def of_meeting(meeting: Meeting) -> list[Entry]:
    """Everything that happened to a meeting, its people, promises and follow-ups; newest first."""
    parts = [
        part("meeting", "MeetingEvent", "pgh_obj_id = %s"),
        _files(),
        part("attendance", "AttendanceEvent", "meeting_id = %s"),
        part("commitment", "CommitmentEvent", "pgh_obj_id IN (SELECT id FROM investors_commitment WHERE meeting_id = %s)"),
        part("follow_up", "FollowUpEvent", "pgh_obj_id IN (SELECT id FROM investors_followup WHERE meeting_id = %s)"),
        *(part(name, f"Meeting{model}Event", "meeting_id = %s", linked=True) for name, (model, _column) in _LINKS.items()),
    ]
    return _told(parts, meeting.pk)


def of_commitment(commitment: Commitment) -> list[Entry]:
    """Everything that happened to a promise and its reminders; newest first."""
    parts = [
        part("commitment", "CommitmentEvent", "pgh_obj_id = %s"),
        _files(),
        part("follow_up", "FollowUpEvent", "pgh_obj_id IN (SELECT id FROM investors_followup WHERE commitment_id = %s)"),
    ]
    return _told(parts, commitment.pk)


def of_delegation(delegation: Delegation) -> list[Entry]:
    """Everything that happened to a visit and its list of guests; newest first."""
    parts = [
        part("delegation", "DelegationEvent", "pgh_obj_id = %s"),
        _files(),
        part("companies", "DelegationCompaniesEvent", "delegation_id = %s", linked=True),
        part("organisations", "DelegationOrganisationsEvent", "delegation_id = %s", linked=True),
    ]
    return _told(parts, delegation.pk)


def of_interest(interest: Interest) -> list[Entry]:
    """Everything that happened to an enquiry and its answers; newest first."""
    parts = [
        part("interest", "InterestEvent", "pgh_obj_id = %s"),
        part("interest_answer", "InterestAnswerEvent", "interest_id = %s"),
    ]
    return _told(parts, interest.pk)


def _told(parts: list[str], pk: UUID) -> list[Entry]:
    groups: dict[object, list[Snapshot]] = {}
    for snapshot in snapshots(parts, pk):
        groups.setdefault(snapshot.context or (snapshot.at, "no context"), []).append(snapshot)
    # A context may span several transactions of one command; the newest moment stands for all.
    names = names_of(groups.values())
    return [_entry(group, names) for group in groups.values()]


def _entry(group: list[Snapshot], names: dict[str, str]) -> Entry:
    first = group[0]
    entry = Entry(at=first.at, by=first.who, door=first.door, title=title_of(group))
    counts: dict[tuple[str, str], int] = {}
    # What was still being put together when it was written down for the first time is no change.
    moved = sum(snapshot.noun == "follow_up" and snapshot.changed("state") for snapshot in group)
    born = {(snapshot.noun, snapshot.now["id"]) for snapshot in group if snapshot.is_new}
    for snapshot in sorted(group, key=lambda s: (_ORDER.get(s.noun, 9), s.now.get("position") or 0)):
        if snapshot.noun in _LINKS:
            entry.notes.append(_linked(snapshot, names))
        elif snapshot.noun == "attendance" and (snapshot.is_new or snapshot.is_gone):
            entry.notes.append(_present(snapshot, names))
        elif snapshot.noun == "attachment" and (snapshot.is_new or snapshot.is_gone):
            entry.notes.append(_file(snapshot))
        elif snapshot.noun == "commitment" and snapshot.is_new:
            entry.notes.append(_("Promise added: %(text)s") % {"text": _short(snapshot.now["text"])})
        elif snapshot.noun == "interest_answer" and snapshot.is_new:
            entry.notes.append(_short(snapshot.now["text"], 1000))
        elif snapshot.noun == "follow_up" and (snapshot.is_new or (moved > _TOLD_SINGLY and snapshot.changed("state"))):
            key = ("new" if snapshot.is_new else "changed", snapshot.now["state"])
            counts[key] = counts.get(key, 0) + 1
        elif snapshot.before is not None and (snapshot.noun, snapshot.now["id"]) not in born:
            entry.changes += _changes(snapshot, names)
    entry.notes += [_counted(kind, state, number) for (kind, state), number in counts.items()]
    return entry


# A decision on one follow-up is told with its words; a whole plan that changes is counted.
_TOLD_SINGLY = 1
_ORDER = {
    "meeting": 0,
    "delegation": 0,
    "interest": 0,
    "interest_answer": 1,
    "companies": 1,
    "organisations": 1,
    "attendance": 2,
    "commitment": 3,
    "follow_up": 4,
    "attachment": 5,
}
_MODELS: dict[str, type[models.Model]] = {
    "attachment": Attachment,
    "meeting": Meeting,
    "attendance": Attendance,
    "commitment": Commitment,
    "follow_up": FollowUp,
    "delegation": Delegation,
    "interest": Interest,
    "interest_answer": InterestAnswer,
}


def _linked(snapshot: Snapshot, names: dict[str, str]) -> str:
    words = {"label": _label(Meeting, snapshot.noun), "name": names.get(snapshot.now[f"{_LINKS[snapshot.noun][1]}_id"], "–")}
    if snapshot.is_gone:
        return _("%(label)s: %(name)s taken off") % words
    return _("%(label)s: %(name)s added") % words


def _present(snapshot: Snapshot, names: dict[str, str]) -> str:
    who = names.get(snapshot.now.get("contact_id") or "") or snapshot.now["office"]
    if snapshot.is_gone:
        return _("Was not there: %(who)s") % {"who": who}
    return _("Was there: %(who)s") % {"who": who}


def _file(snapshot: Snapshot) -> str:
    words = {"name": snapshot.now["name"]}
    return _("File removed: %(name)s") % words if snapshot.is_gone else _("File attached: %(name)s") % words


def _counted(kind: str, state: str, number: int) -> str:
    words = {"number": number, "state": dict(FollowUp.State.choices).get(state, state)}
    if kind == "new":
        return ngettext("%(number)s follow-up added: %(state)s", "%(number)s follow-ups added: %(state)s", number) % words
    return ngettext("%(number)s follow-up is now: %(state)s", "%(number)s follow-ups are now: %(state)s", number) % words


def _label(model: type[models.Model], name: str) -> str:
    column = model._meta.get_field(name)
    assert isinstance(column, models.Field)
    label = str(column.verbose_name)
    return label[:1].upper() + label[1:]


def _changes(snapshot: Snapshot, names: dict[str, str]) -> Iterator[Change]:
    model = _MODELS[snapshot.noun]
    assert snapshot.before is not None
    for one in model._meta.concrete_fields:
        # Generated columns aside, every concrete field has a column.
        column = str(one.column)
        if one.name in _SILENT or not snapshot.changed(column):
            continue
        yield Change(
            label=_label(model, one.name),
            old=_value(one, snapshot.before.get(column), names),
            new=_value(one, snapshot.now.get(column), names),
            subject=_subject(snapshot, names),
        )


def _subject(snapshot: Snapshot, names: dict[str, str]) -> str:
    if snapshot.noun == "commitment":
        return _short(snapshot.now["text"], 60)
    if snapshot.noun == "attachment":
        return _short(snapshot.now["name"], 60)
    if snapshot.noun == "attendance":
        return names.get(snapshot.now.get("contact_id") or "") or str(snapshot.now["office"])
    if snapshot.noun == "follow_up":
        recipient = names.get(snapshot.now.get("user_id") or snapshot.now.get("contact_id") or "", "")
        return f"{dict(FollowUp.Step.choices).get(snapshot.now['step'], '')}: {recipient}"
    return ""


def _value(column: Any, value: Any, names: dict[str, str]) -> Any:
    """A stored value as a reader says it; instants and days stay values, for the page to write in its zone."""
    if value is None or value == "" or value == []:
        return ""
    if column.is_relation:
        return names.get(value, "–")
    if column.flatchoices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(column, models.DateTimeField):
        return datetime.datetime.fromisoformat(value)
    if isinstance(column, models.DateField):
        return datetime.date.fromisoformat(value)
    if isinstance(column, models.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(value)
    return _short(str(value), 300)


def _short(text: str, length: int = 120) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
