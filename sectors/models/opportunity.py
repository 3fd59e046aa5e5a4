"""What an investor can take up."""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.viewer import Viewer
from portal.core.constraints import BaseIsEnglish
from portal.core.fields import LineField, Precision, ProseField
from portal.core.ids import uuid7
from sectors.sizes import BANDS, NOT_STATED

from .claim import Quality, Source
from .policy import Policy
from .segment import Segment, TranslationStatus
from .township import Township


class OpportunityQuerySet(models.QuerySet["Opportunity"]):
    def published(self) -> "OpportunityQuerySet":
        return self.filter(status=Opportunity.Status.PUBLISHED)

    def visible_to(self, viewer: Viewer) -> "OpportunityQuerySet":
        """Officials see drafts and withdrawn ones; everyone else what is published."""
        return self.all() if viewer.is_desk else self.published()

    def of_sizes(self, codes: Iterable[str]) -> "OpportunityQuerySet":
        """Those whose investment reaches into one of these bands (`sectors.sizes`); a missing end of a range is open."""
        low, high = "investment_min_inr_crore", "investment_max_inr_crore"
        unstated = Q(**{f"{low}__isnull": True, f"{high}__isnull": True})
        found = Q(pk__in=[])
        for code in codes:
            if code == NOT_STATED:
                found |= unstated
                continue
            start, end = BANDS[code]
            reaches = ~unstated
            if end is not None:
                reaches &= Q(**{f"{low}__lt": end}) | Q(**{f"{low}__isnull": True})
            if start is not None:
                reaches &= Q(**{f"{high}__gte": start}) | Q(**{f"{high}__isnull": True})
            found |= reaches
        return self.filter(found)


class Opportunity(models.Model):
    """Something an investor can take up, in segments and places. Amounts are in crore rupees."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    title = LineField(_("title"))
    segments = models.ManyToManyField(Segment, related_name="opportunities", verbose_name=_("segments"))
    townships = models.ManyToManyField(Township, blank=True, related_name="opportunities", verbose_name=_("townships"))
    policies = models.ManyToManyField(Policy, blank=True, related_name="opportunities", verbose_name=_("policies"))
    sought = ProseField(_("what is sought"), max_length=4000)
    readiness = LineField(_("readiness"), max_length=300, blank=True)
    investment_min_inr_crore = models.DecimalField(
        _("investment from, in crore rupees"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    investment_max_inr_crore = models.DecimalField(
        _("investment to, in crore rupees"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    published_on_precision = models.CharField(max_length=8, choices=Precision, default=Precision.UNKNOWN)
    position = models.PositiveIntegerField(_("position"), default=0)
    quality = models.CharField(_("quality"), max_length=4, choices=Quality, default=Quality.OK)
    sources = models.ManyToManyField(Source, blank=True, related_name="opportunities", verbose_name=_("sources"))
    translation_status = models.CharField(max_length=8, choices=TranslationStatus, default=TranslationStatus.DRAFT)

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        ordering = ["position", "slug"]
        constraints = [
            BaseIsEnglish("title", name="sectors_opportunity_title_base"),
            BaseIsEnglish("sought", name="sectors_opportunity_sought_base"),
            BaseIsEnglish("readiness", name="sectors_opportunity_readiness_base"),
            models.CheckConstraint(
                condition=Q(investment_min_inr_crore__isnull=True)
                | Q(investment_max_inr_crore__isnull=True)
                | Q(investment_max_inr_crore__gte=F("investment_min_inr_crore")),
                name="sectors_opportunity_range",
                violation_error_message=_("The upper amount is not below the lower one."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("sectors:opportunity", args=[self.slug])
