"""The first plan, judged by the calendar."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from investors.actions.meetings import log_meeting
from investors.actions.plan import Planner
from investors.models import FollowUp, Meeting
from tests.builders import EVENING, IST, january_meeting
from tests.cast import Cast

Step = FollowUp.Step
State = FollowUp.State


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return log_meeting(data=january_meeting(cast.officer), by=cast.officer, now=EVENING)


def local(moment: datetime.datetime, zone: str = "Asia/Kolkata") -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def test_the_owner_is_asked_for_the_outcome_one_working_day_after_the_end(meeting: Meeting, cast: Cast) -> None:
    follow_up = meeting.follow_ups.get(step=Step.RECORD_OUTCOME)
    assert (follow_up.user, follow_up.state, local(follow_up.due_at)) == (cast.officer, State.PLANNED, "2024-01-11 12:00")


def test_every_guest_with_an_address_gets_a_thank_you_at_ten_of_his_zone_once_approved(meeting: Meeting) -> None:
    notes = meeting.follow_ups.filter(step=Step.THANK_YOU).select_related("contact")
    assert {n.state for n in notes} == {State.AWAITING_APPROVAL}
    moments = {n.contact.name: local(n.due_at, n.contact.zone) for n in notes if n.contact}
    assert moments == {
        "Taro": "2024-01-11 10:00",
        "Hideto": "2024-01-11 10:00",
        "Susumu": "2024-01-11 10:00",
        "Kazuhiro": "2024-01-11 10:00",
        "Nakane Tsutomu": "2024-01-11 10:00",
        "Hokuto": "2024-01-11 10:00",
    }


def test_a_promise_reminds_three_working_days_before_on_and_five_after_its_date(meeting: Meeting) -> None:
    commitment = meeting.commitments.get(text__startswith="Send the township")
    due = {f.step: local(f.due_at) for f in commitment.follow_ups.all()}
    # 26 January is Republic Day, 27 January a fourth Saturday: both are no working days in Karnataka.
    assert due == {
        Step.DUE_SOON: "2024-01-25 09:00",
        Step.DUE_TODAY: "2024-01-31 09:00",
        Step.OVERDUE: "2024-02-06 09:00",
    }


def test_a_meeting_logged_late_is_born_with_its_past_steps_skipped(cast: Cast) -> None:
    late = datetime.datetime(2024, 1, 30, 9, 0, tzinfo=IST)
    meeting = log_meeting(data=january_meeting(cast.officer), by=cast.officer, now=late)
    skipped = set(meeting.follow_ups.filter(state=State.SKIPPED).values_list("step", flat=True))
    assert skipped == {Step.RECORD_OUTCOME, Step.THANK_YOU, Step.DUE_SOON}
    assert set(meeting.follow_ups.filter(state=State.SKIPPED).values_list("reason", flat=True)) == {"too late"}
    assert meeting.follow_ups.filter(step=Step.DUE_TODAY, state=State.PLANNED).count() == 4


def test_an_outcome_already_given_asks_for_none(cast: Cast) -> None:
    data = january_meeting(cast.officer, outcome="Cordial.")
    meeting = log_meeting(data=data, by=cast.officer, now=EVENING)
    assert not meeting.follow_ups.filter(step=Step.RECORD_OUTCOME).exists()


def test_the_supervisor_is_told_from_ten_working_days_on(meeting: Meeting, cast: Cast) -> None:
    commitment = meeting.commitments.select_related("answered_for_by__supervisor").first()
    assert commitment is not None
    planner = Planner(EVENING)
    assert [w.user for w in planner.overdue(meeting, commitment, 1)] == [cast.officer]
    assert [w.user for w in planner.overdue(meeting, commitment, 2)] == [cast.officer, cast.supervisor]
