"""Districts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.constraints import BaseIsEnglish
from portal.core.fields import LineField
from portal.core.ids import uuid7

from .claim import Source
from .place import Placed, PlacedQuerySet, on_the_earth
from .segment import TranslationStatus


class District(Placed, models.Model):
    """A district under its present name; the point is its headquarters town (degrees, WGS 84, approximate)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = LineField(_("name"))
    former_name = LineField(_("former name"), blank=True)
    headquarters = LineField(_("headquarters"), blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    note = LineField(_("note"), max_length=500, blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="districts", verbose_name=_("sources"))
    translation_status = models.CharField(max_length=8, choices=TranslationStatus, default=TranslationStatus.DRAFT)

    objects = PlacedQuerySet.as_manager()

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["code"]
        constraints = [BaseIsEnglish("name", name="sectors_district_name_base"), on_the_earth("sectors_district_point")]

    def __str__(self) -> str:
        return self.name
