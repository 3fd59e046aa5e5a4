"""Intended investments on their ladder."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from portal.accounts.viewer import Viewer
from portal.core.fields import LineField, Precision
from portal.core.ids import uuid7
from sectors.models import Source, Township

from .access import own_companies
from .company import Company


class Stage(models.TextChoices):
    """The ladder. Figures of different steps are never added up."""

    STATED_INTEREST = "stated_interest", _("stated interest")
    MOU = "mou", _("MoU")
    FILED = "filed", _("filed")
    APPROVED = "approved", _("approved")
    LAND = "land", _("land")
    CONSTRUCTION = "construction", _("construction")
    PRODUCTION = "production", _("production")


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, viewer: Viewer) -> "ProjectQuerySet":
        """Officials see all; investors and partners those of their own companies. Reported ones are public on catalogue pages."""
        if viewer.is_desk:
            return self.all()
        if viewer.is_investor or viewer.is_partner:
            return self.filter(company_id__in=own_companies(viewer))
        return self.none()


class Project(models.Model):
    """An intended investment. `stage` is the highest step reached; each step has its own figures."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="projects", verbose_name=_("company"))
    title = LineField(_("title"), max_length=300)
    stage = models.CharField(_("stage"), max_length=16, choices=Stage)
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("township")
    )
    sources = models.ManyToManyField(Source, blank=True, related_name="projects", verbose_name=_("sources"))
    is_example = models.BooleanField(_("example"), default=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["company", "slug"]

    def __str__(self) -> str:
        return self.title


class ProjectStep(models.Model):
    """One step of the ladder: amount in crore rupees, jobs, date, source."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="steps", verbose_name=_("project"))
    stage = models.CharField(_("stage"), max_length=16, choices=Stage)
    amount_inr_crore = models.DecimalField(_("amount in crore rupees"), max_digits=16, decimal_places=2, null=True, blank=True)
    jobs = models.PositiveIntegerField(_("jobs"), null=True, blank=True)
    on = models.DateField(_("date"), null=True, blank=True)
    on_precision = models.CharField(max_length=8, choices=Precision, default=Precision.UNKNOWN)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["project", F("on").asc(nulls_first=True), "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "stage"],
                name="investors_project_step_once",
                violation_error_message=_("This project already has this step."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.get_stage_display()}"
