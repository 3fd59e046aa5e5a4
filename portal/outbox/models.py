"""The promise in rows: what happened (Event), and each message of it to one recipient on one channel (Delivery).

The row is the queue. Written in the business transaction, read by the dispatcher under SKIP LOCKED.
"""

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.fields import LineField, ProseField, ZoneField
from portal.core.ids import uuid7


class Event(models.Model):
    """A fact, written in the same transaction as the row it is about."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    object_type = models.CharField(max_length=40)
    object_id = models.UUIDField()
    payload = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    happened_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["object_type", "object_id"], name="outbox_event_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class State(models.TextChoices):
    """Where a delivery stands. `TRANSITIONS` says which edges exist; the database refuses any other."""

    WAITING = "waiting", _("waiting")
    LEASED = "leased", _("being prepared")
    SENDING = "sending", _("being handed over")
    ACCEPTED = "accepted", _("handed over")
    DELIVERED = "delivered", _("delivered")
    BOUNCED = "bounced", _("bounced")
    UNCERTAIN = "uncertain", _("uncertain")
    HELD = "held", pgettext_lazy("delivery", "held")
    DEAD = "dead", _("undelivered")
    CANCELLED = "cancelled", _("cancelled")
    EXPIRED = "expired", _("expired")


TRANSITIONS: list[tuple[str, str]] = [
    ("waiting", "leased"),
    ("waiting", "cancelled"),
    ("waiting", "expired"),
    ("waiting", "held"),
    ("waiting", "dead"),
    ("leased", "waiting"),  # the lease lapsed, or the relay said "not now" before the marker
    ("leased", "sending"),
    ("leased", "cancelled"),
    ("leased", "expired"),
    ("leased", "held"),
    ("leased", "dead"),
    ("sending", "accepted"),
    ("sending", "waiting"),  # a definite no after the marker
    ("sending", "dead"),
    ("sending", "uncertain"),
    ("uncertain", "accepted"),
    ("uncertain", "waiting"),
    ("uncertain", "held"),
    ("uncertain", "dead"),
    ("accepted", "delivered"),
    ("accepted", "bounced"),
    ("delivered", "bounced"),
    ("held", "waiting"),
    ("held", "cancelled"),
    ("held", "dead"),
    ("held", "accepted"),  # done another way, said by a person
    ("dead", "waiting"),
    ("dead", "accepted"),
    ("dead", "cancelled"),
]


class Delivery(models.Model):
    """One message of one event to one recipient on one channel."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")
        IN_APP = "in_app", _("notice")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    kind = models.CharField(_("kind"), max_length=60)
    object_type = models.CharField(max_length=40)
    object_id = models.UUIDField()
    # kind, object, occurrence, recipient, channel. Never an attempt number, a text or an address.
    dedup_key = models.CharField(max_length=300, unique=True)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries")
    recipient_type = models.CharField(max_length=20)
    recipient_id = models.UUIDField()
    recipient_name = LineField(_("recipient"))
    address = models.CharField(_("address"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    zone = ZoneField(_("time zone"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField(_("due"))
    not_before = models.DateTimeField(_("next try"))
    # Claims since the last outcome: a row that keeps killing whoever takes it shows itself here.
    claims = models.PositiveSmallIntegerField(pgettext_lazy("by a dispatcher", "claims"), default=0)
    # Definite refusals so far; back-off grows with them.
    tries = models.PositiveSmallIntegerField(_("refusals"), default=0)
    lease_token = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(
        _("claimed by"), max_length=120, blank=True, help_text=_("host:pid of the process that claimed it last")
    )
    subject = LineField(_("subject"), max_length=400, blank=True)
    answer = ProseField(_("answer"), max_length=2000, blank=True, help_text=_("What the relay said last."))
    created_at = models.DateTimeField(db_default=Now())
    accepted_at = models.DateTimeField(_("handed over at"), null=True, blank=True)
    is_example = models.BooleanField(_("example"), default=False)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["leased", "sending"]) | Q(lease_token__isnull=False, leased_until__isnull=False),
                name="outbox_delivery_lease_has_token",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "delivered", "bounced"]) | Q(accepted_at__isnull=False),
                name="outbox_delivery_accepted_has_time",
            ),
            models.CheckConstraint(condition=~Q(channel="email") | ~Q(address=""), name="outbox_delivery_email_has_address"),
        ]
        indexes = [
            models.Index(F("not_before"), F("id"), condition=Q(state="waiting"), name="outbox_delivery_due"),
            models.Index(F("leased_until"), condition=Q(state__in=["leased", "sending"]), name="outbox_delivery_lease"),
            models.Index(
                F("state"), F("due_at"), condition=Q(state__in=["uncertain", "held", "dead"]), name="outbox_delivery_trouble"
            ),
            models.Index(fields=["object_type", "object_id"], name="outbox_delivery_object"),
        ]
        triggers = [
            pgtrigger.FSM(name="delivery_states", field="state", transitions=TRANSITIONS),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient_name} ({self.state})"

    @property
    def message_id(self) -> str:
        """Message-ID, bounce token, webhook id and idempotency key are one: this row's id."""
        return f"<{self.id}@{settings.MAIL_DOMAIN}>"


class Notice(models.Model):
    """A message under the bell of one user, put there by a delivery on the in-app channel."""

    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, primary_key=True, related_name="notice")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    subject = LineField(_("subject"), max_length=400)
    body = ProseField(_("text"))
    path = models.CharField(_("page"), max_length=300, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-delivery_id"]
        indexes = [models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="outbox_notice_unread")]

    def __str__(self) -> str:
        return str(self.subject)


class Heartbeat(models.Model):
    """When a kind of process last did its round."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.name
