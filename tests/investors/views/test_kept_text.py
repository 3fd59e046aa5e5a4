"""What is typed into the desk's forms survives the session, another window, another person and another save."""

import datetime
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from investors.actions.delegations import edit_delegation
from investors.models import Commitment, Company, Delegation, FollowUp, Meeting
from portal.accounts.drafts import tickets
from portal.accounts.drafts.models import Draft
from tests.accounts.drafts.open_pages import KEEP, end_sessions, open_form, page, signed_in, ticket_of
from tests.cast import PASSWORD, Cast
from tests.investors.forms.meeting_posts import rows, smallest

from .desk_rows import log

NEW = "/desk/meetings/new/"
TEXT = "経済産業省との面談\r\n二行目"


@pytest.fixture
def address(cast: Cast) -> Callable[[str], str]:
    """The address of a form, by the name of its verb, for one meeting of the officer."""
    meeting = log(cast)
    promise = Commitment.objects.earliest("position")
    message = FollowUp.objects.get(step="thank_you")
    known = {
        "meeting": NEW,
        "meeting-edit": f"/desk/meetings/{meeting.pk}/edit/",
        "outcome": f"/desk/meetings/{meeting.pk}/outcome/",
        "cancel": f"/desk/meetings/{meeting.pk}/cancel/",
        "delegation": "/desk/delegations/new/",
        "delegation-edit": f"/desk/delegations/{Delegation.objects.get().pk}/edit/",
        "approve": f"/desk/follow-ups/{message.pk}/approve/",
        "dismiss": f"/desk/follow-ups/{message.pk}/dismiss/",
        **{verb: f"/desk/commitments/{promise.pk}/{verb}/" for verb in ("edit", "propose", "close", "withdraw", "reopen")},
    }
    return known.__getitem__


# The verb and the field that holds its words.
FORMS = {
    "meeting": "outcome",
    "meeting-edit": "internal_notes",
    "outcome": "outcome",
    "cancel": "reason",
    "delegation": "note",
    "delegation-edit": "note",
    "approve": "message",
    "dismiss": "reason",
    "edit": "text",
    "propose": "evidence",
    "close": "evidence",
    "withdraw": "reason",
}


def whole(verb: str, form: dict[str, str]) -> dict[str, Any]:
    """The form as the page would post it, with its words changed."""
    rest = smallest() if verb.startswith("meeting") else {}
    return {**rest, **form, FORMS[verb]: TEXT}


@pytest.mark.parametrize("verb", FORMS)
def test_every_form_with_words_is_kept_and_filled_again(verb: str, cast: Cast, address: Callable[[str], str]) -> None:
    client = signed_in(cast.officer)
    answer = client.post(KEEP, whole(verb, open_form(client, address(verb))))
    assert (answer.status_code, answer.json()["state"]) == (200, "kept")
    text = page(signed_in(cast.officer).get(address(verb)))
    assert "We kept what you typed" in text
    assert "経済産業省との面談" in text.replace("&#x27;", "'")
    assert "We kept" not in page(client.get(f"{address(verb)}?draft=none"))


@pytest.mark.parametrize("verb", FORMS)
def test_a_form_sent_after_the_session_ended_is_found_again_after_signing_in(
    verb: str, cast: Cast, address: Callable[[str], str]
) -> None:
    client = signed_in(cast.officer)
    form = open_form(client, address(verb))
    before = (
        Meeting.objects.values_list("version", flat=True)[0],
        Delegation.objects.count(),
        Commitment.objects.get(position=0).state,
    )
    end_sessions()
    answer = client.post(address(verb), {**whole(verb, form), "act": "1", "save": "1"})
    assert answer.status_code == 302
    where = urlsplit(answer.url)
    assert where.path == "/sign-in/"
    assert "what you typed is kept" in page(client.get(answer.url))
    assert Meeting.objects.count() == 1
    assert before == (
        Meeting.objects.values_list("version", flat=True)[0],
        Delegation.objects.count(),
        Commitment.objects.get(position=0).state,
    )
    back = parse_qs(where.query)["next"][0]
    client.force_login(cast.officer)
    assert back == address(verb)
    assert "経済産業省との面談" in page(client.get(back))


def test_every_field_and_row_of_a_meeting_comes_back(cast: Cast) -> None:
    client = signed_in(cast.officer)
    typed = smallest(
        title="Half a meeting",
        date="2024-02-30",
        companies="Example Denchi\r\nNew Works",
        **rows("guests", [{"name": "例 花子", "office": "部長"}, {"name": "Jiro"}]),
        **rows("commitments", [{"text": "Send the list", "due_on": "2030-01-01", "answered_for_by": str(cast.colleague.pk)}]),
    )
    client.post(KEEP, {**typed, **open_form(client, NEW)})
    text = page(client.get(NEW))
    for value in ('value="Half a meeting"', 'value="2024-02-30"', "New Works", 'value="例 花子"', 'value="部長"', 'value="Jiro"'):
        assert value in text, value
    assert f'value="{cast.colleague.pk}" selected' in text
    assert "error-summary" not in text
    assert typed["submission"] not in text, "two pages that hold the same text are two meetings"


def test_choices_boxes_and_days_of_a_small_form_come_back(cast: Cast, address: Callable[[str], str]) -> None:
    client = signed_in(cast.officer)
    denchi = Company.objects.get(slug="example-denchi")
    form = open_form(client, address("delegation"))
    client.post(KEEP, {**form, "name": "使節団", "companies": [str(denchi.pk)], "starts_on": "2030-01-02", "country_code": "JP"})
    text = page(client.get(address("delegation")))
    assert f'value="{denchi.pk}" selected' in text
    assert 'value="2030-01-02"' in text and 'value="JP" selected' in text
    form = open_form(client, address("edit"))
    client.post(KEEP, {**form, "text": "x", "due_on": "2030-02-03"})
    text = page(client.get(address("edit")))
    assert 'value="2030-02-03"' in text
    assert 'name="is_shared" id="id_is_shared" checked' not in text and 'type="checkbox" name="is_shared"' in text


def test_what_is_saved_is_no_longer_kept(cast: Cast, address: Callable[[str], str]) -> None:
    client = signed_in(cast.officer)
    for verb, more in (
        ("outcome", {"version": "1"}),
        ("delegation", {"name": "Visit"}),
        ("meeting", {}),
    ):
        form = open_form(client, address(verb))
        client.post(KEEP, whole(verb, form))
        assert client.post(address(verb), {**whole(verb, form), **more, "act": "1", "save": "1"}).status_code == 302
        assert not Draft.objects.filter(settled_at=None).exists(), verb
        # The autosave that was still on its way.
        assert client.post(KEEP, whole(verb, form)).json()["state"] == "settled"
        assert "We kept what you typed" not in page(client.get(address(verb)))


def test_what_is_refused_stays_kept(cast: Cast, address: Callable[[str], str]) -> None:
    client = signed_in(cast.officer)
    form = open_form(client, address("close"))
    client.post(KEEP, {**form, "kept": "missed", "evidence": "", "reason": ""})
    assert "Say why" in page(client.post(address("close"), {**form, "kept": "missed"}))
    assert Draft.objects.filter(settled_at=None).count() == 1


def test_the_page_after_a_refusal_goes_on_with_the_same_draft(cast: Cast) -> None:
    client = signed_in(cast.officer)
    form = open_form(client, NEW)
    client.post(KEEP, {**smallest(title="One"), **form})
    answer = client.post(NEW, {**smallest(title=""), **form})
    assert ticket_of(answer) == tickets.read(form["draft_ticket"])


def test_without_script_a_button_keeps_the_text_and_saves_nothing(cast: Cast, address: Callable[[str], str]) -> None:
    client = signed_in(cast.officer)
    for verb in ("meeting", "withdraw"):
        form = open_form(client, address(verb))
        for ticket in (form, {}):
            answer = client.post(address(verb), {**whole(verb, ticket), "keep_typed": "1"})
            assert (answer.status_code, answer.url) == (302, address(verb))
            assert "経済産業省との面談" in page(client.get(address(verb)))
    assert Meeting.objects.count() == 1
    assert Commitment.objects.get(position=0).state == "open"


def test_another_person_at_the_same_browser_saves_nothing_and_sees_nothing(cast: Cast, address: Callable[[str], str]) -> None:
    client = signed_in(cast.officer)
    form = open_form(client, address("meeting"))
    client.force_login(cast.supervisor)
    answer = client.post(NEW, {**smallest(title="秘密の件名"), **form, "save": "1"})
    assert "秘密の件名" not in page(answer, 409)
    assert Meeting.objects.count() == 1
    assert "秘密の件名" not in page(client.get(NEW))
    assert "秘密の件名" not in page(client.get("/drafts/"))
    assert client.post(KEEP, {**smallest(title="秘密の件名、続き"), **form}).json()["state"] == "somebody_else"
    assert "秘密の件名、続き" in page(signed_in(cast.officer).get(NEW))


def test_a_page_from_before_signing_in_again_keeps_its_text_and_learns_the_new_token(cast: Cast) -> None:
    client = signed_in(cast.officer, strict=True)
    form = open_form(client, NEW)
    end_sessions()
    other_window = client.get("/sign-in/")
    token = other_window.cookies["setu_csrf"].value if "setu_csrf" in other_window.cookies else client.cookies["setu_csrf"].value
    names = {"username": cast.officer.email, "password": PASSWORD}
    assert client.post("/sign-in/", {**names, "csrfmiddlewaretoken": token}).status_code == 302
    answer = client.post(NEW, {**smallest(title="古い窓"), **form, "save": "1"})
    assert 'href="/desk/meetings/new/"' in page(answer, 403)
    assert Meeting.objects.count() == 0
    answer = client.post(KEEP, {**smallest(title="古い窓、続き"), **form})
    assert (answer.status_code, answer.json()["state"]) == (403, "kept")
    assert "古い窓、続き" in page(client.get(NEW))
    healed = {**smallest(title="古い窓、続き"), **form, "csrfmiddlewaretoken": answer.json()["token"]}
    assert client.post(NEW, healed).status_code == 302
    assert Meeting.objects.get().title == "古い窓、続き"


def test_an_old_token_gives_nobody_else_a_new_one(cast: Cast) -> None:
    client = signed_in(cast.officer, strict=True)
    form = open_form(client, NEW)
    client.force_login(cast.supervisor)
    client.get(NEW)
    old = {**form, "csrfmiddlewaretoken": "x" * 64}
    answer = client.post(KEEP, {**smallest(title="Mine"), **old})
    assert answer.json()["state"] == "somebody_else" and "token" not in answer.json()
    assert "Mine" not in page(client.post(NEW, {**smallest(title="Mine"), **old}), 403)
    client.logout()
    answer = client.post(KEEP, {**smallest(title="Mine"), **old})
    assert answer.json()["state"] == "signed_out" and "token" not in answer.json()
    assert "/sign-in/?next=" in page(client.post(NEW, {**smallest(title="Mine"), **old}), 403)


def test_what_another_site_sends_is_kept_for_nobody(cast: Cast) -> None:
    client = signed_in(cast.officer, strict=True)
    stranger = open_form(signed_in(cast.colleague), NEW)
    assert client.post(NEW, {**smallest(title="Planted")}).status_code == 403
    assert client.post(KEEP, {**smallest(title="Planted")}).status_code == 403
    assert client.post(NEW, {**smallest(title="Planted"), "draft_ticket": "forged:ticket:x"}).status_code == 403
    assert not Draft.objects.exists()
    # With a ticket of their own they write into their own drafts.
    client.post(NEW, {**smallest(title="Planted"), "draft_ticket": stranger["draft_ticket"]})
    assert {draft.owner for draft in Draft.objects.all()} == {cast.colleague}
    assert "Planted" not in page(client.get(NEW))


def test_a_part_of_a_page_asked_for_after_the_session_ended_is_not_replaced_by_nothing(cast: Cast) -> None:
    client = signed_in(cast.officer)
    form = open_form(client, NEW)
    end_sessions()
    answer = client.post(NEW, {**smallest(title="Row"), **form, "add_row": "guests"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (401, b"")
    assert Draft.objects.get().data["title"] == ["Row"]


def test_a_row_that_changed_meanwhile_is_told_and_both_texts_stand_side_by_side(
    cast: Cast, address: Callable[[str], str]
) -> None:
    client = signed_in(cast.officer)
    form = open_form(client, address("delegation-edit"))
    client.post(KEEP, {**form, "name": "Mission, in my words", "note": "mine"})
    assert "the differences are listed" not in page(client.get(address("delegation-edit")))
    edit_delegation(delegation=Delegation.objects.get(), by=cast.colleague, note="theirs")
    text = page(client.get(address("delegation-edit")))
    assert "the differences are listed" in text
    assert "<p>theirs</p>" in text and "<p>mine</p>" in text
    assert 'value="Mission, in my words"' in text


def test_a_meeting_that_changed_meanwhile_is_told_and_saving_is_a_decision(cast: Cast, address: Callable[[str], str]) -> None:
    client = signed_in(cast.officer)
    meeting = Meeting.objects.get()
    typed = {"title": "My title", "date": "2024-01-10", "start": "10:30"}
    client.post(KEEP, {**smallest(version="1"), **open_form(client, address("meeting-edit")), **typed})
    assert "the differences are listed" not in page(client.get(address("meeting-edit")))
    form = open_form(client, address("outcome"))
    client.post(address("outcome"), {**form, "version": "1", "outcome": "Saved by a colleague", "act": "1"})
    text = page(client.get(address("meeting-edit")))
    assert "the differences are listed" in text
    assert "Saved by a colleague" in text and 'value="My title"' in text
    meeting.refresh_from_db()
    assert f'name="version" value="{meeting.version}"' in text


def test_more_than_one_text_for_a_form_can_be_reached(cast: Cast) -> None:
    client = signed_in(cast.officer)
    forms = [open_form(client, NEW), open_form(client, NEW)]
    for title, form in zip(("First", "Second"), forms, strict=True):
        client.post(KEEP, {**smallest(title=title), **form})
    text = page(client.get(NEW))
    assert 'value="Second"' in text and "There is more you have not saved" in text
    first = Draft.objects.get(data__title=["First"])
    assert f"/desk/meetings/new/?draft={first.pk}" in page(client.get("/drafts/"))
    assert 'value="First"' in page(client.get(f"{NEW}?draft={first.pk}"))
    assert 'value="Second"' in page(client.get(f"{NEW}?draft=nonsense"))
    assert "Text that you typed here earlier is kept" in page(client.get(f"{NEW}?draft=none"))


def test_a_text_is_found_in_every_language(cast: Cast, address: Callable[[str], str]) -> None:
    client = signed_in(cast.officer)
    client.post("/ja" + KEEP, whole("outcome", open_form(client, "/ja" + address("outcome"))))
    for language in ("", "/ja", "/kn"):
        assert "経済産業省との面談" in page(client.get(language + address("outcome")))
    assert f"/kn{address('outcome')}?draft=" in page(client.get("/kn/drafts/"))


def test_a_reported_meeting_that_is_taken_over_has_a_text_of_its_own(cast: Cast) -> None:
    reported = Meeting.objects.create(title="In the press", state="reported", date=datetime.date(2024, 1, 10))
    client = signed_in(cast.officer)
    taking_over = f"{NEW}?takes_over={reported.pk}"
    client.post(KEEP, {**smallest(title="Taken over"), **open_form(client, taking_over)})
    assert "Taken over" not in page(client.get(NEW))
    assert "Taken over" in page(client.get(taking_over))


def test_the_list_is_ones_own_and_shows_words_of_forms_that_no_longer_open(cast: Cast, address: Callable[[str], str]) -> None:
    client = signed_in(cast.officer)
    client.post(KEEP, {**open_form(client, address("withdraw")), "reason": "Said by mistake"})
    text = page(client.get("/drafts/"))
    assert "Withdraw the promise" in text and "Said by mistake" in text
    assert "Said by mistake" not in page(signed_in(cast.supervisor).get("/drafts/"))
    assert "Everything is saved" in page(signed_in(cast.investor).get("/drafts/"))
    assert Client().get("/drafts/").url == "/sign-in/?next=/drafts/"
    assert client.post("/drafts/").status_code == 405


def test_the_first_page_of_the_desk_reminds_of_it(cast: Cast) -> None:
    client = signed_in(cast.officer)
    assert "/drafts/" not in page(client.get("/desk/"))
    client.post(KEEP, {**smallest(title="Half"), **open_form(client, NEW)})
    assert "/drafts/" in page(client.get("/desk/"))
    assert "/drafts/" not in page(signed_in(cast.supervisor).get("/desk/"))


def test_only_the_owner_throws_a_text_away(cast: Cast) -> None:
    client = signed_in(cast.officer)
    client.post(KEEP, {**smallest(title="Away with it"), **open_form(client, NEW)})
    draft = Draft.objects.get()
    away = f"/drafts/{draft.pk}/discard/"
    assert client.get(away).status_code == 405
    for user in (*cast.desk, cast.investor, cast.stranger):
        if user != cast.officer:
            assert signed_in(user).post(away).status_code == 404
    assert Client().post(away).url == "/sign-in/?next=/drafts/"
    assert signed_in(cast.officer, strict=True).post(away).status_code == 403
    assert Draft.objects.filter(settled_at=None).count() == 1
    assert client.post(away).url == NEW
    client.post(KEEP, {**smallest(title="And this"), **open_form(client, NEW)})
    listed = Draft.objects.get(settled_at=None)
    assert f"/drafts/{listed.pk}/discard/?from=list" in page(client.get("/drafts/"))
    assert client.post(f"/drafts/{listed.pk}/discard/?from=list").url == "/drafts/"
    assert "Away with it" not in page(client.get(NEW))
    assert client.post(away).status_code == 404


def test_who_only_reads_gets_no_ticket_and_a_get_keeps_nothing(cast: Cast, address: Callable[[str], str]) -> None:
    for user in (cast.reader, cast.investor):
        assert "draft_ticket" not in signed_in(user).get(address("outcome")).content.decode()
    assert signed_in(cast.officer).get(KEEP).status_code == 405
    assert signed_in(cast.officer).post(KEEP, {"title": "x"}).status_code == 400
    assert not Draft.objects.exists()


def test_keeping_costs_at_most_five_statements_and_opening_one_more(cast: Cast, address: Callable[[str], str]) -> None:
    client = signed_in(cast.officer)
    with CaptureQueriesContext(connection) as before:
        page(client.get(address("outcome")))
    form = whole("outcome", open_form(client, address("outcome")))
    client.post(KEEP, form)
    with CaptureQueriesContext(connection) as spent:
        client.post(KEEP, form)
    assert len([one for one in spent.captured_queries if "SAVEPOINT" not in one["sql"]]) <= 5
    with CaptureQueriesContext(connection) as after:
        page(client.get(address("outcome")))
    assert len(after) <= len(before) + 1
