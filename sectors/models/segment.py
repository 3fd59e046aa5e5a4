"""The EV value chain."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.core.constraints import BaseIsEnglish
from portal.core.fields import LineField, ProseField
from portal.core.ids import uuid7

from .claim import Source


class TranslationStatus(models.TextChoices):
    """Whether a native reader has checked the Japanese and Kannada texts of a row."""

    DRAFT = "draft", _("draft, not yet checked by a native reader")
    CHECKED = "checked", _("checked by a native reader")


class Segment(models.Model):
    """A link of the value chain. A tree: five roots were named to the delegation of 10 January 2024."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(_("code"), max_length=60, unique=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    name = LineField(_("name"))
    summary = ProseField(_("summary"), max_length=2000, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0, help_text=_("Place in the chain; smaller comes first."))
    sources = models.ManyToManyField(Source, blank=True, related_name="segments", verbose_name=_("sources"))
    translation_status = models.CharField(max_length=8, choices=TranslationStatus, default=TranslationStatus.DRAFT)

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ["position", "code"]
        constraints = [
            BaseIsEnglish("name", name="sectors_segment_name_base"),
            BaseIsEnglish("summary", name="sectors_segment_summary_base"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="sectors_segment_not_own_parent",
                violation_error_message=_("A segment is not part of itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("sectors:segment", args=[self.code])
