"""Bodies that are no investors."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.viewer import Viewer
from portal.core.constraints import BaseIsEnglish
from portal.core.fields import LineField, ProseField
from portal.core.ids import uuid7
from sectors.models import Source

from .access import own_organisations


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def reported(self) -> "OrganisationQuerySet":
        """Bodies that a source names: these may stand on a public page."""
        return self.filter(pk__in=Organisation.sources.through.objects.values("organisation_id"))

    def visible_to(self, viewer: Viewer) -> "OrganisationQuerySet":
        """Officials see all. Others with an account or a key see the public bodies, their own, and those they met: a name typed
        at the desk about somebody else's meeting stays there.
        """
        from .meeting import Attendance, Meeting

        if viewer.is_desk:
            return self.all()
        if not viewer.is_authenticated:
            return self.none()
        met = Meeting.objects.visible_to(viewer).values("pk")
        return self.filter(
            Q(pk__in=Organisation.sources.through.objects.values("organisation_id"))
            | Q(pk__in=own_organisations(viewer))
            | Q(pk__in=Meeting.organisations.through.objects.filter(meeting_id__in=met).values("organisation_id"))
            | Q(pk__in=Attendance.objects.filter(meeting_id__in=met, organisation__isnull=False).values("organisation_id"))
        )


class Organisation(models.Model):
    """A ministry, agency, committee, consulate, chamber or trade agency."""

    class Kind(models.TextChoices):
        STATE_DEPARTMENT = "state_department", _("state department")
        STATE_AGENCY = "state_agency", _("state agency")
        CENTRAL_AGENCY = "central_agency", _("Union agency")
        COMMITTEE = "committee", _("committee")
        CONSULATE = "consulate", _("consulate")
        CHAMBER = "chamber", _("chamber")
        TRADE_AGENCY = "trade_agency", _("trade agency")
        DEVELOPMENT_AGENCY = "development_agency", _("development agency")
        PLATFORM = "platform", _("platform")
        LEGISLATURE = "legislature", _("parliament or delegation")
        NAMED_ONLY = "named_only", _("known by name only")
        OTHER = "other", _("other body")

    HOST_KINDS = (Kind.STATE_DEPARTMENT, Kind.STATE_AGENCY)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name = LineField(_("name"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    role = ProseField(_("role"), max_length=2000, blank=True)
    country_code = models.CharField(_("country"), max_length=2, blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="organisations", verbose_name=_("sources"))
    is_example = models.BooleanField(_("example"), default=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_en", "id"]
        constraints = [
            BaseIsEnglish("name", name="investors_organisation_name_base"),
            BaseIsEnglish("role", name="investors_organisation_role_base"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_host(self) -> bool:
        """Whether the body sits on the state's side of the table."""
        return self.kind in self.HOST_KINDS
