"""The frame's own rows: the moved clock, holidays, attachments, the count of changes, how often something was tried."""

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .attachments.kinds import label_of
from .fields import LineField
from .ids import uuid7
from .registry import attachables


class ClockOffset(models.Model):
    """How far a test or demo database's clock is ahead of the real one. At most one row."""

    singleton = models.BooleanField(default=True, primary_key=True)
    offset = models.DurationField(default=timedelta)

    class Meta:
        verbose_name = _("clock offset")
        verbose_name_plural = _("clock offset")
        constraints = [models.CheckConstraint(condition=Q(singleton=True), name="core_clock_offset_singleton")]


class Tally(models.Model):
    """How often one thing was tried since its window began; see limits.py. What was tried is kept as a digest only."""

    digest = models.CharField(max_length=64, primary_key=True)
    number = models.PositiveIntegerField()
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        indexes = [models.Index(fields=["until"], name="core_tally_until")]

    def __str__(self) -> str:
        return f"{self.number} until {self.until}"


class Holiday(models.Model):
    """One day that the notified calendar changes: a day off, or a working day that would otherwise be off."""

    class Calendar(models.TextChoices):
        KARNATAKA = "IN-KA", _("Karnataka, India")
        JAPAN = "JP", _("Japan")

    calendar = models.CharField(_("calendar"), max_length=8, choices=Calendar)
    date = models.DateField(_("date"))
    name = LineField(_("name"))
    is_working = models.BooleanField(_("is a working day"), default=False)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["calendar", "date"]
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "date"],
                name="core_holiday_once",
                violation_error_message=_("This calendar already says something about this day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.calendar} {self.date} {self.name}"


def _nameless(attachment: "Attachment", typed: str) -> str:
    """Where the bytes lie: a name that tells nothing and that nobody chose."""
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, viewer: Any) -> "AttachmentQuerySet":
        """Those of rows that the viewer may see, as their rooms have registered it; guests only what is marked as shared."""
        shown = Q(pk__in=[])
        for model, rows in attachables.items():
            shown |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=rows(viewer).values("pk"))
        return self.filter(shown) if viewer.is_desk else self.filter(shown, is_shared=True)

    def of(self, row: models.Model) -> "AttachmentQuerySet":
        """Those of this row, the oldest first."""
        mine = self.filter(content_type=ContentType.objects.get_for_model(row), object_id=row.pk)
        return mine.select_related("uploaded_by").order_by("created_at", "id")


class Attachment(models.Model):
    """A file that belongs to a business row. Its bytes lie outside every served directory, under a name that tells nothing.

    `name` is what its owner called it; `media_type` is what it was judged to be by its content. Guests see it only if `is_shared`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    object_id = models.UUIDField()
    subject = GenericForeignKey("content_type", "object_id")
    name = LineField(_("file name"))
    note = LineField(_("what it is"), blank=True)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=_nameless)
    is_shared = models.BooleanField(_("guests may see it"), default=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        indexes = [models.Index(fields=["content_type", "object_id"], name="core_attachment_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "sha256"],
                name="core_attachment_once",
                violation_error_message=_("This very file is attached here already."),
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="core_attachment_not_empty"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="core_attachment_digest"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        """What kind of file it is, in the reader's language."""
        return label_of(self.media_type)


class PageVersion(models.Model):
    """A share of the number of changes of what public pages show (`portal.core.page_version`); triggers alone write it."""

    slot = models.PositiveIntegerField(primary_key=True)
    changes = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("page version")
        verbose_name_plural = _("page versions")

    def __str__(self) -> str:
        return f"{self.slot}: {self.changes}"
