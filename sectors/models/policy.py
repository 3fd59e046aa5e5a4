"""Policies and the benefits in them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.constraints import BaseIsEnglish
from portal.core.fields import LineField, Precision, ProseField
from portal.core.ids import uuid7

from .claim import Quality, Source
from .segment import Segment


class Policy(models.Model):
    """A policy or scheme of the state or of the Union."""

    class Level(models.TextChoices):
        STATE = "state", pgettext_lazy("level of government", "state")
        CENTRAL = "central", _("Union of India")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = LineField(_("name"))
    level = models.CharField(_("level"), max_length=8, choices=Level)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_from_precision = models.CharField(max_length=8, choices=Precision, default=Precision.UNKNOWN)
    in_force_to = models.DateField(_("in force until"), null=True, blank=True)
    in_force_to_precision = models.CharField(max_length=8, choices=Precision, default=Precision.UNKNOWN)
    targets = ProseField(_("targets"), max_length=2000, blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="policies", verbose_name=_("sources"))

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        ordering = ["level", "slug"]
        constraints = [
            BaseIsEnglish("name", name="sectors_policy_name_base"),
            BaseIsEnglish("targets", name="sectors_policy_targets_base"),
            models.CheckConstraint(
                condition=Q(in_force_to__isnull=True) | Q(in_force_from__isnull=True) | Q(in_force_to__gte=F("in_force_from")),
                name="sectors_policy_period",
                violation_error_message=_("A policy ends after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("sectors:policy", args=[self.slug])


class Incentive(models.Model):
    """One benefit in a policy. An empty clause means: no official text was seen, and pages say so."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="incentives", verbose_name=_("policy"))
    name = LineField(_("name"))
    kind = models.CharField(_("kind"), max_length=30)
    segments = models.ManyToManyField(
        Segment,
        blank=True,
        related_name="incentives",
        verbose_name=_("segments"),
        help_text=_("None: the source names no limit."),
    )
    zone = LineField(_("zone"), max_length=120, blank=True, help_text=_("In the policy's own words."))
    size_class = LineField(_("size class"), max_length=120, blank=True, help_text=_("In the policy's own words."))
    rate_percent = models.DecimalField(
        _("rate in percent"),
        max_digits=7,
        decimal_places=3,
        null=True,
        blank=True,
        help_text=_("The top of a range; the note gives the range."),
    )
    cap_inr = models.DecimalField(_("cap in rupees"), max_digits=18, decimal_places=2, null=True, blank=True)
    cap_note = LineField(_("note on the cap"), max_length=300, blank=True)
    base = LineField(_("base"), max_length=300, blank=True)
    note = ProseField(_("note"), max_length=2000, blank=True)
    clause = LineField(_("clause"), max_length=200, blank=True)
    alternative_group = models.CharField(
        _("alternatives"), max_length=60, blank=True, help_text=_("Of one group an investor takes one kind.")
    )
    quality = models.CharField(_("quality"), max_length=4, choices=Quality, default=Quality.OK)
    checked_on = models.DateField(_("last checked"), null=True, blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="incentives", verbose_name=_("sources"))

    class Meta:
        verbose_name = _("incentive")
        verbose_name_plural = _("incentives")
        ordering = ["policy", "slug"]
        constraints = [
            BaseIsEnglish("name", name="sectors_incentive_name_base"),
            BaseIsEnglish("cap_note", name="sectors_incentive_cap_note_base"),
            BaseIsEnglish("base", name="sectors_incentive_base_base"),
            BaseIsEnglish("note", name="sectors_incentive_note_base"),
            models.CheckConstraint(
                condition=Q(rate_percent__isnull=True) | Q(rate_percent__gte=0),
                name="sectors_incentive_rate_not_negative",
                violation_error_message=_("A rate is not negative."),
            ),
            models.CheckConstraint(
                condition=Q(cap_inr__isnull=True) | Q(cap_inr__gte=0),
                name="sectors_incentive_cap_not_negative",
                violation_error_message=_("A cap is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
