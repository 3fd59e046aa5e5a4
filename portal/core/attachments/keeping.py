"""Attach a file to a row, take it off, and sweep away bytes that no row knows. Who may do so is for the row's own room to say."""

import datetime
import hashlib
import os
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from .. import clock, saving
from ..models import Attachment
from .judging import judge
from .kinds import NotTaken
from .names import shown
from .sizes import size_label

# A file without a row is left alone for so long: its transaction may still be open, or a backup is just being put back.
GRACE = datetime.timedelta(days=7)


@transaction.atomic
def attach(
    *,
    subject: models.Model,
    file: "File[bytes]",
    name: str,
    by: Any,
    note: str = "",
    is_shared: bool = False,
    now: datetime.datetime | None = None,
) -> Attachment:
    """Keep this file with the row. Raises NotTaken (too large, of no kind that is taken, the same again, too many), ValidationError."""
    if file.size > settings.ATTACHMENT_MAX_BYTES:
        raise too_large(file.size)
    name = shown(name)
    judged = judge(file, name)
    digest = _digest(file)
    saving.lock(f"attachments {subject.pk}")
    present = dict(Attachment.objects.of(subject).values_list("sha256", "name"))
    if digest in present:
        raise NotTaken(_("This very file is attached here already, as “%(name)s”."), name=present[digest])
    if len(present) >= settings.ATTACHMENTS_PER_ROW:
        raise NotTaken(_("There are %(most)s files here already; no more are taken."), most=settings.ATTACHMENTS_PER_ROW)
    row = Attachment(
        subject=subject,
        name=name,
        note=note,
        media_type=judged.media_type,
        size=file.size,
        sha256=digest,
        is_shared=is_shared,
        uploaded_by=by,
        created_at=now or clock.now(),
    )
    file.seek(0)
    row.file.save("", file, save=False)
    try:
        _settle_on_disk(row)
        saving.clean(row)
        saving.insert([row])
    except BaseException:
        default_storage.delete(str(row.file.name))
        raise
    return row


@transaction.atomic
def remove(*, attachment: Attachment) -> None:
    """Take the file off its row; its bytes go once that is certain."""
    name = str(attachment.file.name)
    attachment.delete()
    transaction.on_commit(partial(default_storage.delete, name), robust=True)


@transaction.atomic
def describe(*, attachment: Attachment, note: str, is_shared: bool) -> Attachment:
    """Say what the file is, and whether guests may see it. Raises ValidationError."""
    attachment.note, attachment.is_shared = note, is_shared
    saving.update(attachment, ["note", "is_shared"])
    return attachment


def too_large(size: int) -> NotTaken:
    return NotTaken(
        _("This file has %(size)s; at most %(most)s are taken."),
        size=size_label(size),
        most=size_label(settings.ATTACHMENT_MAX_BYTES),
    )


def sweep(*, now: datetime.datetime | None = None) -> int:
    """Delete bytes that no row knows: of transactions that were taken back, of a process that died. Answers how many files.

    `now` is real time, like the time that a file system writes beside a file; moving the demonstration's clock ages none.
    """
    before = (now or datetime.datetime.now(datetime.UTC)) - GRACE
    gone = 0
    for directory in _listed("")[0]:
        names = [f"{directory}/{name}" for name in _listed(directory)[1]]
        known = set(Attachment.objects.filter(file__in=names).values_list("file", flat=True))
        for name in names:
            if name not in known and default_storage.get_modified_time(name) < before:
                default_storage.delete(name)
                gone += 1
    return gone


def _listed(directory: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(directory)
    except FileNotFoundError:  # nothing was ever attached
        return [], []


def _digest(file: "File[bytes]") -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _settle_on_disk(row: Attachment) -> None:
    """The page says "attached" after the row is on the disk; so must the bytes be. Other storages see to that themselves."""
    if not isinstance(row.file.storage, FileSystemStorage):
        return
    for place in (row.file.path, os.path.dirname(row.file.path)):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
