"""What is typed is kept for its owner, bounded, and gone when the form is saved."""

import datetime
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.accounts.drafts import actions, tickets
from portal.accounts.drafts.models import DAYS, MOST, MOST_CHARACTERS, Draft
from portal.accounts.drafts.tickets import Ticket
from portal.accounts.models import User
from portal.accounts.viewer import NOBODY, Viewer
from portal.core.ids import uuid7
from tests.builders import NOON
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TEXT = [("title", ["面談の記録"]), ("segments", ["oem", "components"]), ("csrfmiddlewaretoken", ["secret"])]


def ticket(user: User, **changes: object) -> Ticket:
    return replace(Ticket(user.pk, "/desk/meetings/new/", uuid7(), "base"), **changes)


def test_a_form_is_kept_as_it_was_posted_without_what_belongs_to_the_page(cast: Cast) -> None:
    assert actions.keep(ticket=ticket(cast.officer), typed=TEXT, now=NOON) == NOON
    draft = Draft.objects.get()
    assert draft.data == {"title": ["面談の記録"], "segments": ["oem", "components"]}
    assert draft.posted().getlist("segments") == ["oem", "components"]
    assert (draft.owner, draft.updated_at) == (cast.officer, NOON)


def test_an_open_page_has_one_draft_however_often_it_is_kept(cast: Cast) -> None:
    mine = ticket(cast.officer)
    for word in ("a", "ab", "abc"):
        actions.keep(ticket=mine, typed=[("title", [word])], now=NOON)
    assert [draft.data for draft in Draft.objects.all()] == [{"title": ["abc"]}]


def test_two_open_pages_of_the_same_form_keep_two_texts(cast: Cast) -> None:
    for word in ("one", "two"):
        actions.keep(ticket=ticket(cast.officer), typed=[("title", [word])], now=NOON)
    assert {draft.data["title"][0] for draft in Draft.objects.all()} == {"one", "two"}


def test_a_page_filled_from_a_draft_takes_its_place_unless_that_one_was_typed_on(cast: Cast) -> None:
    first = ticket(cast.officer)
    actions.keep(ticket=first, typed=[("title", ["one"])], now=NOON)
    second = ticket(cast.officer, continues=first.draft, continues_at=NOON)
    actions.keep(ticket=second, typed=[("title", ["one and more"])], now=NOON)
    assert [draft.pk for draft in Draft.objects.all()] == [second.draft]
    later = NOON + datetime.timedelta(seconds=5)
    actions.keep(ticket=first, typed=[("title", ["one, still open"])], now=later)
    actions.keep(ticket=second, typed=[("title", ["one and more still"])], now=later)
    assert {draft.data["title"][0] for draft in Draft.objects.all()} == {"one, still open", "one and more still"}


def test_what_is_saved_is_gone_and_a_late_autosave_brings_nothing_back(cast: Cast) -> None:
    mine = ticket(cast.officer)
    actions.keep(ticket=mine, typed=TEXT, now=NOON)
    actions.settle(ticket=mine, now=NOON)
    with pytest.raises(actions.Settled):
        actions.keep(ticket=mine, typed=TEXT, now=NOON)
    assert not Draft.objects.visible_to(Viewer(user=cast.officer)).exists()
    assert Draft.objects.get().data == {}


def test_a_form_saved_before_anything_was_kept_is_settled_too(cast: Cast) -> None:
    mine = ticket(cast.officer)
    actions.settle(ticket=mine)
    with pytest.raises(actions.Settled):
        actions.keep(ticket=mine, typed=TEXT)


def test_who_goes_back_to_a_saved_page_and_types_on_gets_a_draft_of_its_own(cast: Cast) -> None:
    mine = ticket(cast.officer)
    actions.settle(ticket=mine, now=NOON)
    actions.keep_anew(ticket=mine, typed=TEXT, now=NOON)
    assert [draft.data["title"] for draft in Draft.objects.visible_to(Viewer(user=cast.officer))] == [["面談の記録"]]


def test_saving_and_letting_go_are_one_transaction(cast: Cast) -> None:
    mine = ticket(cast.officer)
    actions.keep(ticket=mine, typed=TEXT, now=NOON)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.settle(ticket=mine, now=NOON)
        raise RuntimeError
    assert Draft.objects.visible_to(Viewer(user=cast.officer)).get().data["title"] == ["面談の記録"]


def test_a_draft_is_its_owners_alone_whatever_the_role(cast: Cast) -> None:
    actions.keep(ticket=ticket(cast.officer), typed=TEXT, now=NOON)
    everybody = [*cast.desk, cast.investor, cast.stranger]
    seen = [user.name for user in everybody if Draft.objects.visible_to(Viewer(user=user)).exists()]
    assert seen == [cast.officer.name]
    assert not Draft.objects.visible_to(NOBODY).exists()
    assert not Draft.objects.visible_to(Viewer(partner_id=uuid7())).exists()


def test_a_closed_account_keeps_nothing(cast: Cast) -> None:
    User.objects.filter(pk=cast.officer.pk).update(is_active=False)
    with pytest.raises(actions.NobodyToKeepFor):
        actions.keep(ticket=ticket(cast.officer), typed=TEXT)


def test_what_is_too_long_is_refused_and_what_was_kept_stays(cast: Cast) -> None:
    mine = ticket(cast.officer)
    actions.keep(ticket=mine, typed=TEXT, now=NOON)
    with pytest.raises(actions.TooLong):
        actions.keep(ticket=mine, typed=[("title", ["語" * MOST_CHARACTERS])], now=NOON)
    assert Draft.objects.get().data["title"] == ["面談の記録"]


def test_the_database_bounds_a_draft_by_itself(cast: Cast) -> None:
    row = {"owner": cast.officer, "address": "/", "base": "", "updated_at": NOON}
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.create(**row, data={"a": ["x" * MOST_CHARACTERS]})
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.create(**row, data={"a": ["x"]}, settled_at=NOON)


def test_nul_which_no_keyboard_types_does_not_lose_the_rest(cast: Cast) -> None:
    actions.keep(ticket=ticket(cast.officer), typed=[("title", ["a\x00b"]), ("x\x00", ["c"])], now=NOON)
    assert Draft.objects.get().data == {"title": ["ab"], "x": ["c"]}


def test_the_newest_stay_when_there_are_too_many(cast: Cast) -> None:
    for number in range(MOST + 3):
        at = NOON + datetime.timedelta(minutes=number)
        actions.keep(ticket=ticket(cast.officer), typed=[("n", [str(number)])], now=at)
    actions.keep(ticket=ticket(cast.colleague), typed=TEXT, now=NOON)
    kept = sorted(int(draft.data["n"][0]) for draft in Draft.objects.filter(owner=cast.officer))
    assert kept == list(range(3, MOST + 3))
    assert Draft.objects.filter(owner=cast.colleague).count() == 1


def test_what_nobody_has_touched_for_long_is_purged(cast: Cast) -> None:
    day = datetime.timedelta(days=1)
    fresh, old, saved = ticket(cast.officer), ticket(cast.officer), ticket(cast.officer)
    actions.keep(ticket=old, typed=TEXT, now=NOON - DAYS * day)
    actions.keep(ticket=fresh, typed=TEXT, now=NOON - (DAYS - 1) * day)
    actions.settle(ticket=saved, now=NOON - day)
    assert actions.purge(now=NOON) == 2
    assert [draft.pk for draft in Draft.objects.all()] == [fresh.draft]


def test_keeping_costs_two_statements(cast: Cast) -> None:
    mine = ticket(cast.officer)
    actions.keep(ticket=mine, typed=TEXT, now=NOON)
    with CaptureQueriesContext(connection) as spent:
        actions.keep(ticket=mine, typed=TEXT, now=NOON)
    # Beside the savepoint that the test's own transaction makes of the action's.
    assert len([one for one in spent.captured_queries if "SAVEPOINT" not in one["sql"]]) == 2


def test_a_ticket_that_we_did_not_sign_or_that_is_old_is_no_ticket(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = ticket(cast.officer, continues=uuid7(), continues_at=NOON)
    assert tickets.read(mine.signed()) == mine
    assert tickets.read(mine.signed()[:-1]) is None
    assert tickets.read("") is None
    monkeypatch.setattr(tickets, "LIFE", datetime.timedelta(seconds=-1))
    assert tickets.read(mine.signed()) is None


def test_no_history_is_kept_of_what_is_not_saved() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'drafts_draft'::regclass AND NOT tgisinternal")
        assert cursor.fetchall() == []
