"""The headline of one entry in a timeline: what was done, in the words of the desk."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.snapshots import Snapshot

from .models import Commitment, FollowUp, Interest, Meeting

_PROMISE: dict[str, Promise] = {
    Commitment.State.OPEN: gettext_lazy("Promise reopened"),
    Commitment.State.PROPOSED_DONE: gettext_lazy("Promise proposed as done"),
    Commitment.State.KEPT: gettext_lazy("Promise closed as kept"),
    Commitment.State.MISSED: gettext_lazy("Promise closed as missed"),
    Commitment.State.WITHDRAWN: gettext_lazy("Promise withdrawn"),
}
_FOLLOW_UP: dict[str, Promise] = {
    FollowUp.State.AWAITING_APPROVAL: gettext_lazy("Follow-up changed"),
    FollowUp.State.PLANNED: gettext_lazy("Follow-up approved"),
    FollowUp.State.DONE: gettext_lazy("Follow-up done"),
    FollowUp.State.DISMISSED: gettext_lazy("Follow-up dismissed"),
    FollowUp.State.CANCELLED: gettext_lazy("Follow-up cancelled"),
    FollowUp.State.SKIPPED: gettext_lazy("Follow-up skipped"),
}
_INTEREST: dict[str, Promise] = {
    Interest.State.RECEIVED: gettext_lazy("Enquiry reopened"),
    Interest.State.ANSWERED: gettext_lazy("Enquiry answered"),
    Interest.State.CLOSED: gettext_lazy("Enquiry closed"),
    Interest.State.WITHDRAWN: gettext_lazy("Enquiry withdrawn"),
}


def title_of(group: Iterable[Snapshot]) -> str:
    """The weightiest change of the group names it: the meeting's, then a promise's, then a follow-up's."""
    by_noun: dict[str, list[Snapshot]] = {}
    for one in group:
        by_noun.setdefault(one.noun, []).append(one)
    if "meeting" in by_noun:
        return _of_meeting(by_noun["meeting"])
    if "delegation" in by_noun:
        return _("Delegation recorded") if any(one.is_new for one in by_noun["delegation"]) else _("Delegation changed")
    if "interest" in by_noun:
        return _of_interest(by_noun["interest"][0])
    if "commitment" in by_noun:
        return _of_promise(by_noun["commitment"])
    if set(by_noun) == {"follow_up"}:
        return _of_follow_up(by_noun["follow_up"])
    if set(by_noun) == {"attachment"}:
        return _of_file(by_noun["attachment"])
    return _("List of companies and bodies changed") if "attendance" not in by_noun else _("Who was there was changed")


def _of_meeting(rows: list[Snapshot]) -> str:
    if any(row.is_new for row in rows):
        state = rows[-1].now["state"]
        if state == Meeting.State.REPORTED:
            return _("Known from a source")
        return _("Draft begun") if state == Meeting.State.DRAFT else _("Meeting logged")
    row = rows[0]
    if row.changed("state"):
        if row.now["state"] == Meeting.State.CANCELLED:
            return _("Meeting cancelled")
        if row.before is not None and row.before["state"] == Meeting.State.REPORTED:
            return _("Reported meeting taken over")
        if row.before is not None and row.before["state"] == Meeting.State.DRAFT:
            return _("Draft became a meeting")
    told = {name for name in row.now if row.changed(name)} - {
        "version",
        "pgh_id",
        "pgh_created_at",
        "pgh_label",
        "pgh_context_id",
    }
    return _("Outcome recorded") if told and told <= {"outcome", "shared_summary"} else _("Meeting changed")


def _of_interest(row: Snapshot) -> str:
    if row.is_new:
        return _("Enquiry received")
    if row.changed("state"):
        return str(_INTEREST[str(row.now["state"])])
    if row.changed("assigned_to_id"):
        return _("Enquiry assigned")
    return _("Notes changed") if row.changed("notes") else _("Enquiry changed")


def _of_promise(rows: list[Snapshot]) -> str:
    row = rows[0]
    if row.is_new:
        return _("Promise recorded")
    if row.changed("state"):
        return str(_PROMISE[str(row.now["state"])])
    return _("Promise reassigned") if row.changed("answered_for_by_id") else _("Promise changed")


def _of_follow_up(rows: list[Snapshot]) -> str:
    row = rows[0]
    if row.is_new:
        return _("Follow-ups planned")
    return str(_FOLLOW_UP[str(row.now["state"])]) if row.changed("state") else _("Follow-up moved")


def _of_file(rows: list[Snapshot]) -> str:
    if any(row.is_new for row in rows):
        return _("File attached")
    return _("File removed") if any(row.is_gone for row in rows) else _("File described")
