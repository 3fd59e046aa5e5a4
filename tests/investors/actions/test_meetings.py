"""Logging, changing and cancelling a meeting."""

import datetime
import threading
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from investors.actions import follow_ups
from investors.actions.meetings import cancel_meeting, edit_meeting, log_meeting, record_outcome
from investors.actions.rights import NotYours
from investors.models import Attendance, Commitment, Company, Contact, Delegation, FollowUp, Meeting, Organisation
from portal.core.errors import RuleViolation, Stale
from portal.outbox.models import Delivery, Event
from tests.builders import DAY, EVENING, NOON, january_meeting
from tests.cast import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return log_meeting(data=january_meeting(cast.officer), by=cast.officer, now=EVENING)


def test_a_meeting_is_written_with_its_people_promises_and_messages(meeting: Meeting, cast: Cast) -> None:
    assert (meeting.state, meeting.date, meeting.owner) == ("held", DAY, cast.officer)
    assert meeting.attendances.count() == 9
    assert meeting.commitments.count() == 4
    assert {o.name_en for o in meeting.organisations.all()} == {
        "Japanese parliamentary delegation",
        "Consulate-General of Japan in Bengaluru",
    }
    minister = meeting.commitments.get(text="Announce the clean mobility policy").promised_by
    assert isinstance(minister, Contact)
    assert minister.name == "M B Patil"
    assert meeting.delegation is not None
    # Six guests wait for approval; the owner's outcome note and 4 x 3 reminders each leave by mail and under the bell.
    assert meeting.follow_ups.count() == 6 + 1 + 12
    assert Delivery.objects.count() == 2 * 13
    assert set(Delivery.objects.values_list("is_example", flat=True)) == {True}


@pytest.mark.parametrize("rows", [0, 60])
def test_saving_costs_few_statements_whatever_the_tables_hold(cast: Cast, rows: int) -> None:
    Company.objects.bulk_create([Company(slug=f"c{n}", name=f"C{n}", name_en=f"C{n}") for n in range(rows)])
    with CaptureQueriesContext(
        connection,
    ) as captured:
        log_meeting(data=january_meeting(cast.officer), by=cast.officer, now=EVENING, submission=uuid.uuid4())
    assert len(captured) <= 25, "\n".join(q["sql"][:120] for q in captured.captured_queries)


def test_a_refused_promise_leaves_nothing_half_written(cast: Cast) -> None:
    data = january_meeting(cast.officer)
    data.commitments[2].promised_by_name = "Nobody of that name"
    with pytest.raises(ValidationError) as refused:
        log_meeting(data=data, by=cast.officer, now=EVENING)
    assert "commitments-2-promised_by" in refused.value.error_dict
    for model in (Meeting, Attendance, Contact, Commitment, Delegation, FollowUp, Event, Delivery, Organisation):
        assert not model.objects.exists(), model


def test_the_same_person_twice_is_refused_at_the_second(cast: Cast) -> None:
    known = Contact.objects.create(name="Aoki Rei")
    data = january_meeting(cast.officer)
    data.attendances[0].contact = data.attendances[3].contact = known
    with pytest.raises(ValidationError) as refused:
        log_meeting(data=data, by=cast.officer, now=EVENING)
    assert list(refused.value.error_dict) == ["attendances-3-name"]


def test_an_end_before_the_start_is_refused_at_the_end(cast: Cast) -> None:
    data = january_meeting(cast.officer, ends_at=NOON - datetime.timedelta(hours=3))
    with pytest.raises(RuleViolation) as refused:
        log_meeting(data=data, by=cast.officer, now=EVENING)
    assert refused.value.field == "ends_at"


@pytest.mark.parametrize("who", ["reader", "operator", "investor"])
def test_who_may_not_log_is_refused(cast: Cast, who: str) -> None:
    with pytest.raises(NotYours):
        log_meeting(data=january_meeting(cast.officer), by=getattr(cast, who), now=EVENING)


def test_a_repeated_submission_answers_the_first_meeting(cast: Cast) -> None:
    token = uuid.uuid4()
    first = log_meeting(data=january_meeting(cast.officer), by=cast.officer, now=EVENING, submission=token)
    again = log_meeting(data=january_meeting(cast.officer), by=cast.officer, now=EVENING, submission=token)
    assert first == again
    assert Meeting.objects.count() == 1
    assert Contact.objects.count() == 9


@pytest.mark.django_db(transaction=True)
def test_three_parallel_posts_of_one_form_are_one_meeting() -> None:
    cast = make_cast()
    token = uuid.uuid4()
    answers: list[uuid.UUID] = []

    def post() -> None:
        try:
            answers.append(log_meeting(data=january_meeting(cast.officer), by=cast.officer, now=EVENING, submission=token).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=post) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(answers) == 3
    assert len(set(answers)) == 1
    assert (Meeting.objects.count(), Contact.objects.count(), Commitment.objects.count()) == (1, 9, 4)


def test_a_reported_meeting_taken_over_stays_one_and_keeps_its_sources(cast: Cast) -> None:
    from sectors.models import Source

    source = Source.objects.create(code="F1", url="https://example.org/a", publisher="Example")
    reported = Meeting.objects.create(title="As reported", state="reported", date=DAY, key="reported")
    reported.sources.add(source)
    press = Contact.objects.create(name="Taro")
    Attendance.objects.create(meeting=reported, side="guest", contact=press, office="Member of Parliament")
    meeting = log_meeting(data=january_meeting(cast.officer), by=cast.officer, now=EVENING, takes_over=reported)
    assert meeting.pk == reported.pk
    assert Meeting.objects.get().state == "held"
    assert list(meeting.sources.all()) == [source]
    assert meeting.attendances.count() == 9
    with pytest.raises(RuleViolation):
        log_meeting(data=january_meeting(cast.officer), by=cast.colleague, now=EVENING, takes_over=reported)


def _as_input(meeting: Meeting, officer: object, **changes: object):  # type: ignore[no-untyped-def]
    data = january_meeting(officer, **changes)  # type: ignore[arg-type]
    for row, known in zip(data.attendances, meeting.attendances.order_by("position"), strict=True):
        row.id, row.contact = known.pk, known.contact
    for promise, kept in zip(data.commitments, meeting.commitments.order_by("position"), strict=True):
        promise.id = kept.pk
    data.delegation, data.new_delegation = meeting.delegation, ""
    return data


def test_an_edit_that_changes_nothing_changes_no_message(meeting: Meeting, cast: Cast) -> None:
    before = set(Delivery.objects.values_list("pk", "state", "due_at"))
    edit_meeting(meeting=meeting, data=_as_input(meeting, cast.officer), version=1, by=cast.officer, now=EVENING)
    assert set(Delivery.objects.values_list("pk", "state", "due_at")) == before
    assert meeting.follow_ups.count() == 19


def test_a_stale_edit_overwrites_nothing(meeting: Meeting, cast: Cast) -> None:
    edit_meeting(meeting=meeting, data=_as_input(meeting, cast.officer, title="First"), version=1, by=cast.officer, now=EVENING)
    with pytest.raises(Stale) as stale:
        edit_meeting(
            meeting=meeting, data=_as_input(meeting, cast.officer, title="Second"), version=1, by=cast.officer, now=EVENING
        )
    assert stale.value.current.title == "First"
    assert Meeting.objects.get().title == "First"


def test_moving_the_day_moves_what_is_not_yet_sent(meeting: Meeting, cast: Cast) -> None:
    later = datetime.timedelta(days=1)
    data = _as_input(meeting, cast.officer, starts_at=NOON + later, ends_at=NOON + later)
    edit_meeting(meeting=meeting, data=data, version=1, by=cast.officer, now=EVENING)
    outcome = meeting.follow_ups.filter(step="record_outcome")
    assert [(f.occurrence, f.state) for f in outcome.order_by("occurrence")] == [
        ("2024-01-10", "cancelled"),
        ("2024-01-11", "planned"),
    ]
    assert Delivery.objects.filter(kind="follow_up.record_outcome", state="waiting").count() == 2


def test_a_promise_taken_off_the_form_is_withdrawn_and_reminds_nobody(meeting: Meeting, cast: Cast) -> None:
    data = _as_input(meeting, cast.officer)
    gone = data.commitments.pop()
    edit_meeting(meeting=meeting, data=data, version=1, by=cast.officer, now=EVENING)
    commitment = Commitment.objects.get(pk=gone.id)
    assert commitment.state == "withdrawn"
    assert set(commitment.follow_ups.values_list("state", flat=True)) == {"cancelled"}
    assert not Delivery.objects.filter(object_id__in=commitment.follow_ups.values("pk"), state="waiting").exists()


def test_a_colleague_may_not_edit_but_the_supervisor_may(meeting: Meeting, cast: Cast) -> None:
    with pytest.raises(NotYours):
        edit_meeting(meeting=meeting, data=_as_input(meeting, cast.officer), version=1, by=cast.colleague, now=EVENING)
    edit_meeting(meeting=meeting, data=_as_input(meeting, cast.officer), version=1, by=cast.supervisor, now=EVENING)


def test_a_cancelled_meeting_sends_nothing_and_withdraws_its_promises(meeting: Meeting, cast: Cast) -> None:
    cancel_meeting(meeting=meeting, reason="The guests fell ill", by=cast.officer, now=EVENING)
    assert set(meeting.follow_ups.values_list("state", flat=True)) == {"cancelled"}
    assert set(Delivery.objects.values_list("state", flat=True)) == {"cancelled"}
    assert set(meeting.commitments.values_list("state", flat=True)) == {"withdrawn"}
    with pytest.raises(RuleViolation):
        cancel_meeting(meeting=meeting, reason="Again", by=cast.officer, now=EVENING)


def test_recording_the_outcome_cancels_the_reminder_to_do_so(meeting: Meeting, cast: Cast) -> None:
    record_outcome(meeting=meeting, outcome="Cordial.", shared_summary="", version=1, by=cast.officer, now=EVENING)
    assert meeting.follow_ups.get(step="record_outcome").state == "cancelled"
    assert not Delivery.objects.filter(kind="follow_up.record_outcome", state="waiting").exists()


def test_an_approved_thank_you_is_written_to_its_guest_alone(meeting: Meeting, cast: Cast) -> None:
    note = meeting.follow_ups.filter(step="thank_you").select_related("contact").first()
    assert note is not None
    follow_ups.approve_follow_up(follow_up=note, message="ありがとうございました。", by=cast.officer, now=EVENING)
    delivery = Delivery.objects.get(kind="follow_up.thank_you")
    assert note.contact is not None
    assert (delivery.address, delivery.language, delivery.channel) == (note.contact.email, "ja", "email")
    with pytest.raises(RuleViolation):
        follow_ups.approve_follow_up(follow_up=note, message="Twice", by=cast.officer, now=EVENING)


def test_a_dismissed_follow_up_stays_dismissed_through_later_edits(meeting: Meeting, cast: Cast) -> None:
    note = meeting.follow_ups.filter(step="thank_you").first()
    assert note is not None
    follow_ups.dismiss_follow_up(follow_up=note, reason="Thanked by telephone", by=cast.officer, now=EVENING)
    edit_meeting(meeting=meeting, data=_as_input(meeting, cast.officer), version=1, by=cast.officer, now=EVENING)
    note.refresh_from_db()
    assert note.state == "dismissed"
    assert meeting.follow_ups.filter(step="thank_you").count() == 6
