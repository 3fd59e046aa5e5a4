"""The history of a partner, its people and its keys, told in sentences; newest first."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core import formats
from portal.core.snapshots import Snapshot, part, snapshots

from .models import Partner, PartnerMembership


@dataclass(frozen=True)
class Entry:
    """One change as the timeline shows it."""

    title: str
    text: str
    by: str
    door: str
    when: str
    iso: str


def of_partner(partner: Partner, zone: str) -> list[Entry]:
    """Everything that happened, with instants in this zone. Two statements."""
    told = snapshots(
        [
            part("partners", "partner", "PartnerEvent", "pgh_obj_id = %s"),
            part("partners", "key", "ApiKeyEvent", "partner_id = %s"),
            part("partners", "membership", "PartnerMembershipEvent", "partner_id = %s"),
        ],
        partner.pk,
    )
    names = _names(told)
    return [
        Entry(
            title=_title(one, names),
            text="; ".join(_changes(one, zone)),
            by=one.who,
            door=one.door,
            when=formats.moment(one.at, zone),
            iso=one.at.isoformat(),
        )
        for one in told
    ]


def _names(told: Iterable[Snapshot]) -> dict[str, str]:
    """Names of the people who were appointed."""
    ids = {one.now["user_id"] for one in told if one.noun == "membership"}
    return {str(pk): name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "name")}


def _title(one: Snapshot, names: dict[str, str]) -> str:
    if one.noun == "key":
        words = {"name": one.now["name"], "prefix": one.now["prefix"]}
        if one.is_new:
            return _("Key made: %(name)s (%(prefix)s…)") % words
        if one.changed("revoked_at"):
            return _("Key revoked: %(name)s (%(prefix)s…)") % words
        return _("Key changed: %(name)s (%(prefix)s…)") % words
    if one.noun == "membership":
        words = {"who": names.get(one.now["user_id"], "–"), "role": dict(PartnerMembership.Role.choices)[one.now["role"]]}
        if one.now["ended_on"]:
            return _("%(who)s acts for the partner no longer") % words
        return _("%(who)s acts for the partner: %(role)s") % words
    if one.is_new:
        return _("Partner made")
    if one.changed("is_active"):
        return _("Partner opened again") if one.now["is_active"] else _("Partner closed")
    return _("Partner changed")


def _changes(one: Snapshot, zone: str) -> Iterator[str]:
    """What is different, or what a new key may do and until when."""
    if one.noun == "key":
        if one.is_new or one.changed("scopes"):
            yield _compared(_("May do"), one, "scopes", lambda value: ", ".join(value))
        if one.is_new or one.changed("expires_at"):
            yield _compared(_("Expires"), one, "expires_at", lambda value: _instant(value, zone))
        if one.changed("name"):
            yield _compared(_("Name"), one, "name", str)
    elif one.noun == "partner":
        if one.changed("name"):
            yield _compared(_("Name"), one, "name", str)
        if one.changed("is_active") and one.now["close_reason"]:
            yield str(one.now["close_reason"])


def _compared(label: str, one: Snapshot, column: str, say: Any) -> str:
    now = say(one.now[column])
    if one.before is None:
        return _("%(label)s: %(now)s") % {"label": label, "now": now}
    return _("%(label)s: %(before)s → %(now)s") % {"label": label, "before": say(one.before[column]), "now": now}


def _instant(value: str | None, zone: str) -> str:
    return formats.moment(datetime.datetime.fromisoformat(value), zone) if value else _("never")
