"""A leaving official's promises, meetings and partners go to the successor with their reminders, in one transaction, told by one letter."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from investors.actions import holdings
from investors.actions.follow_ups import plan_follow_ups
from investors.actions.meeting_owner import NotOwned, reassign_meeting
from investors.actions.rights import NotYours
from investors.models import Commitment, FollowUp, Meeting, PartnerProfile
from portal.accounts import handing_over
from portal.accounts.actions import people
from portal.accounts.models import Role, User
from portal.core import clock
from portal.core.history import acting
from portal.outbox.models import Delivery
from tests.api_cast import make_api_cast
from tests.builders import january_meeting
from tests.cast import Cast, make_user
from tests.investors.views.desk_rows import log

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2024, 1, 10, 18, 0, tzinfo=ZoneInfo("Asia/Kolkata"))


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """Four promises of the officer, nine people, follow-ups planned."""
    from investors.actions.meetings import log_meeting

    return log_meeting(data=january_meeting(cast.officer), by=cast.officer, now=NOW)


def waiting_for(user: User) -> int:
    return Delivery.objects.filter(user=user, state="waiting").exclude(kind="account.handed_over").count()


def test_what_an_official_holds_is_counted_and_listed(cast: Cast, meeting: Meeting) -> None:
    held = {one.holding.name: one for one in handing_over.held_by(cast.officer)}
    assert {name: one.number for name, one in held.items()} == {"promises": 4, "meetings": 1}
    first = held["promises"].items[0]
    assert (first.words, first.due) == ("Send the township's plot list", datetime.date(2024, 1, 31))
    assert first.path.startswith("/desk/commitments/")
    assert held["meetings"].items[0].path == meeting.get_absolute_url()


def test_looking_at_it_costs_the_same_for_1_and_for_30_meetings(cast: Cast, meeting: Meeting) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            handing_over.held_by(cast.officer)
        return len(asked)

    few = statements()
    for number in range(29):
        log(cast, title=f"Meeting {number}", promises=1)
    assert statements() == few


def test_an_official_with_open_items_does_not_leave_without_a_successor(cast: Cast, meeting: Meeting) -> None:
    with pytest.raises(people.NeedsSuccessor) as refused:
        people.disable(user=cast.officer, by=cast.administrator, now=NOW)
    assert refused.value.params == {"number": 5}
    for unfit in (cast.reader, cast.operator, cast.investor):
        with pytest.raises(people.CannotTakeOver):
            people.disable(user=cast.officer, by=cast.administrator, successor=unfit, now=NOW)
    assert Commitment.objects.filter(answered_for_by=cast.officer).count() == 4


def test_everything_goes_to_the_successor_with_its_reminders(cast: Cast, meeting: Meeting) -> None:
    reminders = waiting_for(cast.officer)
    assert reminders > 8
    with acting(door="browser", user=cast.administrator):
        people.disable(user=cast.officer, by=cast.administrator, successor=cast.colleague, now=NOW)
    assert not Commitment.objects.filter(answered_for_by=cast.officer).exists()
    meeting.refresh_from_db()
    assert meeting.owner == cast.colleague
    assert (waiting_for(cast.officer), waiting_for(cast.colleague)) == (0, reminders)
    told = Delivery.objects.filter(kind="account.handed_over")
    assert [(row.user, row.channel) for row in told] == [(cast.colleague, "email")]
    # What waits for approval waits for the new owner.
    assert meeting.follow_ups.filter(state=FollowUp.State.AWAITING_APPROVAL).count() == 6
    assert handing_over.held_by(cast.officer) == []


def test_it_can_be_read_back_from_the_history_of_each_row(cast: Cast, meeting: Meeting) -> None:
    with acting(door="browser", user=cast.administrator):
        people.disable(user=cast.officer, by=cast.administrator, successor=cast.colleague, now=NOW)
    for model, rows in (("MeetingEvent", [meeting]), ("CommitmentEvent", meeting.commitments.all())):
        for row in rows:
            last = apps.get_model("investors", model).objects.filter(pgh_obj_id=row.pk).order_by("-pgh_id")[0]
            assert cast.colleague.pk in (getattr(last, "owner_id", None), getattr(last, "answered_for_by_id", None))
            assert last.pgh_context.metadata["user"] == str(cast.administrator.pk)


def test_a_failure_on_the_way_leaves_everything_as_it_was(cast: Cast, meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(**given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(holdings, "reassign_meeting", break_off)
    with pytest.raises(ZeroDivisionError):
        people.disable(user=cast.officer, by=cast.administrator, successor=cast.colleague, now=NOW)
    assert Commitment.objects.filter(answered_for_by=cast.officer).count() == 4
    assert User.objects.get(pk=cast.officer.pk).is_active
    assert not Delivery.objects.filter(kind="account.handed_over").exists()


def test_closed_promises_and_finished_meetings_stay_as_they_were(cast: Cast, meeting: Meeting) -> None:
    meeting.commitments.update(state="kept", evidence="done", closed_at=NOW, closed_by=cast.officer)
    meeting.follow_ups.filter(state__in=FollowUp.OPEN).update(
        state="dismissed", reason="no need", decided_by=cast.officer, decided_at=NOW
    )
    Meeting.objects.filter(pk=meeting.pk).update(outcome="All said.")
    people.disable(user=cast.officer, by=cast.administrator, now=NOW)
    meeting.refresh_from_db()
    assert meeting.owner == cast.officer
    assert meeting.commitments.filter(answered_for_by=cast.officer).count() == 4


def test_a_role_that_may_not_log_gives_its_items_away_and_one_that_may_keeps_them(cast: Cast, meeting: Meeting) -> None:
    people.change_role(user=cast.officer, role=Role.SUPERVISOR, by=cast.administrator, now=NOW)
    assert meeting.commitments.filter(answered_for_by=cast.officer).count() == 4
    with pytest.raises(people.NeedsSuccessor):
        people.change_role(user=cast.officer, role=Role.READER, by=cast.administrator, now=NOW)
    people.change_role(user=cast.officer, role=Role.READER, by=cast.administrator, successor=cast.colleague, now=NOW)
    assert meeting.commitments.filter(answered_for_by=cast.colleague).count() == 4


def test_during_a_leave_items_go_and_the_account_stays(cast: Cast, meeting: Meeting) -> None:
    assert people.hand_over(leaver=cast.officer, to=cast.colleague, by=cast.administrator, now=NOW) == 5
    assert User.objects.get(pk=cast.officer.pk).is_active


def test_a_partners_meetings_are_logged_for_the_successor(cast: Cast) -> None:
    callers = make_api_cast(cast)
    leaver = PartnerProfile.objects.get(partner=callers.partner).desk_officer
    people.disable(user=leaver, by=cast.administrator, successor=cast.colleague)
    assert not PartnerProfile.objects.filter(desk_officer=leaver).exists()


def test_reminders_to_a_leaving_supervisor_go_to_the_new_one(cast: Cast, meeting: Meeting) -> None:
    other = make_user("other", Role.SUPERVISOR)
    late = datetime.datetime(2024, 3, 1, 9, 0, tzinfo=ZoneInfo("Asia/Kolkata"))
    # What was planned at the start has long been sent; from ten working days on the supervisor is told too.
    meeting.follow_ups.filter(state=FollowUp.State.PLANNED).update(state=FollowUp.State.DONE, done_at=NOW)
    assert plan_follow_ups(now=late)
    theirs = FollowUp.objects.filter(user=cast.supervisor, state=FollowUp.State.PLANNED)
    before = theirs.count()
    assert before
    people.disable(user=cast.supervisor, by=cast.administrator, successor=other, now=late)
    assert not theirs.exists()
    assert FollowUp.objects.filter(user=other, step=FollowUp.Step.OVERDUE).exclude(state="cancelled").exists()


# A meeting's owner by itself


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("officer", True),
        ("supervisor", True),
        ("administrator", True),
        ("colleague", False),
        ("operator", False),
        ("reader", False),
        ("investor", False),
    ],
)
def test_the_owner_and_seniors_give_a_meeting_away(cast: Cast, meeting: Meeting, who: str, may: bool) -> None:
    by = getattr(cast, who)
    if may:
        assert reassign_meeting(meeting=meeting, to=cast.colleague, by=by, now=NOW).owner == cast.colleague
        return
    with pytest.raises(NotYours):
        reassign_meeting(meeting=meeting, to=cast.colleague, by=by, now=NOW)


def test_a_cancelled_meeting_has_no_owner_to_change(cast: Cast, meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(state="cancelled", cancelled_at=NOW)
    with pytest.raises(NotOwned):
        reassign_meeting(meeting=meeting, to=cast.colleague, by=cast.supervisor, now=NOW)


def test_the_outcome_is_asked_of_the_new_owner(cast: Cast) -> None:
    meeting = log(cast)
    reassign_meeting(meeting=meeting, to=cast.colleague, by=cast.supervisor, now=clock.now())
    asked = meeting.follow_ups.filter(step=FollowUp.Step.RECORD_OUTCOME, state=FollowUp.State.PLANNED)
    assert [row.user for row in asked] == [cast.colleague]
