"""Sources, and figures as somebody stated them."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.fields import LineField, Precision, WebField
from portal.core.ids import uuid7
from sectors.measures import measure_label


class Quality(models.TextChoices):
    OK = "ok", _("sound")
    WEAK = "weak", _("weak")


class Source(models.Model):
    """A page or document that a figure or a fact rests on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(_("code"), max_length=20, unique=True)
    # Empty where only the name of the page is known.
    url = WebField(_("address"), max_length=600, blank=True)
    publisher = LineField(_("title or publisher"), max_length=300)
    date = models.DateField(_("date"), null=True, blank=True)
    date_precision = models.CharField(_("precision"), max_length=8, choices=Precision, default=Precision.UNKNOWN)
    quality = models.CharField(_("quality"), max_length=4, choices=Quality, default=Quality.OK)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.publisher} ({self.code})"

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("sectors:source", args=[self.code])


class ClaimQuerySet(models.QuerySet["Claim"]):
    def contradicted(self) -> "ClaimQuerySet":
        """Figures beside which a different one was stated of the same subject and measure."""
        other = Claim.objects.filter(
            subject_kind=OuterRef("subject_kind"), subject=OuterRef("subject"), measure=OuterRef("measure")
        ).filter(
            # Above or below, not "unequal": a figure is a number or a date, and NULL is unequal to nothing.
            Q(value__lt=OuterRef("value"))
            | Q(value__gt=OuterRef("value"))
            | Q(value_date__lt=OuterRef("value_date"))
            | Q(value_date__gt=OuterRef("value_date"))
            | ~Q(unit=OuterRef("unit"))
        )
        return self.filter(Exists(other))

    def one_of_each(self) -> "ClaimQuerySet":
        """One figure for each subject and measure, whichever has the first key."""
        earlier = Claim.objects.filter(
            subject_kind=OuterRef("subject_kind"),
            subject=OuterRef("subject"),
            measure=OuterRef("measure"),
            key__lt=OuterRef("key"),
        )
        return self.filter(~Exists(earlier))

    def about(self, subject_kind: str, subject: str) -> "ClaimQuerySet":
        """Every figure stated of one subject, contradictions side by side, newest first."""
        return (
            self.filter(subject_kind=subject_kind, subject=subject)
            .select_related("source")
            .order_by("measure", F("as_of").desc(nulls_last=True), "key")
        )


class Claim(models.Model):
    """One figure as somebody stated it. Contradictions are kept, never averaged."""

    class Status(models.TextChoices):
        REPORTED = "reported", _("reported")
        CLEARED = "cleared", _("cleared by a committee")
        SUPERSEDED = "superseded", _("superseded")

    class Qualifier(models.TextChoices):
        EXACT = "exact", _("exactly")
        ABOUT = "about", _("about")
        OVER = "over", _("over")
        UNDER = "under", _("under")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=120, unique=True)
    subject_kind = models.CharField(_("kind of subject"), max_length=20)
    subject = models.CharField(pgettext_lazy("of a claim", "subject"), max_length=120)
    measure = models.CharField(_("measure"), max_length=60)
    # A number, or a date where the unit is "date".
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=6, null=True, blank=True)
    value_date = models.DateField(_("value as a date"), null=True, blank=True)
    value_date_precision = models.CharField(max_length=8, choices=Precision, default=Precision.UNKNOWN)
    unit = models.CharField(_("unit"), max_length=30)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    as_of_precision = models.CharField(max_length=8, choices=Precision, default=Precision.UNKNOWN)
    stated_by = LineField(_("stated by"), blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="claims", verbose_name=_("source"))
    status = models.CharField(_("status"), max_length=12, choices=Status)
    qualifier = models.CharField(_("qualifier"), max_length=6, choices=Qualifier)
    note = LineField(_("note"), max_length=500, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["key"]
        indexes = [models.Index(fields=["subject_kind", "subject", "measure"], name="sectors_claim_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit="date", value__isnull=True, value_date__isnull=False)
                | (~Q(unit="date") & Q(value__isnull=False, value_date__isnull=True)),
                name="sectors_claim_number_or_date",
                violation_error_message=_("A claim states a number, or a date where its unit is a date."),
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def measure_label(self) -> str:
        """What is measured, in the reader's language."""
        return measure_label(self.measure)
