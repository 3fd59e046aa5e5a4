"""What a meeting or a commitment causes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.core.fields import LineField, ProseField
from portal.core.ids import uuid7

from .commitment import Commitment
from .contact import Contact
from .meeting import Meeting


class FollowUp(models.Model):
    """A planned message or task of one step, for one recipient. Its messages are deliveries of the outbox."""

    class Step(models.TextChoices):
        RECORD_OUTCOME = "record_outcome", _("record the outcome")
        THANK_YOU = "thank_you", _("thank-you note with the minutes")
        DUE_SOON = "due_soon", _("due in three working days")
        DUE_TODAY = "due_today", _("due today")
        OVERDUE = "overdue", _("overdue")

    class State(models.TextChoices):
        AWAITING_APPROVAL = "awaiting_approval", _("awaiting approval")
        PLANNED = "planned", _("planned")
        DONE = "done", _("done")
        DISMISSED = "dismissed", _("dismissed")
        CANCELLED = "cancelled", _("cancelled")
        SKIPPED = "skipped", _("skipped")

    OPEN = (State.AWAITING_APPROVAL, State.PLANNED)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="follow_ups", verbose_name=_("meeting"))
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name=_("commitment")
    )
    step = models.CharField(_("step"), max_length=16, choices=Step)
    # What makes a second one legitimate: the due date it reminds of and, for overdue ones, its number. Never an attempt.
    occurrence = models.CharField(max_length=40, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("for the official"),
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name=_("for the guest")
    )
    state = models.CharField(_("state"), max_length=20, choices=State)
    due_at = models.DateTimeField(_("due"))
    reason = LineField(_("reason"), max_length=300, blank=True, help_text=_("Why it was skipped, dismissed or cancelled."))
    message = ProseField(
        _("message"), max_length=20_000, blank=True, help_text=_("The approved words, where a person approves them.")
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    is_example = models.BooleanField(_("example"), default=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due_at", "id"]
        indexes = [models.Index(fields=["state", "due_at"], name="investors_follow_up_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "commitment", "step", "occurrence", "user", "contact"],
                name="investors_follow_up_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, contact__isnull=True) | Q(user__isnull=True, contact__isnull=False),
                name="investors_follow_up_one_recipient",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["skipped", "dismissed"]) | ~Q(reason=""), name="investors_follow_up_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.user or self.contact}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN
