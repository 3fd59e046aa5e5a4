"""Logging and editing a meeting through the page."""

import datetime
import threading
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from investors.models import Attendance, Commitment, Company, Contact, Meeting, Organisation
from sectors.models import Segment, Township
from tests.cast import Cast, make_cast
from tests.investors.forms.meeting_posts import CONSULATE, LEGISLATURE, parliamentarians, rows, smallest

NEW = "/desk/meetings/new/"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def offer(db: None) -> None:
    """The five segments of the value chain and a township."""
    from sectors.models import District

    for position, code in enumerate(("battery-cell", "components", "oem", "charging-testing", "rnd")):
        Segment.objects.create(code=code, name=code, name_en=code, summary="", summary_en="", position=position)
    root = Segment.objects.get(code="oem")
    Segment.objects.create(code="buses", name="Buses", name_en="Buses", summary="", summary_en="", parent=root, position=9)
    district = District.objects.create(code="tumakuru", name="Tumakuru", name_en="Tumakuru")
    Township.objects.create(
        slug="jit",
        name="Japan Industrial Township",
        name_en="Japan Industrial Township",
        district=district,
        acres_note="",
        acres_note_en="",
        access="",
        access_en="",
        notes="",
        notes_en="",
    )


@pytest.fixture
def reported(db: None) -> Meeting:
    """The meeting as a source tells it."""
    body = Organisation.objects.create(
        slug="japanese-parliamentary-delegation", name=LEGISLATURE, name_en=LEGISLATURE, kind="legislature"
    )
    meeting = Meeting.objects.create(
        title="Delegation meets minister",
        kind="delegation",
        state="reported",
        date=datetime.date(2024, 1, 10),
        place="Bengaluru",
        topics=["EV value chain"],
    )
    meeting.organisations.add(body)
    taro = Contact.objects.create(name="Taro", office="Member of Parliament", organisation=body)
    Attendance.objects.create(meeting=meeting, side="guest", contact=taro, office="Member of Parliament", organisation=body)
    return meeting


def page(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_the_meeting_of_10_january_2024_is_logged_in_full(cast: Cast, offer: None) -> None:
    response = signed_in(cast.officer).post(NEW, {**parliamentarians(cast.officer), "townships": ["jit"]})
    meeting = Meeting.objects.get()
    assert response.status_code == 302 and response.url == f"/desk/meetings/{meeting.pk}/"
    assert meeting.state == "held" and meeting.owner == cast.officer
    assert meeting.starts_at == datetime.datetime(2024, 1, 10, 5, 0, tzinfo=datetime.UTC)
    assert meeting.attendances.filter(side="guest").count() == 6 and meeting.attendances.filter(side="host").count() == 3
    assert {s.code for s in meeting.segments.all()} == {"battery-cell", "components", "oem", "charging-testing", "rnd"}
    assert [t.slug for t in meeting.townships.all()] == ["jit"]
    assert meeting.delegation is not None and meeting.delegation.name == "Japanese parliamentary delegation, January 2024"
    sides = {c.text: (c.side, str(c.promised_by)) for c in meeting.commitments.all()}
    assert sides["Announce the clean mobility policy"] == ("host", "M B Patil")
    assert sides["Name a contact person for the startup hub"] == ("host", "Department of Commerce and Industries")
    assert sides["Send the names of firms that want to visit"] == ("guest", "Nakane Tsutomu")
    assert meeting.outcome == "Five segments were named.\nNo amount was stated."


def test_saving_nine_people_and_four_promises_costs_at_most_forty_statements(cast: Cast, offer: None) -> None:
    client = signed_in(cast.officer)
    with CaptureQueriesContext(connection) as spent:
        assert client.post(NEW, parliamentarians(cast.officer)).status_code == 302
    assert len(spent) <= 40, "\n".join(q["sql"][:150] for q in spent.captured_queries)


def test_opening_the_form_costs_at_most_twelve_statements(cast: Cast, offer: None) -> None:
    client = signed_in(cast.officer)
    with CaptureQueriesContext(connection) as spent:
        page(client.get(NEW))
    assert len(spent) <= 12, len(spent)


def test_opening_a_full_meeting_to_edit_costs_at_most_twelve_statements(cast: Cast, offer: None) -> None:
    client = signed_in(cast.officer)
    client.post(NEW, parliamentarians(cast.officer))
    address = reverse("investors:meeting_edit", args=[Meeting.objects.get().pk])
    with CaptureQueriesContext(connection) as spent:
        page(client.get(address))
    assert len(spent) <= 12, "\n".join(q["sql"][:150] for q in spent.captured_queries)


@pytest.mark.parametrize("address", [NEW, "edit"])
def test_only_officials_who_may_write_get_the_form(cast: Cast, address: str) -> None:
    signed_in(cast.officer).post(NEW, smallest())
    if address == "edit":
        address = reverse("investors:meeting_edit", args=[Meeting.objects.get().pk])
    for user in (cast.officer, cast.supervisor, cast.administrator):
        assert signed_in(user).get(address).status_code == 200
    for user in (cast.reader, cast.operator):
        assert signed_in(user).get(address).status_code == 403
        assert signed_in(user).post(address, smallest()).status_code == 403
    for user in (cast.investor, cast.stranger):
        assert signed_in(user).get(address).status_code == 404
        assert signed_in(user).post(address, smallest()).status_code == 404
    answer = Client().post(address, smallest())
    assert answer.status_code == 302 and answer.url.startswith("/sign-in/?next=")
    assert Meeting.objects.count() == 1


def test_a_colleague_does_not_edit_what_is_not_his(cast: Cast) -> None:
    signed_in(cast.officer).post(NEW, smallest())
    address = reverse("investors:meeting_edit", args=[Meeting.objects.get().pk])
    assert signed_in(cast.colleague).get(address).status_code == 403
    assert signed_in(cast.colleague).post(address, smallest(version="1", title="Mine")).status_code == 403


def test_a_post_without_the_token_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.officer)
    assert client.post(NEW, smallest()).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "a\u202eb"}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"title": "a\x07b"}, "title"),
        ({"title": "Bob\r\nBcc: all@x.in"}, "title"),
        ({"kind": "party"}, "kind"),
        ({"date": "2024-02-30"}, "date"),
        ({"date": "0001-01-01"}, "date"),
        ({"date": "9999-12-31"}, "date"),
        ({"date": "1e400"}, "date"),
        ({"date": ""}, "date"),
        ({"start": ""}, "start"),
        ({"start": "25:00"}, "start"),
        ({"end": "09:00"}, "end"),
        ({"end_date": "2024-01-09", "end": "11:00"}, "end_date"),
        ({"end_date": "2024-01-11"}, "end"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"zone": "America/New_York", "date": "2024-03-10", "start": "02:30"}, "start"),
        ({"country_code": "ZZZ"}, "country_code"),
        ({"delegation": "1e400"}, "delegation"),
        ({"companies": "x" * 300}, "companies"),
        ({"companies": "a\u202eb"}, "companies"),
        ({"companies": "a\x00b"}, "companies"),
        ({"segments": ["nonsense"]}, "segments"),
        ({"segments": ["\x00"]}, "segments"),
        ({"townships": ["nonsense"]}, "townships"),
        ({"outcome": "x" * 20_001}, "outcome"),
        ({"topics": "x" * 201}, "topics"),
        ({"internal_notes": "a\x01b"}, "internal_notes"),
        (rows("guests", [{"name": "Bob\r\nBcc: all@x.in"}]), "guests-0-name"),
        (rows("guests", [{"name": "x" * 201}]), "guests-0-name"),
        (rows("guests", [{"email": "a@example.org"}]), "guests-0-name"),
        (rows("guests", [{"name": "Bob", "email": "a@example.org\r\nBcc: b@example.org"}]), "guests-0-email"),
        (rows("guests", [{"name": "Bob", "email": "a@example.org, b@example.org"}]), "guests-0-email"),
        (rows("guests", [{"name": "Bob", "zone": "Nowhere/None"}]), "guests-0-zone"),
        (rows("guests", [{"name": "Bob", "language": "xx"}]), "guests-0-language"),
        (rows("guests", [{"name": "Bob", "body": "Unheard Of"}]), "guests-0-body_kind"),
        (rows("guests", [{"name": "Bob", "note": "n" * 301}]), "guests-0-note"),
        (rows("hosts", [{"name": "Bob"}, {"name": "bob "}]), "hosts-1-name"),
        (rows("commitments", [{"text": "Send it"}]), "commitments-0-due_on"),
        (rows("commitments", [{"text": "Send it", "promised_by": "Nobody", "due_on": "2024-02-30"}]), "commitments-0-due_on"),
        (
            rows("commitments", [{"text": "Send it", "promised_by": "Nobody At All", "due_on": "2024-02-20"}]),
            "commitments-0-promised_by",
        ),
        (rows("commitments", [{"text": "x" * 2001, "promised_by": "Nobody", "due_on": "2024-02-20"}]), "commitments-0-text"),
        (rows("commitments", [{"text": "Send it", "answered_for_by": "1e400"}]), "commitments-0-answered_for_by"),
        ({"guests-TOTAL_FORMS": "1e400"}, None),
        ({"guests-TOTAL_FORMS": "99999999"}, None),
        ({"submission": "not a uuid"}, None),
        ({"version": "1e400"}, None),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_written(cast: Cast, changes: dict[str, Any], field: str | None) -> None:
    html = page(signed_in(cast.officer).post(NEW, smallest(**changes)))
    assert "There is a problem" in html
    if field:
        assert f'id="id_{field}_error"' in html, field
    assert not Meeting.objects.exists() and not Contact.objects.exists()


def test_names_of_markup_and_template_code_are_kept_as_typed_and_do_nothing(cast: Cast) -> None:
    nasty = "<img src=x onerror=alert(1)> {{7*7}} {% debug %}"
    client = signed_in(cast.officer)
    guests = rows("guests", [{"name": nasty, "office": nasty, "body": nasty, "body_kind": "company"}])
    html = page(client.post(NEW, smallest(title=nasty, outcome=nasty, date="", **guests)))
    assert "<img src=x" not in html and "{{7*7}}" in html
    client.post(NEW, smallest(title=nasty, outcome=nasty, **guests))
    meeting = Meeting.objects.get()
    assert meeting.title == nasty and Contact.objects.get().name == nasty
    html = page(client.get(reverse("investors:meeting_edit", args=[meeting.pk])))
    assert "<img src=x" not in html and "{{7*7}}" in html


def test_a_row_is_added_and_everything_typed_stays_unjudged(cast: Cast) -> None:
    typed = smallest(
        title="Half a", date="30 February", internal_notes="keep me", **rows("guests", [{"name": "Taro", "email": "not yet"}])
    )
    html = page(signed_in(cast.officer).post(NEW, {**typed, "add_row": "guests"}))
    assert 'name="guests-1-name"' in html and 'name="guests-2-name"' not in html
    for text in ("Half a", "30 February", "keep me", "Taro", "not yet"):
        assert text in html
    assert "There is a problem" not in html and 'class="field-error"' not in html
    assert not Meeting.objects.exists()


def test_an_added_promise_starts_shared_and_with_who_logs_it(cast: Cast) -> None:
    row = signed_in(cast.officer).post(NEW, {**smallest(), "add_row": "commitments"}).context["sheet"].commitments.forms[0]
    assert row["is_shared"].value() is True and row["answered_for_by"].value() == str(cast.officer.pk)


def test_a_row_is_removed_and_the_later_ones_move_up(cast: Cast) -> None:
    guests = rows("guests", [{"name": "Taro"}, {"name": "Hideto"}, {"name": "Susumu"}])
    html = page(signed_in(cast.officer).post(NEW, {**smallest(**guests), "remove_row": "guests-1"}))
    assert "Hideto" not in html and "Taro" in html and "Susumu" in html
    assert 'name="guests-1-name"' in html and 'name="guests-2-name"' not in html


def test_known_names_are_found_in_any_case_and_language_and_by_short_name(cast: Cast) -> None:
    Company.objects.create(slug="sakura", name="Sakura Works", name_en="Sakura Works", name_ja="桜製作所")
    signed_in(cast.officer).post(NEW, smallest(companies="SAKURA  WORKS\r\n桜製作所\r\nsakura\r\nBrand New"))
    meeting = Meeting.objects.get()
    assert {c.name_en for c in meeting.companies.all()} == {"Sakura Works", "Brand New"}


def test_an_ambiguous_name_names_its_candidates(cast: Cast) -> None:
    for slug in ("sakura-1", "sakura-2"):
        Company.objects.create(slug=slug, name="Sakura", name_en="Sakura")
    html = page(signed_in(cast.officer).post(NEW, smallest(companies="Sakura")))
    assert "sakura-1" in html and "sakura-2" in html and not Meeting.objects.exists()
    assert signed_in(cast.officer).post(NEW, smallest(companies="sakura-2")).status_code == 302
    assert [c.slug for c in Meeting.objects.get().companies.all()] == ["sakura-2"]


def test_a_namesake_at_another_body_is_asked_about_and_never_merged_silently(cast: Cast) -> None:
    body = Organisation.objects.create(slug="jetro", name="JETRO", name_en="JETRO", kind="trade_agency")
    known = Contact.objects.create(name="Tanaka", organisation=body)
    guests = {"name": "Tanaka", "body": "Example Denchi"}
    html = page(signed_in(cast.officer).post(NEW, smallest(**rows("guests", [guests]))))
    assert "Say who was there" in html and str(known.pk) in html
    signed_in(cast.officer).post(NEW, smallest(**rows("guests", [{**guests, "contact": "new"}])))
    assert Attendance.objects.get().contact != known
    signed_in(cast.officer).post(NEW, smallest(**rows("guests", [{**guests, "contact": str(known.pk)}])))
    assert Meeting.objects.count() == 2 and Contact.objects.count() == 2


def test_a_meeting_known_from_the_press_is_asked_about_and_taken_over(cast: Cast, reported: Meeting, offer: None) -> None:
    client, post = signed_in(cast.officer), parliamentarians(cast.officer)
    html = page(client.post(NEW, post))
    assert "Known from the press" in html and str(reported.pk) in html and "Taro" in html
    assert Meeting.objects.count() == 1 and not Commitment.objects.exists()
    assert client.post(NEW, {**post, "takes_over": str(reported.pk)}).status_code == 302
    meeting = Meeting.objects.get()
    assert meeting.pk == reported.pk and meeting.state == "held" and meeting.attendances.count() == 9
    assert Contact.objects.filter(name="Taro").count() == 1


def test_a_meeting_known_from_the_press_can_stay_apart(cast: Cast, reported: Meeting, offer: None) -> None:
    assert signed_in(cast.officer).post(NEW, {**parliamentarians(cast.officer), "takes_over": "separate"}).status_code == 302
    assert sorted(Meeting.objects.values_list("state", flat=True)) == ["held", "reported"]


def test_the_link_from_a_reported_meeting_starts_with_its_data(cast: Cast, reported: Meeting) -> None:
    html = page(signed_in(cast.officer).get(f"{NEW}?takes_over={reported.pk}"))
    for text in ("Delegation meets minister", "Taro", LEGISLATURE, "2024-01-10", "EV value chain"):
        assert text in html


def test_a_meeting_taken_over_by_a_colleague_meanwhile_is_refused_with_a_sentence(
    cast: Cast, reported: Meeting, offer: None
) -> None:
    post = {**parliamentarians(cast.officer), "takes_over": str(reported.pk)}
    assert signed_in(cast.officer).post(NEW, post).status_code == 302
    html = page(signed_in(cast.colleague).post(NEW, {**parliamentarians(cast.colleague), "takes_over": str(reported.pk)}))
    assert "taken over by somebody else" in html and "Bring the map next time." in html


def test_a_stale_edit_shows_both_texts_and_overwrites_nothing(cast: Cast) -> None:
    signed_in(cast.officer).post(NEW, smallest(outcome="first"))
    meeting = Meeting.objects.get()
    address = reverse("investors:meeting_edit", args=[meeting.pk])
    assert signed_in(cast.supervisor).post(address, smallest(version="1", outcome="theirs")).status_code == 302
    html = page(signed_in(cast.officer).post(address, smallest(version="1", outcome="mine")))
    meeting.refresh_from_db()
    assert meeting.outcome == "theirs"
    assert "mine" in html and "theirs" in html and "Save mine over it" in html and 'name="version" value="2"' in html
    assert signed_in(cast.officer).post(address, smallest(version="2", outcome="mine")).status_code == 302
    meeting.refresh_from_db()
    assert meeting.outcome == "mine"


def test_an_unchanged_edit_keeps_people_and_promises(cast: Cast, offer: None) -> None:
    client = signed_in(cast.officer)
    client.post(NEW, parliamentarians(cast.officer))
    meeting = Meeting.objects.get()
    people, promises = (set(rows.values_list("pk", flat=True)) for rows in (meeting.attendances, meeting.commitments))
    post = posted_again(client.get(reverse("investors:meeting_edit", args=[meeting.pk])))
    assert client.post(reverse("investors:meeting_edit", args=[meeting.pk]), {**post, "title": "Renamed"}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.title == "Renamed"
    assert set(meeting.attendances.values_list("pk", flat=True)) == people
    assert set(meeting.commitments.values_list("pk", flat=True)) == promises
    assert not meeting.commitments.exclude(state="open").exists() and Contact.objects.count() == 9


def posted_again(response: Any) -> dict[str, Any]:
    """What a browser would post from this page untouched."""
    sheet = response.context["sheet"]
    post: dict[str, Any] = {}
    for rows_ in sheet.formsets:
        post |= {f"{rows_.prefix}-TOTAL_FORMS": len(rows_.forms), f"{rows_.prefix}-INITIAL_FORMS": 0}
    for form in [sheet.form, *(form for rows_ in sheet.formsets for form in rows_.forms)]:
        for field in form:
            value = field.value()
            if field.widget_type == "checkbox":
                post |= {field.html_name: "on"} if value else {}
            elif isinstance(value, list):
                post[field.html_name] = value
            else:
                post[field.html_name] = "" if value is None else field.field.widget.format_value(value) or ""
                if isinstance(post[field.html_name], list):
                    post[field.html_name] = post[field.html_name][0] if post[field.html_name] else ""
    return post


def test_a_draft_is_kept_and_logged_later(cast: Cast) -> None:
    client = signed_in(cast.officer)
    client.post(NEW, {**smallest(), "draft": "1"})
    meeting = Meeting.objects.get()
    assert meeting.state == "draft"
    address = reverse("investors:meeting_edit", args=[meeting.pk])
    client.post(address, {**smallest(version="1"), "draft": "1"})
    meeting.refresh_from_db()
    assert meeting.state == "draft"
    client.post(address, smallest(version="2"))
    meeting.refresh_from_db()
    assert meeting.state == "held"


def test_new_names_are_told_after_saving(cast: Cast) -> None:
    client = signed_in(cast.officer)
    response = client.post(NEW, smallest(companies="Brand New Works"), follow=True)
    assert "Brand New Works" in page(response)


def test_suggestions_are_for_those_who_write_and_hold_few_names(cast: Cast) -> None:
    Company.objects.bulk_create(Company(slug=f"c-{n}", name=f"Kaisha {n}", name_en=f"Kaisha {n}") for n in range(40))
    address = reverse("investors:suggest", args=["companies"])
    found = signed_in(cast.officer).get(address, {"q": "kaisha"}).json()["results"]
    assert len(found) == 8 and found[0]["name"].startswith("Kaisha")
    assert signed_in(cast.reader).get(address).status_code == 403
    assert signed_in(cast.investor).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert signed_in(cast.officer).get(reverse("investors:suggest", args=["secrets"])).status_code == 404
    for kind in ("companies", "organisations", "bodies", "contacts", "townships", "opportunities"):
        assert signed_in(cast.officer).get(reverse("investors:suggest", args=[kind]), {"q": "100%_'\""}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_the_same_form_posted_three_times_in_parallel_is_one_meeting() -> None:
    cast = make_cast()
    post = smallest(**rows("guests", [{"name": "Taro", "body": CONSULATE, "body_kind": "organisation"}]))
    start, answers = threading.Barrier(3), []

    def send() -> None:
        client = signed_in(cast.officer)
        start.wait()
        try:
            answers.append(client.post(NEW, post))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    meeting = Meeting.objects.get()
    assert [(a.status_code, a.url) for a in answers] == [(302, f"/desk/meetings/{meeting.pk}/")] * 3
    assert Contact.objects.count() == 1 and Attendance.objects.count() == 1
