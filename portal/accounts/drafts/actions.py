"""Keep what is typed, and let go of it."""

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from portal.core import clock
from portal.core.errors import RuleViolation
from portal.core.expressions import Moment
from portal.core.ids import uuid7

from ..models import User
from .models import MOST, MOST_CHARACTERS, Draft
from .tickets import FIELD, Ticket

# Belongs to the page and not to what was typed into it.
_TECHNICAL = frozenset({"csrfmiddlewaretoken", FIELD})

# In one statement, so that an autosave still on its way when the form is saved finds the form settled, and brings nothing back.
_KEEP = """
INSERT INTO drafts_draft (id, owner_id, address, data, base, updated_at) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (id) DO UPDATE SET data = EXCLUDED.data, base = EXCLUDED.base, updated_at = EXCLUDED.updated_at
WHERE drafts_draft.settled_at IS NULL
RETURNING xmax = 0
"""


class TooLong(RuleViolation):
    """More than one form may hold."""


class Settled(RuleViolation):
    """The form was saved, or its text thrown away, after this page was opened."""


class NobodyToKeepFor(RuleViolation):
    """The account is closed."""


@transaction.atomic
def keep(*, ticket: Ticket, typed: Iterable[tuple[str, list[str]]], now: datetime.datetime | None = None) -> datetime.datetime:
    """Keep what was typed for the ticket's owner; answers the moment. The ticket is the right to do so: nobody need be signed in.

    Raises TooLong, Settled, NobodyToKeepFor.
    """
    now = now or clock.now()
    if not User.objects.filter(pk=ticket.owner, is_active=True).exists():
        raise NobodyToKeepFor(_("This account is closed."))
    data = _storable(typed)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [ticket.draft, ticket.owner, ticket.address, data, ticket.base, now])
        written = cursor.fetchone()
    if written is None:
        raise Settled(_("This form was saved or thrown away already."))
    if written[0]:
        _make_room(ticket)
    _forget_continued(ticket)
    return now


def keep_anew(
    *, ticket: Ticket, typed: Iterable[tuple[str, list[str]]], now: datetime.datetime | None = None
) -> datetime.datetime:
    """As `keep`; of a form that was saved already, as a draft of its own: somebody went back to the page and typed on."""
    typed = list(typed)
    try:
        return keep(ticket=ticket, typed=typed, now=now)
    except Settled:
        return keep(ticket=replace(ticket, draft=uuid7(), continues=None), typed=typed, now=now)


def settle(*, ticket: Ticket, now: datetime.datetime | None = None) -> None:
    """The form is saved: its text goes, in the same transaction. Two statements at most."""
    moment: Any = now or Moment()
    Draft.objects.bulk_create(
        [
            Draft(
                id=ticket.draft,
                owner_id=ticket.owner,
                address=ticket.address,
                data={},
                base="",
                updated_at=moment,
                settled_at=moment,
            )
        ],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["data", "base", "updated_at", "settled_at"],
    )
    _forget_continued(ticket)


def discard(*, draft: Draft, now: datetime.datetime | None = None) -> None:
    """Throw the text away; a page that still holds it does not bring it back by itself."""
    moment = now or clock.now()
    Draft.objects.filter(pk=draft.pk).update(data={}, base="", updated_at=moment, settled_at=moment)


def purge(*, now: datetime.datetime | None = None) -> int:
    """Delete what is no longer kept; answers how many rows."""
    gone, _each = Draft.objects.over(now or clock.now()).delete()
    return gone


def _storable(typed: Iterable[tuple[str, list[str]]]) -> str:
    data: Mapping[str, list[str]] = {
        # No keyboard types NUL, and PostgreSQL's JSON cannot hold it; the form itself refuses it by name.
        name.replace("\x00", ""): [value.replace("\x00", "") for value in values]
        for name, values in typed
        if name not in _TECHNICAL
    }
    text = json.dumps(data, ensure_ascii=False)
    if len(text) > MOST_CHARACTERS:
        raise TooLong(_("This is too long to be kept. Save it, or copy it."))
    return text


def _make_room(ticket: Ticket) -> None:
    """Of one person's drafts the newest stay."""
    mine = Draft.objects.filter(owner_id=ticket.owner, settled_at__isnull=True)
    surplus = list(mine.newest_first().values_list("pk", flat=True)[MOST:])
    if surplus:
        Draft.objects.filter(pk__in=surplus).delete()


def _forget_continued(ticket: Ticket) -> None:
    """The draft that the page was filled from is in the page's own now, unless somebody has typed on in another one meanwhile."""
    if ticket.continues and ticket.continues_at:
        Draft.objects.filter(pk=ticket.continues, owner_id=ticket.owner, updated_at=ticket.continues_at).delete()
