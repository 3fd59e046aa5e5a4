"""Industrial townships and the land in them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.core.constraints import BaseIsEnglish
from portal.core.fields import LineField, ProseField
from portal.core.ids import uuid7

from .claim import Source
from .district import District
from .place import Placed, PlacedQuerySet, on_the_earth
from .segment import Segment, TranslationStatus


class Township(Placed, models.Model):
    """An industrial township or area. `acres` is the best figure; every version stated stays among the claims."""

    class Status(models.TextChoices):
        ANNOUNCED = "announced", _("announced")
        DEVELOPING = "developing", _("being developed")
        READY = "ready", _("ready")
        OPERATING = "operating", _("operating")
        FULL = "full", _("full")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = LineField(_("name"))
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="townships", verbose_name=_("district"))
    developer = LineField(_("developer"), blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    coordinates_quality = models.CharField(_("quality of the coordinates"), max_length=20, blank=True)
    acres = models.DecimalField(_("area in acres"), max_digits=12, decimal_places=2, null=True, blank=True)
    acres_note = LineField(_("note on the area"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, blank=True, help_text=_("Empty where no source says."))
    focus = models.ManyToManyField(Segment, blank=True, related_name="townships", verbose_name=_("segments"))
    access = LineField(_("access"), max_length=500, blank=True)
    notes = ProseField(_("notes"), max_length=4000, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    sources = models.ManyToManyField(Source, blank=True, related_name="townships", verbose_name=_("sources"))
    translation_status = models.CharField(max_length=8, choices=TranslationStatus, default=TranslationStatus.DRAFT)

    objects = PlacedQuerySet.as_manager()

    class Meta:
        verbose_name = _("township")
        verbose_name_plural = _("townships")
        ordering = ["position", "slug"]
        constraints = [
            BaseIsEnglish("name", name="sectors_township_name_base"),
            BaseIsEnglish("acres_note", name="sectors_township_acres_note_base"),
            BaseIsEnglish("access", name="sectors_township_access_base"),
            BaseIsEnglish("notes", name="sectors_township_notes_base"),
            on_the_earth("sectors_township_point"),
            models.CheckConstraint(
                condition=Q(acres__isnull=True) | Q(acres__gt=0),
                name="sectors_township_acres_positive",
                violation_error_message=_("An area is more than zero acres."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("sectors:township", args=[self.slug])


class Plot(models.Model):
    """A piece of land in a township, and what was true of it on a date."""

    class Status(models.TextChoices):
        AVAILABLE = "available", _("available")
        RESERVED = "reserved", _("reserved")
        ALLOTTED = "allotted", _("allotted")
        IN_DISPUTE = "in_dispute", _("in dispute")
        UNKNOWN = "unknown", _("unknown")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    township = models.ForeignKey(Township, on_delete=models.PROTECT, related_name="plots", verbose_name=_("township"))
    code = LineField(_("plot number"), max_length=40)
    acres = models.DecimalField(_("area in acres"), max_digits=10, decimal_places=2)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.UNKNOWN)
    as_of = models.DateField(_("as of"))
    note = LineField(_("note"), max_length=300, blank=True)
    is_example = models.BooleanField(_("example"), default=False)

    class Meta:
        verbose_name = _("plot")
        verbose_name_plural = _("plots")
        ordering = ["township", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "code"],
                name="sectors_plot_once",
                violation_error_message=_("This township has a plot with this number."),
            ),
            models.CheckConstraint(
                condition=Q(acres__gt=0),
                name="sectors_plot_acres_positive",
                violation_error_message=_("An area is more than zero acres."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.township} {self.code}"
