"""Organisations that use the API, their people and their keys. What a partner is in the business world lives in `investors`."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.accounts.rights import Right, roles_with
from portal.accounts.viewer import Viewer
from portal.core.fields import LineField
from portal.core.ids import uuid7


class PartnerQuerySet(models.QuerySet["Partner"]):
    def visible_to(self, viewer: Viewer) -> "PartnerQuerySet":
        """The state's administrators see every partner; a person from outside the partners he belongs to; others none."""
        if viewer.may_administer:
            return self.all()
        if viewer.user is None:
            return self.none()
        return self.filter(pk__in=PartnerMembership.objects.current().filter(user=viewer.user).values("partner_id"))


class Partner(models.Model):
    """A trade agency, consulate or chamber that works over the API. A closed one keeps its keys, and none of them opens anything."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(unique=True, max_length=80)
    name = LineField(_("name"))
    is_active = models.BooleanField(_("active"), default=True)
    close_reason = LineField(_("reason for closing"), max_length=300, blank=True)
    is_example = models.BooleanField(_("example"), default=False)
    created_at = models.DateTimeField(db_default=Now())

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name", "id"]
        indexes = [models.Index(F("name"), F("id"), name="partners_partner_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_active=True) | ~Q(close_reason=""),
                name="partners_partner_says_why",
                violation_error_message=_("Say why the partner is closed."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("partners:partner", args=[self.slug])


class PartnerMembershipQuerySet(models.QuerySet["PartnerMembership"]):
    def current(self) -> "PartnerMembershipQuerySet":
        """Those that have not ended, of people from outside: who became an official acts for no partner."""
        return self.filter(ended_on__isnull=True, user__role__in=roles_with(Right.OWN_COMPANY), user__is_active=True)


class PartnerMembership(models.Model):
    """A person's place in a partner. Its administrators make and revoke keys, its members see which there are.

    Such a person signs in with an account from outside (the role of investors), which by itself opens nothing.
    """

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        ADMINISTRATOR = "administrator", _("administrator")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="partner_memberships", verbose_name=_("user")
    )
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("partner"))
    role = models.CharField(_("role"), max_length=14, choices=Role, default=Role.MEMBER)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = PartnerMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership in a partner")
        verbose_name_plural = _("memberships in partners")
        ordering = ["partner", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "partner"],
                name="partners_membership_once",
                violation_error_message=_("This person already belongs to this partner."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.partner}"


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def living_at(self, moment: datetime) -> "ApiKeyQuerySet":
        """Keys that open doors at this moment (their partner's state aside)."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=moment), revoked_at=None)


class ApiKey(models.Model):
    """A partner's key. Only its SHA-256 is kept; `prefix` is shown so that people can tell keys apart."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="keys")
    name = LineField(_("name"), max_length=80)
    prefix = models.CharField(_("prefix"), max_length=16, unique=True)
    # The key has 256 random bits, so a fast hash is enough; a slow one would only slow every request.
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=60), verbose_name=_("scopes"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    # Of the form that made it: the same form posted twice makes one key.
    submission = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("key")
        verbose_name_plural = _("keys")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(F("partner"), F("created_at").desc(), F("id").desc(), name="partners_key_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(scopes__len__gte=1),
                name="partners_key_has_scope",
                violation_error_message=_("Give the key at least one scope."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefix}…"

    def state_at(self, moment: datetime) -> str:
        """One word for how the key stands: `living`, `expired` or `revoked`."""
        if self.revoked_at is not None:
            return "revoked"
        return "living" if self.is_valid_at(moment) else "expired"

    def is_valid_at(self, moment: datetime) -> bool:
        """Whether the key opens doors at this moment (its partner's state aside)."""
        return self.revoked_at is None and (self.expires_at is None or moment < self.expires_at)


class StoredAnswer(models.Model):
    """The first answer to a write with an `Idempotency-Key`, kept in the action's own transaction."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.JSONField(encoder=DjangoJSONEncoder)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("stored answer")
        verbose_name_plural = _("stored answers")
        constraints = [models.UniqueConstraint(fields=["partner", "key"], name="partners_answer_once")]
