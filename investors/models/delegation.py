"""Visits and missions."""

import datetime

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from portal.accounts.viewer import Viewer
from portal.core.fields import LineField, ProseField, validate_day
from portal.core.ids import uuid7

from .access import own_companies, own_organisations
from .company import Company
from .organisation import Organisation


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def visible_to(self, viewer: Viewer) -> "DelegationQuerySet":
        """Officials see all; a partner those that it or its members belong to; others none."""
        if viewer.is_desk:
            return self.all()
        if viewer.is_partner:
            return self.filter(
                Q(
                    pk__in=Delegation.companies.through.objects.filter(company_id__in=own_companies(viewer)).values(
                        "delegation_id"
                    )
                )
                | Q(
                    pk__in=Delegation.organisations.through.objects.filter(organisation_id__in=own_organisations(viewer)).values(
                        "delegation_id"
                    )
                )
            )
        return self.none()


class Delegation(models.Model):
    """A visit or mission: companies and organisations, dates, meetings."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = LineField(_("name"))
    country_code = models.CharField(_("country"), max_length=2, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True, validators=[validate_day])
    ends_on = models.DateField(_("until"), null=True, blank=True, validators=[validate_day])
    # Key pages need an ordering that is never NULL; a visit of unknown date sorts last.
    sort_date = models.GeneratedField(
        expression=Coalesce(F("starts_on"), Value(datetime.date(1, 1, 1))), output_field=models.DateField(), db_persist=True
    )
    note = ProseField(_("note"), max_length=4000, blank=True)
    companies = models.ManyToManyField(Company, blank=True, related_name="delegations", verbose_name=_("companies"))
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="delegations", verbose_name=_("organisations"))
    is_example = models.BooleanField(_("example"), default=False)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = [F("starts_on").desc(nulls_last=True), "-id"]
        indexes = [models.Index(F("sort_date").desc(), F("id").desc(), name="investors_delegation_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="investors_delegation_period",
                violation_error_message=_("A visit ends after it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("investors:delegation", args=[self.pk])
