"""Meetings, and who was there."""

import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.viewer import Viewer
from portal.core.fields import LineField, Precision, ProseField, ZoneField, validate_day
from portal.core.ids import uuid7
from portal.partners.models import Partner
from sectors.models import Opportunity, Segment, Source, Township

from .access import own_companies, own_organisations
from .company import Company
from .contact import Contact
from .delegation import Delegation
from .organisation import Organisation


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, viewer: Viewer) -> "MeetingQuerySet":
        """Officials see every meeting.

        An investor sees those that his company took part in, once they are no draft. A partner sees those that its own body or a
        member took part in, and those it logged itself. What of a meeting they see is the shape's matter: never internal notes.
        """
        if viewer.is_desk:
            return self.all()
        if not (viewer.is_investor or viewer.is_partner):
            return self.none()
        companies = own_companies(viewer)
        took_part = Q(pk__in=Meeting.companies.through.objects.filter(company_id__in=companies).values("meeting_id")) | Q(
            pk__in=Attendance.objects.filter(company_id__in=companies).values("meeting_id")
        )
        if viewer.is_partner:
            bodies = own_organisations(viewer)
            took_part |= Q(pk__in=Meeting.organisations.through.objects.filter(organisation_id__in=bodies).values("meeting_id"))
            took_part |= Q(pk__in=Attendance.objects.filter(organisation_id__in=bodies).values("meeting_id"))
            took_part |= Q(logged_by_partner_id=viewer.partner_id)
        return self.filter(took_part).exclude(state=Meeting.State.DRAFT)

    def newest_first(self) -> "MeetingQuerySet":
        return self.order_by("-sort_date", "-id")


class Meeting(models.Model):
    """One meeting.

    `date` is the local day in the meeting's zone, or the first day of a period known only by month or year (`date_precision`).
    `outcome` and `internal_notes` are the desk's; `shared_summary` is what guests may see, on pages, in mails and over the API.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("scheduled")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")
        REPORTED = "reported", _("reported")

    class Kind(models.TextChoices):
        DELEGATION = "delegation", _("delegation meeting")
        MOU = "mou", _("memorandum of understanding")
        COMMITTEE = "committee", _("committee")
        ROADSHOW = "roadshow", _("roadshow")
        OPENING = "opening", _("opening")
        COURTESY_CALL = "courtesy_call", _("courtesy call")
        SITE_VISIT = "site_visit", _("site visit")
        OTHER = "other", _("other")

    class DateBasis(models.TextChoices):
        EVENT = "event", _("day of the event")
        REPORT = "report", _("date of the report")
        MONTH = "month", _("month only")
        UNKNOWN = "unknown", _("unknown")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=140, unique=True, null=True, blank=True, editable=False)
    title = LineField(_("what"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.DELEGATION)
    state = models.CharField(_("state"), max_length=10, choices=State)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True, validators=[validate_day])
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True, validators=[validate_day])
    zone = ZoneField(_("time zone"))
    date = models.DateField(_("date"), null=True, blank=True)
    end_date = models.DateField(_("last day"), null=True, blank=True)
    date_precision = models.CharField(_("precision"), max_length=8, choices=Precision, default=Precision.DAY)
    date_basis = models.CharField(_("basis of the date"), max_length=8, choices=DateBasis, default=DateBasis.EVENT)
    # Key pages need an ordering that is never NULL; a meeting of unknown date sorts last.
    sort_date = models.GeneratedField(
        expression=Coalesce(F("date"), Value(datetime.date(1, 1, 1))), output_field=models.DateField(), db_persist=True
    )
    place = LineField(_("where"), max_length=300, blank=True)
    country_code = models.CharField(_("country"), max_length=2, blank=True, default="IN")
    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("delegation")
    )
    companies = models.ManyToManyField(Company, blank=True, related_name="meetings", verbose_name=_("companies"))
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="meetings", verbose_name=_("organisations"))
    segments = models.ManyToManyField(Segment, blank=True, related_name="meetings", verbose_name=_("segments"))
    townships = models.ManyToManyField(Township, blank=True, related_name="meetings", verbose_name=_("townships"))
    opportunities = models.ManyToManyField(Opportunity, blank=True, related_name="meetings", verbose_name=_("opportunities"))
    sources = models.ManyToManyField(Source, blank=True, related_name="meetings", verbose_name=_("sources"))
    topics = ArrayField(LineField(max_length=200), blank=True, default=list, verbose_name=_("topics"))
    internal_notes = ProseField(_("internal notes"), max_length=20_000, blank=True)
    outcome = ProseField(_("outcome"), max_length=20_000, blank=True)
    shared_summary = ProseField(_("what guests may see"), max_length=20_000, blank=True)
    amount_inr_crore = models.DecimalField(
        _("amount reported, in crore rupees"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    jobs = models.PositiveIntegerField(_("jobs reported"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("owner"),
    )
    logged_at = models.DateTimeField(_("logged"), null=True, blank=True)
    logged_by_partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The same form posted three times in parallel is one meeting.
    submission = models.UUIDField(unique=True, null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cancel_reason = LineField(_("reason"), max_length=500, blank=True)
    is_example = models.BooleanField(_("example"), default=False)
    created_at = models.DateTimeField(db_default=Now())

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-sort_date", "-id"]
        indexes = [
            models.Index(F("sort_date").desc(), F("id").desc(), name="investors_meeting_newest"),
            models.Index(fields=["state", "date"], name="investors_meeting_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="investors_meeting_period",
                violation_error_message=_("A meeting ends after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(date__isnull=False, end_date__gte=F("date")),
                name="investors_meeting_days",
                violation_error_message=_("The last day is not before the first."),
            ),
            models.CheckConstraint(
                condition=Q(state="reported") | Q(starts_at__isnull=False, date__isnull=False, owner__isnull=False),
                name="investors_meeting_has_time_and_owner",
                violation_error_message=_("A meeting needs its date, its time and an owner."),
            ),
            models.CheckConstraint(
                condition=Q(date_precision="unknown", date__isnull=True) | (~Q(date_precision="unknown") & Q(date__isnull=False)),
                name="investors_meeting_date_precision",
                violation_error_message=_("A date without a day needs its precision."),
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_at__isnull=True)),
                name="investors_meeting_cancelled_together",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("investors:meeting", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CANCELLED


class Side(models.TextChoices):
    """Which side of the table."""

    HOST = "host", pgettext_lazy("side of the table", "state")
    GUEST = "guest", _("guest")


class Attendance(models.Model):
    """Somebody at a meeting, with the body and the office held that day. A post without a name is kept as its office."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances", verbose_name=_("meeting"))
    side = models.CharField(_("side"), max_length=5, choices=Side)
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances", verbose_name=_("person")
    )
    office = LineField(_("office that day"), max_length=300, blank=True)
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances", verbose_name=_("company")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances", verbose_name=_("organisation")
    )
    note = LineField(_("note"), max_length=300, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["meeting", "side", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contact__isnull=False) | ~Q(office=""),
                name="investors_attendance_person_or_office",
                violation_error_message=_("Name the person, or the office."),
            ),
            models.CheckConstraint(
                condition=Q(company__isnull=True) | Q(organisation__isnull=True),
                name="investors_attendance_one_body",
                violation_error_message=_("A person is there for a company or for an organisation, not for both."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "contact"],
                name="investors_attendance_once",
                # Judged at the end of a statement, so that two people may change places in one.
                deferrable=models.Deferrable.IMMEDIATE,
                violation_error_message=_("This person is already listed."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.contact) if self.contact else self.office
