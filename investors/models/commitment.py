"""Promises."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.accounts.viewer import Viewer
from portal.core.expressions import Today
from portal.core.fields import LineField, ProseField, WebField, validate_day
from portal.core.ids import uuid7

from .company import Company
from .contact import Contact
from .meeting import Meeting, Side
from .organisation import Organisation


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, viewer: Viewer) -> "CommitmentQuerySet":
        """Officials see all; guests and partners the shared ones of meetings they may see."""
        if viewer.is_desk:
            return self.all()
        return self.filter(is_shared=True, meeting__in=Meeting.objects.visible_to(viewer))

    def outstanding(self) -> "CommitmentQuerySet":
        """Not yet closed; somebody is still reminded."""
        return self.filter(state__in=[Commitment.State.OPEN, Commitment.State.PROPOSED_DONE])

    def overdue(self, today: date | Today) -> "CommitmentQuerySet":
        """Outstanding though its day is over; `today` is a day, or the database's own."""
        return self.outstanding().filter(due_on__lt=today)


class Commitment(models.Model):
    """One promise made in a meeting, by either side, with the user who gets the reminders and a due date."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        PROPOSED_DONE = "proposed_done", _("proposed done")
        KEPT = "kept", _("kept")
        WITHDRAWN = "withdrawn", _("withdrawn")
        MISSED = "missed", _("missed")

    CLOSED = (State.KEPT, State.WITHDRAWN, State.MISSED)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="commitments", verbose_name=_("meeting"))
    text = ProseField(_("what was promised"), max_length=2000)
    side = models.CharField(_("promised by the side of"), max_length=5, choices=Side)
    promised_by_contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="promises", verbose_name=_("promised by (person)")
    )
    promised_by_organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="promises",
        verbose_name=_("promised by (organisation)"),
    )
    promised_by_company = models.ForeignKey(
        Company, on_delete=models.PROTECT, null=True, blank=True, related_name="promises", verbose_name=_("promised by (company)")
    )
    answered_for_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="commitments", verbose_name=_("answered for by")
    )
    due_on = models.DateField(_("due"), validators=[validate_day])
    state = models.CharField(_("state"), max_length=14, choices=State, default=State.OPEN)
    is_shared = models.BooleanField(_("guests may see it"), default=True)
    evidence = ProseField(_("evidence"), max_length=4000, blank=True)
    evidence_url = WebField(_("address of the evidence"), max_length=600, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    close_reason = LineField(_("reason"), max_length=500, blank=True)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, editable=False)
    is_example = models.BooleanField(_("example"), default=False)
    created_at = models.DateTimeField(db_default=Now())

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(F("due_on"), F("id"), name="investors_commitment_due"),
            models.Index(
                fields=["answered_for_by", "due_on"],
                condition=Q(state__in=["open", "proposed_done"]),
                name="investors_commitment_open",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    promised_by_contact__isnull=False, promised_by_organisation__isnull=True, promised_by_company__isnull=True
                )
                | Q(promised_by_contact__isnull=True, promised_by_organisation__isnull=False, promised_by_company__isnull=True)
                | Q(promised_by_contact__isnull=True, promised_by_organisation__isnull=True, promised_by_company__isnull=False),
                name="investors_commitment_one_promiser",
                violation_error_message=_("Say who promised it: one person, one organisation or one company."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["kept", "withdrawn", "missed"], closed_at__isnull=False)
                | (~Q(state__in=["kept", "withdrawn", "missed"]) & Q(closed_at__isnull=True)),
                name="investors_commitment_closed_together",
            ),
            models.CheckConstraint(
                condition=~Q(state="kept") | ~Q(evidence="") | ~Q(evidence_url=""),
                name="investors_commitment_kept_has_evidence",
                violation_error_message=_("Say what shows that the promise was kept."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("investors:commitment", args=[self.pk])

    @property
    def promised_by(self) -> "Contact | Organisation | Company | None":
        """Who promised it."""
        return self.promised_by_contact or self.promised_by_organisation or self.promised_by_company

    @property
    def is_closed(self) -> bool:
        return self.state in self.CLOSED
