"""Investing firms and their sites."""

from django.db import models
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.viewer import Viewer
from portal.core.constraints import BaseIsEnglish
from portal.core.fields import LineField, Precision, WebField
from portal.core.ids import uuid7
from sectors.models import Source, Township

from .access import own_companies


class CompanyQuerySet(models.QuerySet["Company"]):
    def visible_to(self, viewer: Viewer) -> "CompanyQuerySet":
        """Officials see every firm; an investor his own; a partner its members."""
        if viewer.is_desk:
            return self.all()
        if viewer.is_investor or viewer.is_partner:
            return self.filter(pk__in=own_companies(viewer))
        return self.none()


class Company(models.Model):
    """A firm. Its sites are establishments: always name which of the two a count counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name = LineField(_("name"))
    parent = LineField(_("parent"), blank=True)
    country_code = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("Origin of the firm or of its lead foreign parent.")
    )
    sector = LineField(_("sector"), blank=True)
    website = WebField(_("website"), max_length=300, blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="companies", verbose_name=_("sources"))
    is_example = models.BooleanField(_("example"), default=False)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ["name_en", "id"]
        indexes = [models.Index(F("name_en"), F("id"), name="investors_company_by_name")]
        constraints = [
            BaseIsEnglish("name", name="investors_company_name_base"),
            models.CheckConstraint(
                condition=models.Q(country_code="") | models.Q(country_code__regex=r"^[A-Z]{2}$"),
                name="investors_company_country",
                violation_error_message=_("A country is two capital letters, like JP."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("investors:company", args=[self.slug])


_ESTABLISHMENT_KINDS: dict[str, Promise] = {
    "manufacturing": _("plant"),
    "planned_manufacturing": _("planned plant"),
    "office": _("office"),
    "r_and_d": _("research and development"),
    "other": _("other site"),
}


class Establishment(models.Model):
    """One office, plant or centre of a firm."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=140, unique=True)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="establishments", verbose_name=_("company"))
    kind = models.CharField(_("kind"), max_length=40)
    place = LineField(_("place"), blank=True)
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, related_name="establishments", verbose_name=_("township")
    )
    since = models.DateField(_("since"), null=True, blank=True)
    since_precision = models.CharField(max_length=8, choices=Precision, default=Precision.UNKNOWN)
    fact = LineField(_("capacity or fact"), max_length=500, blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="establishments", verbose_name=_("sources"))
    is_example = models.BooleanField(_("example"), default=False)

    class Meta:
        verbose_name = _("establishment")
        verbose_name_plural = _("establishments")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key

    @property
    def kind_label(self) -> str:
        """What kind of site, in the reader's language."""
        label = _ESTABLISHMENT_KINDS.get(self.kind)
        return str(label) if label else self.kind.replace("_", " ")
