"""Enquiries about the offer."""

import datetime
from itertools import combinations
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.viewer import Viewer
from portal.core.expressions import Today
from portal.core.fields import AddressField, LineField, ProseField, ZoneField
from portal.core.ids import uuid7
from sectors.models import Opportunity, Plot, Township

from .access import own_companies
from .company import Company
from .organisation import Organisation

ABOUT = ("opportunity", "township", "plot", "organisation")


class InterestQuerySet(models.QuerySet["Interest"]):
    def visible_to(self, viewer: Viewer) -> "InterestQuerySet":
        """Officials see all; an investor his own enquiries and those of his company. A partner's key opens none: an enquiry is a matter
        between the company and the desk.
        """
        if viewer.is_desk:
            return self.all()
        if viewer.is_investor:
            return self.filter(Q(user=viewer.user) | Q(company_id__in=own_companies(viewer)))
        return self.none()

    def waiting(self) -> "InterestQuerySet":
        """Not yet answered: their clock runs."""
        return self.filter(state=Interest.State.RECEIVED)

    def overdue(self, today: datetime.date | Today) -> "InterestQuerySet":
        """Waiting though the day by which an answer was promised is over; `today` is a day, or the database's own."""
        return self.waiting().filter(due_on__lt=today)

    def with_subjects(self) -> "InterestQuerySet":
        """With what they are about and who answers, so that a row costs no statement."""
        return self.select_related("opportunity", "township", "plot__township", "organisation", "company", "assigned_to", "user")


class Interest(models.Model):
    """An investor's enquiry about an opportunity, township or plot, about a body such as a platform, or about nothing in particular.

    An official closes it; whoever asked withdraws it, and then nobody answers or reopens it.
    Who asks is a person with an account (`user`, for his `company`) or a visitor who typed name, company and address; what was typed
    stands here as it was that day. `due_on` is the working day, at the desk, by which an answer was promised. `notes` are the desk's.
    """

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("enquiry", "received")
        ANSWERED = "answered", pgettext_lazy("enquiry", "answered")
        CLOSED = "closed", pgettext_lazy("enquiry", "closed")
        WITHDRAWN = "withdrawn", pgettext_lazy("enquiry", "withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # What the asker is told; random, so that nobody counts or guesses others' enquiries.
    reference = models.CharField(_("reference"), max_length=12, unique=True, editable=False)
    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.PROTECT, null=True, blank=True, related_name="interests", verbose_name=_("opportunity")
    )
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, related_name="interests", verbose_name=_("township")
    )
    plot = models.ForeignKey(
        Plot, on_delete=models.PROTECT, null=True, blank=True, related_name="interests", verbose_name=_("plot")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="interests", verbose_name=_("organisation")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="interests",
        verbose_name=_("account of who asks"),
    )
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, null=True, blank=True, related_name="interests", verbose_name=_("company")
    )
    name = LineField(_("name"), max_length=120)
    company_name = LineField(_("company"), blank=True)
    email = AddressField(_("e-mail address"))
    country_code = models.CharField(_("country"), max_length=2, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    zone = ZoneField(_("time zone"))
    message = ProseField(_("enquiry"), max_length=4000)
    consent = LineField(_("consent"), max_length=500, help_text=_("The sentence that the asker agreed to, in the words he read."))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.RECEIVED)
    received_at = models.DateTimeField(_("received"))
    due_on = models.DateField(_("to be answered by"))
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_interests",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    close_reason = LineField(_("reason"), max_length=500, blank=True)
    notes = ProseField(_("notes of the desk"), max_length=10_000, blank=True)
    # When the next reminder is due, while the clock runs.
    remind_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Of the form it came by: the same form posted twice is one enquiry.
    submission = models.UUIDField(unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    is_example = models.BooleanField(_("example"), default=False)
    created_at = models.DateTimeField(db_default=Now())

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("noun", "enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(F("received_at").desc(), F("id").desc(), name="investors_interest_newest"),
            models.Index(fields=["remind_at"], condition=Q(remind_at__isnull=False), name="investors_interest_remind"),
            models.Index(fields=["assigned_to", "due_on"], condition=Q(state="received"), name="investors_interest_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(
                    *(Q(**{f"{one}__isnull": False, f"{two}__isnull": False}) for one, two in combinations(ABOUT, 2)),
                    _connector=Q.OR,
                ),
                name="investors_interest_one_subject",
                violation_error_message=_("An enquiry is about one thing."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "withdrawn"], closed_at__isnull=False)
                | (~Q(state__in=["closed", "withdrawn"]) & Q(closed_at__isnull=True)),
                name="investors_interest_closed_together",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(close_reason=""),
                name="investors_interest_says_why",
                violation_error_message=_("Say why the enquiry is closed."),
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False), name="investors_interest_answered_together"
            ),
            models.CheckConstraint(
                condition=Q(state="received") | Q(remind_at__isnull=True), name="investors_interest_clock_runs_while_waiting"
            ),
            models.CheckConstraint(
                condition=~Q(consent=""),
                name="investors_interest_has_consent",
                violation_error_message=_("Without your agreement we may not keep your enquiry."),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("investors:interest", args=[self.pk])

    @property
    def about_kind(self) -> str:
        """One of ABOUT, or nothing where it is about nothing in particular."""
        return next((name for name in ABOUT if getattr(self, f"{name}_id") is not None), "")

    @property
    def about(self) -> Any:
        """The row it is about, or None."""
        return getattr(self, self.about_kind) if self.about_kind else None

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.RECEIVED

    @property
    def is_over(self) -> bool:
        """Closed by the desk or withdrawn by whoever asked."""
        return self.state in (self.State.CLOSED, self.State.WITHDRAWN)


class InterestAnswer(models.Model):
    """What the desk wrote in answer to an enquiry; it leaves as a mail in these words."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    interest = models.ForeignKey(Interest, on_delete=models.PROTECT, related_name="answers", verbose_name=_("enquiry"))
    text = ProseField(_("answer"), max_length=10_000)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered"))
    is_example = models.BooleanField(_("example"), default=False)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["answered_at", "id"]

    def __str__(self) -> str:
        return self.text[:80]
