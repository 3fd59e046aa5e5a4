"""The registry's entries for follow-ups: what a delivery says, whether it is still wanted, what its handing-over settles."""

import datetime

from django.utils.translation import gettext_noop

from portal.accounts.viewer import DESK_ROLES
from portal.outbox import registry
from portal.outbox.message import Message
from portal.outbox.models import Delivery

from ..models import FollowUp
from . import reminders, thank_you

_RENDER = {
    FollowUp.Step.RECORD_OUTCOME: reminders.render_record_outcome,
    FollowUp.Step.THANK_YOU: thank_you.render,
    FollowUp.Step.DUE_SOON: reminders.render_promise,
    FollowUp.Step.DUE_TODAY: reminders.render_promise,
    FollowUp.Step.OVERDUE: reminders.render_promise,
}


def register() -> None:
    """Tell the outbox of every step; called once when the app is ready."""
    for step in FollowUp.Step:
        registry.register(f"follow_up.{step.value}", render=render, wanted=wanted, accepted=accepted, lock=lock, label=step.label)


def render(delivery: Delivery, language: str) -> Message:
    follow_up = (
        FollowUp.objects.select_related(
            "meeting__owner",
            "user",
            "contact",
            "commitment__answered_for_by",
            "commitment__promised_by_contact",
            "commitment__promised_by_organisation",
            "commitment__promised_by_company",
        )
    ).get(pk=delivery.object_id)
    return _RENDER[FollowUp.Step(follow_up.step)](follow_up)


def wanted(delivery: Delivery, now: datetime.datetime) -> str:
    """Judged again at the moment of sending: rights and the world may have changed since it was planned.

    Done counts as wanted: the first channel's handing-over settles the follow-up while the second is still on its way.
    """
    follow_up = FollowUp.objects.select_related("meeting", "commitment", "user", "contact").filter(pk=delivery.object_id).first()
    if follow_up is None or follow_up.state not in (FollowUp.State.PLANNED, FollowUp.State.DONE):
        return gettext_noop("no longer needed")
    if follow_up.meeting.is_closed:
        return gettext_noop("the meeting was cancelled")
    if follow_up.commitment is not None and follow_up.commitment.is_closed:
        return gettext_noop("the promise is closed")
    if follow_up.user is not None and not follow_up.user.is_active:
        return gettext_noop("the account is closed")
    if follow_up.user is not None and follow_up.user.role not in DESK_ROLES:
        return gettext_noop("the account is no longer of the desk")
    if follow_up.commitment is not None and not follow_up.occurrence.startswith(follow_up.commitment.due_on.isoformat()):
        return gettext_noop("the date was moved")
    if follow_up.step == FollowUp.Step.RECORD_OUTCOME and follow_up.meeting.outcome:
        return gettext_noop("the outcome is recorded")
    return ""


def lock(delivery: Delivery) -> None:
    """The follow-up first, then its messages: as every action that cancels does."""
    FollowUp.objects.select_for_update().filter(pk=delivery.object_id).values_list("pk").first()


def accepted(delivery: Delivery, now: datetime.datetime) -> None:
    """The first message handed over makes the follow-up done."""
    FollowUp.objects.filter(pk=delivery.object_id, state=FollowUp.State.PLANNED).update(state=FollowUp.State.DONE, done_at=now)
