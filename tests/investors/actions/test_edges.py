"""Where a plan, a lock or a right could slip: what is written late, closed meanwhile, corrected, odd or forbidden."""

import datetime
import threading
import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction

from investors.actions import commitments as act
from investors.actions import follow_ups
from investors.actions.follow_ups import plan_follow_ups
from investors.actions.meetings import cancel_meeting, edit_meeting, log_meeting, record_outcome
from investors.actions.plan import Planner
from investors.actions.rights import NotYours
from investors.emails import follow_ups as words
from investors.models import Commitment, Company, Contact, FollowUp, Meeting
from portal.accounts.models import Role
from portal.core.errors import RuleViolation, Stale
from portal.outbox.models import Delivery
from tests.builders import EVENING, IST, january_meeting, person, promise
from tests.cast import Cast, make_cast

pytestmark = pytest.mark.django_db


def at(year: int, month: int, day: int, hour: int = 10) -> datetime.datetime:
    return datetime.datetime(year, month, day, hour, tzinfo=IST)


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return log_meeting(data=january_meeting(cast.officer), by=cast.officer, now=EVENING)


@pytest.fixture
def commitment(meeting: Meeting) -> Commitment:
    """Due on 31 January; overdue reminders fall on 6, 13 and 20 February."""
    return meeting.commitments.get(text__startswith="Send the township")


def form_of(meeting: Meeting, officer: Any) -> Any:
    """The edit form as it was opened."""
    data = january_meeting(officer)
    for row, known in zip(data.attendances, meeting.attendances.order_by("position"), strict=True):
        row.id, row.contact = known.pk, known.contact
    for promised, kept in zip(data.commitments, meeting.commitments.order_by("position"), strict=True):
        promised.id = kept.pk
    data.delegation, data.new_delegation = meeting.delegation, ""
    return data


def planned(commitment: Commitment) -> set[tuple[str, str]]:
    return set(commitment.follow_ups.filter(state="planned").values_list("step", "occurrence"))


# Steps that were past when they were written


def test_reopening_after_the_due_date_does_not_announce_the_past(commitment: Commitment, cast: Cast) -> None:
    act.close_commitment(commitment=commitment, kept=True, evidence="Sent", by=cast.officer, now=at(2024, 1, 15))
    act.reopen_commitment(commitment=commitment, reason="It never came", by=cast.officer, now=at(2024, 2, 26))
    assert {step for step, _ in planned(commitment)} <= {"overdue"}
    plan_follow_ups(now=at(2024, 2, 26))
    assert {step for step, _ in planned(commitment)} == {"overdue"}


def test_reassigning_after_the_due_date_sends_no_stale_reminders(commitment: Commitment, cast: Cast) -> None:
    act.reassign_commitment(commitment=commitment, to=cast.colleague, by=cast.supervisor, now=at(2024, 2, 2))
    assert planned(commitment) == {("overdue", "2024-01-31+1")}


def test_logging_on_a_day_of_rest_is_no_later_than_on_the_next_morning() -> None:
    due = at(2024, 1, 12, 11)  # a Friday; the 13th is a second Saturday
    sunday, monday = at(2024, 1, 14, 18), at(2024, 1, 15, 9)
    assert not Planner(monday).is_too_late(due, monday)
    assert not Planner(sunday).is_too_late(due, sunday)


# The row of overdue reminders


def test_a_reopened_promise_does_not_lose_the_next_overdue_reminder(commitment: Commitment, cast: Cast) -> None:
    commitment.follow_ups.filter(step="overdue").update(state="done")
    plan_follow_ups(now=at(2024, 2, 7))
    act.close_commitment(commitment=commitment, kept=True, evidence="Sent", by=cast.officer, now=at(2024, 2, 8))
    act.reopen_commitment(commitment=commitment, reason="A slip", by=cast.officer, now=at(2024, 2, 8))
    plan_follow_ups(now=at(2024, 2, 8))
    again = commitment.follow_ups.filter(step="overdue", state="planned")
    assert {(f.user, f.occurrence) for f in again} == {
        (cast.officer, "2024-01-31+2#1"),
        (cast.supervisor, "2024-01-31+2#1"),
    }
    assert Delivery.objects.filter(object_id__in=[f.pk for f in again], state="waiting").count() == 4


def test_the_new_official_gets_the_next_overdue_reminder_and_the_supervisor_no_second(commitment: Commitment, cast: Cast) -> None:
    commitment.follow_ups.filter(step="overdue").update(state="done")
    plan_follow_ups(now=at(2024, 2, 7))
    act.reassign_commitment(commitment=commitment, to=cast.colleague, by=cast.supervisor, now=at(2024, 2, 9))
    plan_follow_ups(now=at(2024, 2, 9))
    rows = commitment.follow_ups.filter(step="overdue", state="planned")
    assert sorted((f.user.name, f.occurrence) for f in rows if f.user) == [
        ("Colleague", "2024-01-31+2"),
        ("Supervisor", "2024-01-31+2"),
    ]


def test_an_edit_while_the_sweep_was_away_does_not_double_the_overdue_reminder(commitment: Commitment, cast: Cast) -> None:
    commitment.follow_ups.filter(step="overdue").update(state="done")
    plan_follow_ups(now=at(2024, 2, 7))
    act.edit_commitment(
        commitment=commitment, text="Other words", due_on=commitment.due_on, version=1, by=cast.officer, now=at(2024, 3, 20)
    )
    plan_follow_ups(now=at(2024, 3, 20))
    assert commitment.follow_ups.filter(step="overdue", state="planned", user=cast.officer).count() == 1


@pytest.mark.filterwarnings("ignore:Requested Holidays")
@pytest.mark.parametrize("year", [1900, 1924, 2008])
def test_a_due_date_long_past_is_one_reminder_and_no_crash(cast: Cast, year: int) -> None:
    slip = promise(cast.officer, "Typed with a slip", "M B Patil", datetime.date(year, 2, 28))
    meeting = log_meeting(data=january_meeting(cast.officer, commitments=[slip]), by=cast.officer, now=EVENING)
    plan_follow_ups(now=EVENING)
    rows = FollowUp.objects.filter(commitment__meeting=meeting, state="planned", user=cast.officer)
    assert [f.step for f in rows] == ["overdue"]


# A form that is older than the promise


def test_a_promise_closed_while_the_form_was_open_is_not_made_anew(meeting: Meeting, commitment: Commitment, cast: Cast) -> None:
    data = form_of(meeting, cast.officer)
    act.close_commitment(commitment=commitment, kept=True, evidence="Sent", by=cast.officer, now=EVENING)
    with pytest.raises(Stale):
        edit_meeting(meeting=meeting, data=data, version=1, by=cast.officer, now=EVENING)
    edit_meeting(meeting=meeting, data=data, version=2, by=cast.officer, now=EVENING)
    assert meeting.commitments.count() == 4
    commitment.refresh_from_db()
    assert (commitment.state, commitment.evidence) == ("kept", "Sent")
    assert planned(commitment) == set()


def test_the_old_words_of_a_promise_are_not_written_back_by_an_older_form(
    meeting: Meeting, commitment: Commitment, cast: Cast
) -> None:
    data = form_of(meeting, cast.officer)
    moved = datetime.date(2024, 4, 3)
    act.edit_commitment(commitment=commitment, text="Send it by post", due_on=moved, version=1, by=cast.officer, now=EVENING)
    with pytest.raises(Stale):
        edit_meeting(meeting=meeting, data=data, version=1, by=cast.officer, now=EVENING)
    commitment.refresh_from_db()
    assert (commitment.text, commitment.due_on) == ("Send it by post", moved)


# Two at once


@pytest.mark.django_db(transaction=True)
def test_a_promise_edited_while_its_meeting_is_cancelled_ends_without_a_deadlock() -> None:
    cast = make_cast()
    meeting = log_meeting(data=january_meeting(cast.officer), by=cast.officer, now=EVENING)
    commitment = meeting.commitments.order_by("position")[0]
    refused: list[BaseException] = []

    def apart(job: Any) -> threading.Thread:
        def run() -> None:
            try:
                job()
            except Exception as error:
                refused.append(error)
                if not isinstance(error, RuleViolation):
                    raise
            finally:
                connections.close_all()

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    def move() -> None:
        act.edit_commitment(
            commitment=commitment, text="x", due_on=datetime.date(2024, 4, 3), version=1, by=cast.officer, now=EVENING
        )

    with transaction.atomic():
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        thread = apart(move)
        thread.join(0.7)
        # Whoever changes the promise waits for the meeting and holds no lock that this transaction needs.
        cancel_meeting(meeting=meeting, reason="Fell ill", by=cast.officer, now=EVENING)
    thread.join(20)
    assert [type(error).__name__ for error in refused] == ["NotOpen"]
    assert not FollowUp.objects.filter(state__in=["planned", "awaiting_approval"]).exists()
    assert not Delivery.objects.filter(state="waiting").exists()


@pytest.mark.django_db(transaction=True)
def test_two_meetings_at_once_that_name_one_new_company_make_it_once() -> None:
    cast = make_cast()
    failures: list[BaseException] = []

    def log() -> None:
        try:
            data = january_meeting(cast.officer, new_companies=["Example Shinsei"])
            log_meeting(data=data, by=cast.officer, now=EVENING)
        except Exception as error:
            failures.append(error)
            raise
        finally:
            connections.close_all()

    threads = [threading.Thread(target=log) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert failures == []
    assert Meeting.objects.count() == 3
    assert Company.objects.filter(name_en="Example Shinsei").count() == 1


# Addresses


def test_a_corrected_address_takes_the_approved_note_with_it(meeting: Meeting, cast: Cast) -> None:
    note = meeting.follow_ups.select_related("contact").get(step="thank_you", contact__name="Taro")
    follow_ups.approve_follow_up(follow_up=note, message="Thank you.", by=cast.officer, now=EVENING)
    data = form_of(meeting, cast.officer)
    data.attendances[0].email = "taro.right@example.org"
    edit_meeting(meeting=meeting, data=data, version=1, by=cast.officer, now=EVENING)
    delivery = Delivery.objects.get(kind="follow_up.thank_you")
    assert (delivery.address, delivery.state) == ("taro.right@example.org", "waiting")


def test_a_note_to_somebody_whose_address_is_gone_is_refused_in_words(meeting: Meeting, cast: Cast) -> None:
    note = meeting.follow_ups.get(step="thank_you", contact__name="Taro")
    Contact.objects.filter(pk=note.contact_id).update(email="")
    with pytest.raises(RuleViolation):
        follow_ups.approve_follow_up(follow_up=note, message="Thank you.", by=cast.officer, now=EVENING)


# Rights


@pytest.mark.parametrize("who", ["investor", "reader", "operator"])
def test_nobody_answers_for_a_promise_who_may_not_act_on_it(cast: Cast, who: str) -> None:
    data = january_meeting(cast.officer)
    data.commitments[1].answered_for_by = getattr(cast, who)
    with pytest.raises(ValidationError) as refused:
        log_meeting(data=data, by=cast.officer, now=EVENING)
    assert list(refused.value.error_dict) == ["commitments-1-answered_for_by"]
    assert not Meeting.objects.exists()


def test_who_left_the_desk_neither_dismisses_nor_is_reminded(commitment: Commitment, cast: Cast) -> None:
    act.reassign_commitment(commitment=commitment, to=cast.colleague, by=cast.supervisor, now=EVENING)
    reminder = commitment.follow_ups.get(step="due_today", state="planned")
    delivery = Delivery.objects.filter(object_id=reminder.pk, channel="email").get()
    assert words.wanted(delivery, EVENING) == ""
    cast.colleague.role = Role.INVESTOR
    cast.colleague.save()
    with pytest.raises(NotYours):
        follow_ups.dismiss_follow_up(follow_up=reminder, reason="x", by=cast.colleague, now=EVENING)
    assert words.wanted(delivery, EVENING) != ""


def test_a_submission_of_somebody_else_does_not_show_his_meeting(cast: Cast) -> None:
    token = uuid.uuid4()
    log_meeting(data=january_meeting(cast.officer), by=cast.officer, now=EVENING, submission=token)
    with pytest.raises(ValidationError):
        log_meeting(data=january_meeting(cast.officer), by=cast.colleague, now=EVENING, submission=token)


# A second message of a follow-up whose first was handed over


def test_a_late_mail_of_a_moved_date_is_no_longer_wanted(commitment: Commitment, cast: Cast) -> None:
    reminder = commitment.follow_ups.get(step="due_today")
    delivery = Delivery.objects.filter(object_id=reminder.pk, channel="email").get()
    FollowUp.objects.filter(pk=reminder.pk).update(state="done")
    act.edit_commitment(
        commitment=commitment, text=commitment.text, due_on=datetime.date(2024, 4, 3), version=1, by=cast.officer, now=EVENING
    )
    assert words.wanted(delivery, EVENING) != ""


# Odd input


@pytest.mark.parametrize("name", ["Nul\x00here", "half \ud800 letter", "over\u202eride", "x" * 201])
@pytest.mark.parametrize(
    "field", ["new_companies", "new_organisations", "attendances-0-new_company", "attendances-0-new_organisation"]
)
def test_an_unfit_name_is_refused_at_its_field(cast: Cast, name: str, field: str) -> None:
    data = january_meeting(cast.officer)
    if field.startswith("new"):
        setattr(data, field, [name])
    else:
        setattr(data.attendances[0], field.rpartition("-")[2], name)
    with pytest.raises(ValidationError) as refused:
        log_meeting(data=data, by=cast.officer, now=EVENING)
    assert field in refused.value.error_dict
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("field", ["new_company", "new_organisation"])
def test_new_bodies_whose_names_have_no_latin_letter_are_recorded(cast: Cast, field: str) -> None:
    data = january_meeting(cast.officer)
    for row, name in zip(data.attendances, ["例の電池", "例の部品", "[]"], strict=False):
        row.new_organisation = row.new_company = ""
        setattr(row, field, name)
    meeting = log_meeting(data=data, by=cast.officer, now=EVENING)
    bodies = meeting.companies if field == "new_company" else meeting.organisations
    slugs = dict(bodies.filter(name_en__in=["例の電池", "例の部品", "[]"]).values_list("name_en", "slug"))
    assert len(set(slugs.values())) == 3
    assert all(slugs.values())


@pytest.mark.parametrize("moment", [datetime.datetime.max, datetime.datetime.min])
def test_the_ends_of_the_calendar_are_refused_and_do_not_crash(cast: Cast, moment: datetime.datetime) -> None:
    when = moment.replace(tzinfo=datetime.UTC)
    for zone in ("Asia/Tokyo", "America/New_York"):
        data = january_meeting(cast.officer, starts_at=when, ends_at=None, zone=zone)
        with pytest.raises(ValidationError) as refused:
            log_meeting(data=data, by=cast.officer, now=EVENING)
        assert "starts_at" in refused.value.error_dict


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "Asia/Tokyo\n", "\x00"])
def test_an_unknown_zone_is_refused_at_its_field(cast: Cast, zone: str) -> None:
    with pytest.raises(ValidationError) as refused:
        log_meeting(data=january_meeting(cast.officer, zone=zone), by=cast.officer, now=EVENING)
    assert "zone" in refused.value.error_dict
    guest = person("guest", "Aoki Rei", "Director", email="aoki@example.org", zone=zone)
    with pytest.raises(ValidationError) as refused:
        log_meeting(data=january_meeting(cast.officer, attendances=[guest], commitments=[]), by=cast.officer, now=EVENING)
    assert "attendances-0-zone" in refused.value.error_dict


def test_recording_the_outcome_of_a_meeting_that_is_over_says_that_it_was_held(cast: Cast) -> None:
    meeting = log_meeting(data=january_meeting(cast.officer), by=cast.officer, now=at(2024, 1, 9))
    assert meeting.state == "scheduled"
    record_outcome(meeting=meeting, outcome="Cordial.", shared_summary="", version=1, by=cast.officer, now=EVENING)
    assert Meeting.objects.get().state == "held"
