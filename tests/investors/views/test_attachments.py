"""The whole cast attaches, describes, removes and downloads files."""

from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from investors.actions.attachments import attach as attach_file
from investors.actions.meetings import cancel_meeting
from investors.models import Commitment, Delegation, Meeting
from portal.accounts.models import User
from portal.core.models import Attachment
from tests.accounts.drafts.open_pages import end_sessions, open_form, page, signed_in
from tests.cast import Cast
from tests.core.attachments.samples import BAD, GOOD, HTML, pdf, png

from .desk_rows import log

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shelf")]


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return log(cast)


def rows(meeting: Meeting) -> dict[str, Any]:
    return {"meetings": meeting, "commitments": Commitment.objects.earliest("position"), "delegations": Delegation.objects.get()}


def upload(name: str = "日本語.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    # What the browser says of the type is nothing that anybody believes.
    return SimpleUploadedFile(name, pdf() if content is None else content, content_type="text/html")


def content_of(answer: Any) -> bytes:
    """Read a download to its end, which closes it."""
    return b"".join(answer.streaming_content) if answer.streaming else b""


def given(meeting: Meeting, by: User, name: str = "日本語.pdf", content: bytes | None = None, **more: Any) -> Attachment:
    return attach_file(subject=meeting, file=upload(name, content), name=name, by=by, **more)


@pytest.mark.parametrize("noun", ["meetings", "commitments", "delegations"])
def test_a_file_is_attached_listed_and_downloaded(noun: str, meeting: Meeting, cast: Cast) -> None:
    row = rows(meeting)[noun]
    client = signed_in(cast.officer)
    answer = client.post(f"/desk/{noun}/{row.pk}/attach/", {"file": upload(), "note": "Signed", "act": "1"})
    assert (answer.status_code, answer.url) == (302, f"/desk/{noun}/{row.pk}/#files")
    found = Attachment.objects.get()
    text = page(client.get(f"/desk/{noun}/{row.pk}/"))
    for part in ("日本語.pdf", "Signed", "PDF", "1 kB", f"/attachments/{found.pk}/", "File attached"):
        assert part in text, part
    answer = client.get(f"/attachments/{found.pk}/")
    assert content_of(answer) == pdf()


def test_the_answer_is_a_download_that_no_browser_runs(meeting: Meeting, cast: Cast) -> None:
    found = given(meeting, cast.officer)
    answer = signed_in(cast.reader).get(f"/attachments/{found.pk}/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('日本語.pdf')}"
    assert answer["Content-Length"] == str(len(pdf()))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert content_of(answer) == pdf()


@pytest.mark.parametrize("name", ["plan.pdf", "a b; c=d.pdf", "ಸಭೆ ಟಿಪ್ಪಣಿ.pdf", "Ü'%41.pdf", "'.pdf"])
def test_every_name_arrives_as_it_was_given(name: str, meeting: Meeting, cast: Cast) -> None:
    found = given(meeting, cast.officer, name=name)
    answer = signed_in(cast.officer).get(f"/attachments/{found.pk}/")
    content_of(answer)
    said = answer["Content-Disposition"]
    assert said.isascii() and "\n" not in said
    assert said in (f'attachment; filename="{name}"', f"attachment; filename*=utf-8''{quote(name)}")


@pytest.mark.parametrize("name", GOOD)
def test_every_kind_is_served_with_the_type_it_was_judged_to_be(name: str, meeting: Meeting, cast: Cast) -> None:
    content, media_type = GOOD[name]
    client = signed_in(cast.officer)
    assert client.post(f"/desk/meetings/{meeting.pk}/attach/", {"file": upload(name, content), "act": "1"}).status_code == 302
    answer = client.get(f"/attachments/{Attachment.objects.get().pk}/")
    assert answer["Content-Type"] == media_type
    assert content_of(answer) == content


def test_a_type_that_somebody_wrote_into_the_row_is_not_served(meeting: Meeting, cast: Cast) -> None:
    found = given(meeting, cast.officer)
    Attachment.objects.filter(pk=found.pk).update(media_type="text/html")
    answer = signed_in(cast.officer).get(f"/attachments/{found.pk}/")
    assert answer["Content-Type"] == "application/octet-stream"
    assert content_of(answer) == pdf()


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_taken_is_refused_at_the_field_and_the_note_stays(name: str, meeting: Meeting, cast: Cast) -> None:
    client = signed_in(cast.officer)
    answer = client.post(
        f"/desk/meetings/{meeting.pk}/attach/", {"file": upload(name, BAD[name]), "note": "What it is", "act": "1"}
    )
    text = page(answer)
    assert 'href="#id_file"' in text and 'value="What it is"' in text
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(("language", "said"), [("", "content is something else"), ("/ja", "内容"), ("/kn", "ವಿಷಯ")])
def test_a_refusal_is_in_the_readers_language(language: str, said: str, meeting: Meeting, cast: Cast) -> None:
    client = signed_in(cast.officer)
    answer = client.post(f"{language}/desk/meetings/{meeting.pk}/attach/", {"file": upload("a.pdf", HTML), "act": "1"})
    assert said in page(answer)


def test_without_a_file_or_with_too_much_the_form_says_so(meeting: Meeting, cast: Cast, settings: Any) -> None:
    client = signed_in(cast.officer)
    address = f"/desk/meetings/{meeting.pk}/attach/"
    assert "Choose a file." in page(client.post(address, {"note": "x", "act": "1"}))
    settings.ATTACHMENT_MAX_BYTES = 1_000
    assert "at most 1 kB" in page(client.post(address, {"file": upload(content=pdf("x" * 3_000)), "act": "1"}))
    answer = client.post(address, {"file": upload(content=pdf("x" * 200_000)), "act": "1"})
    assert "at most 1 kB" in page(answer, 413)


def test_to_whom_it_is_not_shared_a_file_does_not_exist(meeting: Meeting, cast: Cast) -> None:
    hidden, shared = given(meeting, cast.officer), given(meeting, cast.officer, "a.png", png(), is_shared=True)

    def status(user: User, found: Attachment) -> int:
        answer = signed_in(user).get(f"/attachments/{found.pk}/")
        content_of(answer)
        return answer.status_code

    seen = {user.name: [status(user, found) for found in (hidden, shared)] for user in (*cast.desk, cast.investor, cast.stranger)}
    assert seen == {user.name: [200, 200] for user in cast.desk} | {"Investor": [404, 200], "Stranger": [404, 404]}
    nobody = Client().get(f"/attachments/{shared.pk}/")
    assert (nobody.status_code, nobody.url) == (302, f"/sign-in/?next=/attachments/{shared.pk}/")
    assert signed_in(cast.officer).post(f"/attachments/{shared.pk}/").status_code == 405
    assert signed_in(cast.officer).get(f"/attachments/{meeting.pk}/").status_code == 404


def test_a_guest_finds_the_shared_files_on_the_page_of_the_meeting(meeting: Meeting, cast: Cast) -> None:
    given(meeting, cast.officer, note="CANARY-INTERNAL")
    given(meeting, cast.officer, "共有.png", png(), is_shared=True)
    promise = Commitment.objects.earliest("position")
    attach_file(subject=promise, file=upload(), name="promise.pdf", by=cast.officer, is_shared=True)
    text = page(signed_in(cast.investor).get(f"/my/meetings/{meeting.pk}/"))
    assert "共有.png" in text and "promise.pdf" in text
    assert "日本語.pdf" not in text and "CANARY-INTERNAL" not in text


VERBS = ("attach", "edit", "remove")


def address_of(verb: str, meeting: Meeting, found: Attachment) -> str:
    return f"/desk/meetings/{meeting.pk}/attach/" if verb == "attach" else f"/desk/attachments/{found.pk}/{verb}/"


@pytest.mark.parametrize("verb", VERBS)
def test_the_whole_cast_at_each_verb(verb: str, meeting: Meeting, cast: Cast) -> None:
    address = address_of(verb, meeting, given(meeting, cast.officer))
    seen = {user.name: signed_in(user).get(address).status_code for user in (*cast.desk, cast.investor, cast.stranger)}
    assert seen == {
        "Officer": 200, "Supervisor": 200, "Administrator": 200, "Colleague": 403, "Operator": 403, "Reader": 403,
        "Investor": 404, "Stranger": 404,
    }  # fmt: skip
    for user in (cast.colleague, cast.operator, cast.reader, cast.investor, cast.stranger):
        assert signed_in(user).post(address, {"file": upload("a.png", png()), "act": "1"}).status_code in (403, 404)
    assert Client().post(address, {"act": "1"}).url.startswith("/sign-in/?next=")
    assert signed_in(cast.officer, strict=True).post(address, {"act": "1"}).status_code == 403
    assert signed_in(cast.officer).generic("DELETE", address).status_code == 405
    assert [(found.name, found.is_shared) for found in Attachment.objects.all()] == [("日本語.pdf", False)]


def test_a_file_is_described_shared_and_removed_and_the_history_tells_it(meeting: Meeting, cast: Cast) -> None:
    found = given(meeting, cast.officer)
    client = signed_in(cast.officer)
    client.post(address_of("edit", meeting, found), {"note": "Minutes", "is_shared": "on", "act": "1"})
    found.refresh_from_db()
    assert (found.note, found.is_shared) == ("Minutes", True)
    text = page(client.get(f"/desk/meetings/{meeting.pk}/"))
    assert "File described" in text and "guests may see it" in text
    assert client.post(address_of("remove", meeting, found), {"act": "1"}).url == f"/desk/meetings/{meeting.pk}/#files"
    text = page(client.get(f"/desk/meetings/{meeting.pk}/"))
    assert "File removed: 日本語.pdf" in text and "No file is attached." in text
    assert client.get(address_of("remove", meeting, found)).status_code == 404


def test_a_cancelled_meeting_shows_its_files_and_offers_no_verb(meeting: Meeting, cast: Cast) -> None:
    found = given(meeting, cast.officer)
    cancel_meeting(meeting=meeting, reason="It did not take place", by=cast.officer)
    client = signed_in(cast.officer)
    text = page(client.get(f"/desk/meetings/{meeting.pk}/"))
    assert "日本語.pdf" in text and "/attach/" not in text and "/remove/" not in text
    for verb in VERBS:
        assert client.get(address_of(verb, meeting, found)).url == f"/desk/meetings/{meeting.pk}/"
    assert "stays as it was" in page(client.post(address_of("attach", meeting, found), {"file": upload(), "act": "1"}))


def test_a_note_outlives_the_session_and_the_page_says_that_the_file_does_not(meeting: Meeting, cast: Cast) -> None:
    client = signed_in(cast.officer)
    address = f"/desk/meetings/{meeting.pk}/attach/"
    form = open_form(client, address)
    end_sessions()
    answer = client.post(address, {**form, "file": upload(), "note": "署名済みの議事録", "act": "1"})
    assert answer.url == f"/sign-in/?next={address}"
    assert "Files are not kept" in page(client.get(answer.url))
    client.force_login(cast.officer)
    text = page(client.get(address))
    assert 'value="署名済みの議事録"' in text and "Files are not kept" in text
    assert not Attachment.objects.exists()


def test_a_name_with_markup_is_only_text(meeting: Meeting, cast: Cast) -> None:
    Attachment.objects.filter(pk=given(meeting, cast.officer).pk).update(name="<img src=x onerror=alert(1)>.pdf")
    text = page(signed_in(cast.officer).get(f"/desk/meetings/{meeting.pk}/"))
    assert "<img src=x" not in text and "&lt;img src=x" in text


def test_bytes_that_are_missing_are_no_failure(meeting: Meeting, cast: Cast) -> None:
    found = given(meeting, cast.officer)
    found.file.storage.delete(found.file.name)
    assert signed_in(cast.officer).get(f"/attachments/{found.pk}/").status_code == 404


def test_a_page_with_many_files_costs_no_more_than_with_one(meeting: Meeting, cast: Cast) -> None:
    client = signed_in(cast.officer)
    promise = Commitment.objects.earliest("position")
    pages = [f"/desk/{noun}/{row.pk}/" for noun, row in rows(meeting).items()]

    def spent() -> list[int]:
        told = []
        for address in pages:
            page(client.get(address))
            with CaptureQueriesContext(connection) as statements:
                page(client.get(address))
            told.append(len(statements))
        return told

    for row in (meeting, promise, Delegation.objects.get()):
        given(row, cast.officer)
    few = spent()
    for number in range(15):
        for row in (meeting, promise, Delegation.objects.get()):
            given(row, cast.officer, f"{number}.png", png(shade=number))
    assert spent() == few
    assert max(few) <= 12


def test_a_download_costs_at_most_five_statements(meeting: Meeting, cast: Cast) -> None:
    found = given(meeting, cast.officer)
    client = signed_in(cast.officer)
    content_of(client.get(f"/attachments/{found.pk}/"))
    with CaptureQueriesContext(connection) as statements:
        content_of(client.get(f"/attachments/{found.pk}/"))
    assert len(statements) <= 5
