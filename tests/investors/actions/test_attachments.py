"""Who may put files on meetings, visits and promises, how many, and what becomes of their bytes."""

import datetime
import os
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from investors.actions import attachments as actions
from investors.actions.meetings import cancel_meeting
from investors.actions.rights import NotYours
from investors.models import Commitment, Delegation, Meeting
from portal.accounts.viewer import NOBODY, Viewer
from portal.core.attachments import keeping
from portal.core.attachments.kinds import NotTaken
from portal.core.models import Attachment
from tests.builders import NOON
from tests.cast import Cast
from tests.core.attachments.samples import pdf, png
from tests.investors.views.desk_rows import log

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shelf")]


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return log(cast)


def attach(subject: Any, by: Any, *, name: str = "日本語.pdf", content: bytes | None = None, **more: Any) -> Attachment:
    content = pdf() if content is None else content
    return actions.attach(subject=subject, file=SimpleUploadedFile(name, content), name=name, by=by, now=NOON, **more)


def files(shelf: Path) -> list[Path]:
    return [file for file in shelf.rglob("*") if file.is_file()]


def test_a_file_is_kept_under_a_name_that_tells_nothing_and_only_we_may_read_it(
    meeting: Meeting, cast: Cast, shelf: Path
) -> None:
    found = attach(meeting, cast.officer, note="Signed minutes")
    (file,) = files(shelf)
    assert file.read_bytes() == pdf()
    assert len(file.name) == 32 and "." not in file.name and found.name == "日本語.pdf"
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert (found.media_type, found.size, found.note, found.is_shared) == ("application/pdf", len(pdf()), "Signed minutes", False)
    assert (found.uploaded_by, found.created_at, found.subject) == (cast.officer, NOON, meeting)


def test_who_may_change_the_row_may_change_its_files(meeting: Meeting, cast: Cast) -> None:
    promise = Commitment.objects.earliest("position")
    visit = Delegation.objects.get()
    allowed: dict[str, set[str]] = {}
    for noun, row in (("meeting", meeting), ("promise", promise), ("visit", visit)):
        allowed[noun] = set()
        for number, user in enumerate([*cast.desk, cast.investor]):
            try:
                attach(row, user, content=png(shade=number), name=f"{number}.png")
            except NotYours:
                continue
            allowed[noun].add(user.name)
    owners = {"Officer", "Supervisor", "Administrator"}
    assert allowed == {"meeting": owners, "promise": owners, "visit": owners | {"Colleague"}}
    found = Attachment.objects.of(meeting)[0]
    for refused in (
        lambda: actions.remove(attachment=found, subject=meeting, by=cast.colleague),
        lambda: actions.describe(attachment=found, subject=meeting, note="", by=cast.reader),
    ):
        with pytest.raises(NotYours):
            refused()


def test_a_cancelled_meeting_stays_as_it_was_with_its_promises(meeting: Meeting, cast: Cast) -> None:
    found = attach(meeting, cast.officer)
    cancel_meeting(meeting=meeting, reason="It did not take place", by=cast.officer)
    meeting.refresh_from_db()
    promise = Commitment.objects.select_related("meeting").earliest("position")
    for refused in (
        lambda: attach(meeting, cast.officer, content=png(), name="a.png"),
        lambda: attach(promise, cast.officer),
        lambda: actions.remove(attachment=found, subject=meeting, by=cast.officer),
        lambda: actions.describe(attachment=found, subject=meeting, note="x", by=cast.officer),
    ):
        with pytest.raises(actions.Unchangeable):
            refused()


def test_the_same_file_twice_on_one_row_is_told_and_elsewhere_taken(meeting: Meeting, cast: Cast, shelf: Path) -> None:
    attach(meeting, cast.officer)
    with pytest.raises(NotTaken, match=r"attached here already, as “日本語\.pdf”"):
        attach(meeting, cast.officer, name="other.pdf")
    attach(Delegation.objects.get(), cast.officer, name="other.pdf")
    assert len(files(shelf)) == 2


def test_the_database_knows_it_too(meeting: Meeting, cast: Cast) -> None:
    found = attach(meeting, cast.officer)
    for changes in ({"pk": None, "id": None}, {"size": 0}, {"sha256": "x" * 64}):
        again = Attachment.objects.get(pk=found.pk)
        for name, value in changes.items():
            setattr(again, name, value)
        if again.pk is None:
            again.pk = Delegation.objects.get().pk
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save(force_insert=again.pk != found.pk)


def test_only_so_many_and_only_so_large(meeting: Meeting, cast: Cast, settings: Any, shelf: Path) -> None:
    settings.ATTACHMENTS_PER_ROW = 2
    for number in range(2):
        attach(meeting, cast.officer, content=png(shade=number), name="a.png")
    with pytest.raises(NotTaken, match="2 files here already"):
        attach(meeting, cast.officer)
    settings.ATTACHMENT_MAX_BYTES = 2_000
    with pytest.raises(NotTaken, match="has 4 kB; at most 2 kB"):
        attach(Delegation.objects.get(), cast.officer, content=pdf("x" * 3_000))
    assert len(files(shelf)) == 2


def test_a_refusal_leaves_no_bytes(meeting: Meeting, cast: Cast, shelf: Path) -> None:
    with pytest.raises(NotTaken):
        attach(meeting, cast.officer, name="a.pdf", content=b"<html>")
    with pytest.raises(ValidationError):
        attach(meeting, cast.officer, note="x" * 300)
    assert files(shelf) == []
    assert not Attachment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_bytes_go_when_the_removal_is_certain_and_not_before(cast: Cast, shelf: Path) -> None:
    meeting = log(cast)
    found = attach(meeting, cast.officer)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.remove(attachment=found, subject=meeting, by=cast.officer)
        raise RuntimeError
    assert len(files(shelf)) == 1 and Attachment.objects.count() == 1
    actions.remove(attachment=Attachment.objects.get(), subject=meeting, by=cast.officer)
    assert files(shelf) == [] and not Attachment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_bytes_without_a_row_are_swept_when_they_are_old(cast: Cast, shelf: Path) -> None:
    meeting = log(cast)
    kept = attach(meeting, cast.officer)
    with pytest.raises(RuntimeError), transaction.atomic():
        attach(meeting, cast.officer, content=png(), name="a.png")
        raise RuntimeError
    assert len(files(shelf)) == 2
    now = datetime.datetime(2030, 1, 31, tzinfo=datetime.UTC)
    for file in files(shelf):
        os.utime(file, (0, (now - keeping.GRACE).timestamp() + 60))
    assert keeping.sweep(now=now) == 0
    assert keeping.sweep(now=now + datetime.timedelta(minutes=2)) == 1
    assert [file.name for file in files(shelf)] == [kept.file.name.rpartition("/")[2]]


def test_sweeping_an_empty_shelf_is_no_failure() -> None:
    assert keeping.sweep() == 0


def test_officials_see_every_file_and_guests_the_shared_ones_of_what_they_may_see(meeting: Meeting, cast: Cast) -> None:
    promise = Commitment.objects.earliest("position")
    internal = Commitment.objects.latest("position")
    Commitment.objects.filter(pk=internal.pk).update(is_shared=False)
    visit = Delegation.objects.get()
    other = log(cast, title="Without guests", promises=0)
    other.companies.clear()
    other.attendances.all().delete()
    for row, share in ((meeting, True), (meeting, False), (promise, True), (internal, True), (visit, True), (other, True)):
        attach(row, cast.officer, name=f"{row}-{share}.png"[:60], content=png(shade=int(share)), is_shared=share)
    for user in cast.desk:
        assert Attachment.objects.visible_to(Viewer(user=user)).count() == 6
    seen = Attachment.objects.visible_to(Viewer(user=cast.investor))
    assert {found.subject for found in seen} == {meeting, promise}
    assert all(found.is_shared for found in seen)
    for viewer in (Viewer(user=cast.stranger), NOBODY):
        assert not Attachment.objects.visible_to(viewer).exists()
    # A visit as a whole is the desk's, whatever the form said.
    assert not Attachment.objects.of(visit)[0].is_shared


def test_a_meeting_that_goes_back_to_the_desk_takes_its_files_along(meeting: Meeting, cast: Cast) -> None:
    attach(meeting, cast.officer, is_shared=True)
    Meeting.objects.filter(pk=meeting.pk).update(state="draft")
    assert not Attachment.objects.visible_to(Viewer(user=cast.investor)).exists()


def test_the_history_keeps_what_was_attached_described_and_removed(meeting: Meeting, cast: Cast) -> None:
    found = attach(meeting, cast.officer)
    actions.describe(attachment=found, subject=meeting, note="Minutes", is_shared=True, by=cast.officer)
    actions.remove(attachment=found, subject=meeting, by=cast.officer)
    events = apps.get_model("core", "AttachmentEvent").objects.order_by("pgh_id")
    assert [(event.pgh_label, event.name, event.is_shared) for event in events] == [
        ("insert", "日本語.pdf", False),
        ("update", "日本語.pdf", True),
        ("delete", "日本語.pdf", True),
    ]
    assert not any("file" in field.name for field in events.model._meta.fields)
