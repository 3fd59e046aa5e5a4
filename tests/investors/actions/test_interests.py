"""What becomes of an enquiry: received once, acknowledged without a word of the asker's, reminded of, answered, closed."""

import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from investors.actions import interests as actions
from investors.actions.answer_clock import AnswerClock
from investors.actions.interest_reminders import remind_of_interests
from investors.actions.rights import NotYours
from investors.emails.interests import proposed_answer
from investors.models import Company, Interest, InterestAnswer, Organisation
from portal.accounts.models import User
from portal.accounts.viewer import NOBODY, Viewer
from portal.core.errors import Stale
from portal.core.models import Holiday
from portal.outbox import registry
from portal.outbox.models import Delivery
from portal.partners.models import Partner
from sectors.models import District, Opportunity, Plot, Township
from tests.cast import Cast
from tests.investors.interest_rows import NOON, TYPED, asked

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def township(db: None) -> Township:
    district = District.objects.create(code="valley", name="Valley", name_en="Valley")
    return Township.objects.create(slug="place", name="Place", name_en="Place", name_ja="場所", district=district)


def sent(kind: str) -> list[Delivery]:
    return list(Delivery.objects.filter(kind=kind).select_related("user").order_by("channel", "user__name", "id"))


def words(delivery: Delivery) -> str:
    with translation.override(delivery.language):
        message = registry.of(delivery.kind).render(delivery, delivery.language)
        return f"{message.subject_line()}\n{message.text()}\n{message.html(language=delivery.language)}"


def wanted(delivery: Delivery, now: datetime.datetime = NOON) -> str:
    return registry.of(delivery.kind).wanted(delivery, now)


# Received


def test_an_enquiry_is_acknowledged_in_the_askers_language_and_told_to_one_officer(cast: Cast, township: Township) -> None:
    interest = asked(about=township)
    assert (interest.state, interest.due_on) == ("received", datetime.date(2024, 1, 17))
    (mail,) = sent("interest.received")
    assert (mail.address, mail.language, mail.zone, mail.user) == ("yamada@example.org", "ja", "Asia/Tokyo", None)
    text = words(mail)
    assert interest.reference in text and "場所" in text and "2024年1月17日" in text and "お問い合わせ" in text
    told = sent("interest.new")
    assert {one.user for one in told} == {interest.assigned_to} and len(told) == 2
    assert "土地の価格を教えてください。" in words(told[0]) and "山田 太郎" in words(told[0])


def test_the_acknowledgement_holds_nothing_that_a_visitor_typed(cast: Cast, township: Township) -> None:
    typed = {"name": "CANARY-NAME", "company_name": "CANARY-COMPANY", "message": "CANARY-MESSAGE", "email": "victim@example.org"}
    asked(about=township, **typed)
    (mail,) = sent("interest.received")
    assert "CANARY" not in words(mail) + mail.recipient_name + mail.subject


def test_the_days_are_working_days_of_the_desk(cast: Cast) -> None:
    Holiday.objects.create(calendar="IN-KA", date=datetime.date(2024, 1, 11), name="Example day")
    assert asked().due_on == datetime.date(2024, 1, 18)
    # Late in the evening in India it is still the same day there.
    assert asked(now=datetime.datetime(2024, 1, 10, 18, 0, tzinfo=datetime.UTC)).due_on == datetime.date(2024, 1, 18)


def test_the_number_of_days_is_a_setting(cast: Cast, settings: Any) -> None:
    settings.ANSWER_WITHIN_WORKING_DAYS = 1
    assert asked().due_on == datetime.date(2024, 1, 11)


def test_the_same_form_twice_is_one_enquiry_and_one_mail(cast: Cast) -> None:
    submission = uuid4()
    assert asked(submission=submission) == asked(submission=submission)
    assert (Interest.objects.count(), len(sent("interest.received"))) == (1, 1)


def test_an_investor_asks_for_his_company_and_is_told_at_his_account(cast: Cast) -> None:
    company = Company.objects.get(slug="example-denchi")
    interest = asked(by=cast.investor, name=cast.investor.name, email=cast.investor.email, company=company, company_name="")
    assert (interest.company, interest.company_name, interest.is_example) == (company, "Example Denchi", True)
    assert {(one.channel, one.user) for one in sent("interest.received")} == {("email", cast.investor), ("in_app", cast.investor)}


def test_an_enquiry_goes_to_whoever_met_the_company_else_to_whoever_has_the_fewest(cast: Cast) -> None:
    from tests.investors.views.desk_rows import log

    log(cast, by=cast.colleague)
    assert asked(by=cast.investor, company=Company.objects.get(slug="example-denchi")).assigned_to == cast.colleague
    assert asked().assigned_to == cast.officer
    assert asked().assigned_to == cast.colleague
    User.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    assert asked().assigned_to == cast.officer
    User.objects.filter(pk=cast.officer.pk).update(is_active=False)
    interest = asked()
    assert interest.assigned_to is None
    told = Delivery.objects.filter(kind="interest.new", object_id=interest.pk, channel="email")
    assert {one.user for one in told} == {cast.supervisor, cast.administrator}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("message", ""),
        ("message", "x" * 4001),
        ("message", "a\x00b"),
        ("name", ""),
        ("name", "a\nb"),
        ("name", "x" * 121),
        ("email", "no address"),
        ("email", "a@example.org\nBcc: b@example.org"),
        ("company_name", "a\u202eb"),
        ("language", "de"),
        ("zone", "Mars/Phobos"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name_and_nothing_is_written(field: str, value: str, cast: Cast) -> None:
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        asked(**{field: value})
    assert field in refusal.value.message_dict
    assert not Interest.objects.exists() and not Delivery.objects.exists()


def test_one_mailbox_one_address_and_one_account_ask_so_often_and_no_more(cast: Cast) -> None:
    for _number in range(actions.OF_MAILBOX.most):
        asked()
    for email in ("yamada@example.org", "YAMADA@example.org "):
        with pytest.raises(actions.TooMany), transaction.atomic():
            asked(email=email.strip())
    assert asked(email="other@example.org")
    assert asked(now=NOON + DAY + datetime.timedelta(minutes=1))
    for number in range(actions.OF_ADDRESS.most):
        asked(email=f"a{number}@example.org", caller="192.0.2.7")
    with pytest.raises(actions.TooMany), transaction.atomic():
        asked(email="new@example.org", caller="192.0.2.7")
    assert asked(email="new@example.org", caller="192.0.2.8")
    for _number in range(actions.OF_ACCOUNT.most):
        asked(by=cast.investor)
    with pytest.raises(actions.TooMany), transaction.atomic():
        asked(by=cast.investor)


def test_a_refused_enquiry_is_not_counted(cast: Cast) -> None:
    for _number in range(actions.OF_MAILBOX.most + 3):
        with pytest.raises(ValidationError), transaction.atomic():
            asked(message="")
    assert asked()


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "closed", "remind_at": None}, "closed_together"),
        ({"state": "closed", "closed_at": NOON, "remind_at": None}, "says_why"),
        ({"state": "answered", "remind_at": None}, "answered_together"),
        ({"state": "answered", "answered_at": NOON}, "clock_runs_while_waiting"),
        ({"consent": ""}, "has_consent"),
    ],
)
def test_the_database_says_what_an_enquiry_is(changes: dict[str, Any], constraint: str, cast: Cast) -> None:
    interest = asked()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Interest.objects.filter(pk=interest.pk).update(**changes)


def test_an_enquiry_is_about_one_thing(cast: Cast, township: Township) -> None:
    plot = Plot.objects.create(township=township, code="7", acres=1, as_of=datetime.date(2024, 1, 1), is_example=True)
    interest = asked(about=plot, is_example=False)
    assert (interest.about_kind, interest.about, interest.is_example) == ("plot", plot, True)
    with pytest.raises(IntegrityError, match="one_subject"), transaction.atomic():
        Interest.objects.filter(pk=interest.pk).update(township=township)


# The clock


def test_reminders_come_before_on_and_after_the_day_and_the_supervisor_gets_the_late_ones(cast: Cast) -> None:
    interest = asked()
    officer = interest.assigned_to
    assert officer is not None
    steps = []
    for day in range(1, 20):
        now = NOON + day * DAY
        if remind_of_interests(now=now):
            new = Delivery.objects.filter(kind="interest.reminder", due_at=now, channel="email").select_related("user")
            steps.append((now.date().day, sorted(one.user.role for one in new if one.user)))
        assert remind_of_interests(now=now) == 0, "nothing is said twice"
    # Due on Wednesday the 17th, then every second working day; Saturday the 20th is a third one and worked.
    assert steps[:5] == [
        (16, ["desk_officer"]),
        (17, ["desk_officer"]),
        (18, ["desk_officer", "supervisor"]),
        (20, ["desk_officer", "supervisor"]),
        (23, ["desk_officer", "supervisor"]),
    ]
    subjects = [words(one).splitlines()[0] for one in sent("interest.reminder") if one.user == officer and one.channel == "email"]
    assert any("Answer by 17 January 2024" in one for one in subjects)
    assert any("Answer today" in one for one in subjects) and any("Overdue since 17 January 2024" in one for one in subjects)


def test_a_week_without_a_scheduler_ends_in_one_reminder(cast: Cast) -> None:
    asked()
    late = NOON + 30 * DAY
    assert remind_of_interests(now=late) == 1
    assert remind_of_interests(now=late) == 0
    assert len({one.dedup_key.split(":")[2] for one in sent("interest.reminder")}) == 1


def test_who_has_left_is_not_reminded_his_supervisor_is(cast: Cast) -> None:
    interest = asked()
    User.objects.filter(pk=interest.assigned_to_id).update(is_active=False)
    remind_of_interests(now=NOON + 9 * DAY)
    assert {one.user for one in sent("interest.reminder")} == {cast.supervisor}


def test_what_was_answered_or_moved_or_reassigned_is_not_sent_any_more(cast: Cast) -> None:
    interest = asked()
    remind_of_interests(now=NOON + 9 * DAY)
    (new, *_rest), (reminder, *_more) = sent("interest.new"), sent("interest.reminder")
    assert wanted(new) == wanted(reminder) == ""
    to = cast.colleague if interest.assigned_to == cast.officer else cast.officer
    interest = actions.assign(interest=interest, to=to, by=cast.supervisor, now=NOON)
    (assigned, *_others) = sent("interest.assigned")
    assert (assigned.user, wanted(assigned)) == (to, "")
    actions.assign(interest=interest, to=cast.supervisor, by=to, now=NOON)
    assert wanted(assigned) == "somebody else answers it now"
    User.objects.filter(pk=assigned.user_id).update(role="investor")
    assert "no longer of the desk" in wanted(Delivery.objects.get(pk=assigned.pk))
    actions.close(interest=interest, reason="Spam", by=cast.supervisor, now=NOON)
    assert wanted(new) == wanted(reminder) == "the enquiry is not waiting any more"
    actions.reopen(interest=interest, reason="No spam", by=cast.supervisor, now=NOON + 20 * DAY)
    assert wanted(reminder) == "the date was moved"


def test_the_clock_of_the_desk_has_no_step_on_a_day_of_rest() -> None:
    moments = AnswerClock().moments(datetime.date(2024, 1, 15))
    days = [next(moments).astimezone(datetime.UTC) for _step in range(20)]
    assert [(one.hour, one.minute) for one in days] == [(3, 30)] * 20
    assert not [one for one in days if one.weekday() == 6]


# What officials do


def test_an_answer_leaves_as_a_mail_in_these_words_and_stops_the_clock(cast: Cast, township: Township) -> None:
    interest = asked(about=township)
    officer = interest.assigned_to
    assert officer is not None
    said = actions.answer(interest=interest, text="山田様\n\n価格は未定です。{{7*7}} <b>x</b>", version=1, by=officer, now=NOON)
    interest.refresh_from_db()
    assert (interest.state, interest.remind_at, interest.version) == ("answered", None, 2)
    (mail,) = sent("interest.answer")
    assert (mail.address, mail.language, mail.recipient_name, mail.object_id) == (
        "yamada@example.org",
        "ja",
        "山田 太郎",
        said.pk,
    )
    text = words(mail)
    assert "価格は未定です。{{7*7}} <b>x</b>" in text and "&lt;b&gt;x" in text and interest.reference in text
    with pytest.raises(actions.NotWaiting):
        actions.answer(interest=interest, text="Again", version=2, by=officer)


def test_a_second_answer_after_reopening_is_a_mail_of_its_own(cast: Cast) -> None:
    interest = asked()
    actions.answer(interest=interest, text="First", version=1, by=cast.supervisor, now=NOON)
    reopened = actions.reopen(interest=interest, reason="He asked back", by=cast.supervisor, now=NOON + 7 * DAY)
    assert (reopened.state, reopened.due_on) == ("received", datetime.date(2024, 1, 23))
    actions.answer(interest=reopened, text="Second", version=reopened.version, by=cast.supervisor, now=NOON + 8 * DAY)
    assert [text for one in sent("interest.answer") for text in ("First", "Second") if text in words(one)] == ["First", "Second"]


def test_every_official_does_what_is_his(cast: Cast) -> None:
    interest = asked()
    officer = interest.assigned_to
    other = cast.colleague if officer == cast.officer else cast.officer
    for user in (other, cast.operator, cast.reader, cast.investor):
        for refused in (
            lambda by: actions.answer(interest=interest, text="T", version=1, by=by),
            lambda by: actions.assign(interest=interest, to=other, by=by),
            lambda by: actions.close(interest=interest, reason="R", by=by),
            lambda by: actions.reopen(interest=interest, reason="R", by=by),
            lambda by: actions.write_notes(interest=interest, notes="N", version=1, by=by),
        ):
            with pytest.raises(NotYours):
                refused(user)
    for user in (cast.reader, cast.operator, cast.investor):
        with pytest.raises(actions.CannotAnswer):
            actions.assign(interest=interest, to=user, by=cast.supervisor)
    Interest.objects.filter(pk=interest.pk).update(assigned_to=None)
    assert actions.assign(interest=interest, to=other, by=other).assigned_to == other
    assert not sent("interest.assigned"), "nobody is told what he has done himself"


def test_decisions_say_why_and_fit_the_state(cast: Cast) -> None:
    interest = asked()
    by = cast.supervisor
    for refused, refusal in (
        (lambda: actions.close(interest=interest, reason=" ", by=by), actions.NeedsWords),
        (lambda: actions.answer(interest=interest, text=" ", version=1, by=by), actions.NeedsWords),
        (lambda: actions.answer(interest=interest, text="T", version=9, by=by), Stale),
        (lambda: actions.write_notes(interest=interest, notes="T", version=9, by=by), Stale),
        (lambda: actions.reopen(interest=interest, reason="R", by=by), actions.IsOpen),
    ):
        with pytest.raises(refusal):
            refused()
    actions.close(interest=interest, reason="Asked twice", by=by, now=NOON)
    with pytest.raises(actions.IsClosed):
        actions.close(interest=interest, reason="Again", by=by)
    with pytest.raises(actions.NotWaiting):
        actions.assign(interest=interest, to=cast.officer, by=by)
    assert not InterestAnswer.objects.exists()


def test_a_proposed_answer_is_a_letter_in_the_askers_language(cast: Cast, township: Township) -> None:
    interest = asked(about=township)
    with translation.override("ja"):
        text = proposed_answer(interest, "Asha")
    assert "山田 太郎 様" in text and "やまだ電池" in text and "場所" in text and "Asha" in text


# Who sees it


def test_everybody_sees_the_enquiries_that_are_his(cast: Cast) -> None:
    company = Company.objects.get(slug="example-denchi")
    asked()
    asked(by=cast.investor, company=company)
    for user in cast.desk:
        assert Interest.objects.visible_to(Viewer(user=user)).count() == 2
    assert Interest.objects.visible_to(Viewer(user=cast.investor)).count() == 1
    assert not Interest.objects.visible_to(Viewer(user=cast.stranger)).exists()
    assert not Interest.objects.visible_to(NOBODY).exists()
    partner = Partner.objects.create(slug="p", name="P")
    assert not Interest.objects.visible_to(Viewer(partner_id=partner.pk)).exists()


def test_every_subject_has_its_words(cast: Cast, township: Township) -> None:
    chance = Opportunity.objects.create(
        slug="c", title="Chance", title_en="Chance", sought="S", sought_en="S", status="published"
    )
    hub = Organisation.objects.create(slug="hub", name="Hub", name_en="Hub", kind="platform")
    plot = Plot.objects.create(township=township, code="7", acres=1, as_of=datetime.date(2024, 1, 1))
    for number, (about, expected) in enumerate(
        ((chance, "Chance"), (township, "Place"), (plot, "plot 7, Place"), (hub, "Hub"), (None, "a general enquiry"))
    ):
        interest = asked(about=about, language="en", email=f"a{number}@example.org")
        (mail,) = Delivery.objects.filter(kind="interest.received", object_id=interest.pk)
        assert expected in words(mail)
    assert TYPED["name"] not in words(mail)
