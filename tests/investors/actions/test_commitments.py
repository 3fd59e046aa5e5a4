"""What becomes of a promise, and of its reminders."""

import datetime

import pytest

from investors.actions import commitments as act
from investors.actions.follow_ups import plan_follow_ups
from investors.actions.meetings import log_meeting
from investors.actions.rights import NotYours
from investors.models import Commitment, FollowUp
from portal.core.errors import RuleViolation, Stale
from portal.outbox.models import Delivery
from tests.builders import EVENING, IST, january_meeting
from tests.cast import Cast


@pytest.fixture
def commitment(cast: Cast) -> Commitment:
    meeting = log_meeting(data=january_meeting(cast.officer), by=cast.officer, now=EVENING)
    return meeting.commitments.get(text__startswith="Send the township")


def planned(commitment: Commitment) -> set[str]:
    return set(commitment.follow_ups.filter(state="planned").values_list("step", flat=True))


def waiting(commitment: Commitment) -> int:
    return Delivery.objects.filter(object_id__in=commitment.follow_ups.values("pk"), state="waiting").count()


def test_a_kept_promise_needs_evidence_and_reminds_nobody(commitment: Commitment, cast: Cast) -> None:
    with pytest.raises(RuleViolation) as refused:
        act.close_commitment(commitment=commitment, kept=True, by=cast.officer, now=EVENING)
    assert refused.value.field == "evidence"
    act.close_commitment(commitment=commitment, kept=True, evidence="Sent by post", by=cast.officer, now=EVENING)
    commitment.refresh_from_db()
    assert (commitment.state, commitment.closed_by) == ("kept", cast.officer)
    assert planned(commitment) == set()
    assert waiting(commitment) == 0


def test_a_moved_date_reminds_again_under_its_new_date(commitment: Commitment, cast: Cast) -> None:
    moved = datetime.date(2024, 3, 15)
    act.edit_commitment(commitment=commitment, text=commitment.text, due_on=moved, version=1, by=cast.officer, now=EVENING)
    assert planned(commitment) == {"due_soon", "due_today", "overdue"}
    occurrences = commitment.follow_ups.filter(state="planned").values_list("occurrence", flat=True)
    assert {o.partition("+")[0] for o in occurrences} == {"2024-03-15"}
    assert waiting(commitment) == 6


def test_a_date_moved_and_moved_back_reminds_as_at_first(commitment: Commitment, cast: Cast) -> None:
    first = commitment.due_on
    for version, day in enumerate((datetime.date(2024, 3, 15), first), start=1):
        act.edit_commitment(
            commitment=commitment, text=commitment.text, due_on=day, version=version, by=cast.officer, now=EVENING
        )
    assert planned(commitment) == {"due_soon", "due_today", "overdue"}
    assert waiting(commitment) == 6


def test_a_stale_change_is_refused_with_the_present_row(commitment: Commitment, cast: Cast) -> None:
    with pytest.raises(Stale):
        act.edit_commitment(commitment=commitment, text="x", due_on=commitment.due_on, version=7, by=cast.officer, now=EVENING)


def test_reassigning_sends_the_reminders_to_the_new_official(commitment: Commitment, cast: Cast) -> None:
    act.reassign_commitment(commitment=commitment, to=cast.colleague, by=cast.supervisor, now=EVENING)
    users = set(commitment.follow_ups.filter(state="planned").values_list("user", flat=True))
    assert users == {cast.colleague.pk}
    with pytest.raises(RuleViolation):
        act.reassign_commitment(commitment=commitment, to=cast.reader, by=cast.supervisor, now=EVENING)


def test_withdrawing_says_why_and_reopening_plans_again(commitment: Commitment, cast: Cast) -> None:
    act.withdraw_commitment(commitment=commitment, reason="Overtaken by the new policy", by=cast.officer, now=EVENING)
    assert planned(commitment) == set()
    act.reopen_commitment(commitment=commitment, reason="A slip", by=cast.officer, now=EVENING)
    assert planned(commitment) == {"due_soon", "due_today", "overdue"}


def test_a_colleague_who_neither_owns_nor_answers_is_refused(commitment: Commitment, cast: Cast) -> None:
    with pytest.raises(NotYours):
        act.withdraw_commitment(commitment=commitment, reason="x", by=cast.colleague, now=EVENING)


def test_the_sweep_adds_one_overdue_reminder_at_a_time_and_the_supervisor_after_ten(commitment: Commitment, cast: Cast) -> None:
    assert plan_follow_ups(now=EVENING) == 0
    commitment.follow_ups.filter(step="overdue").update(state="done")
    # The day after the first overdue reminder.
    day = datetime.datetime(2024, 2, 7, 10, 0, tzinfo=IST)
    assert plan_follow_ups(now=day) == 2
    second = commitment.follow_ups.filter(occurrence="2024-01-31+2")
    assert {f.user for f in second} == {cast.officer, cast.supervisor}
    assert plan_follow_ups(now=day) == 0


def test_a_month_without_a_scheduler_is_one_reminder_and_not_a_burst(commitment: Commitment, cast: Cast) -> None:
    commitment.follow_ups.filter(step="overdue").update(state="done")
    plan_follow_ups(now=datetime.datetime(2024, 3, 20, 10, 0, tzinfo=IST))
    latest = commitment.follow_ups.filter(step="overdue", state="planned", user=cast.officer)
    assert latest.count() == 1
    assert FollowUp.objects.filter(commitment=commitment, step="overdue").count() == 3
