"""Invitations: the only way to an account."""

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.fields import AddressField, LineField
from portal.core.ids import uuid7

from .user import Role

if TYPE_CHECKING:
    from ..viewer import Viewer


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, viewer: "Viewer") -> "InvitationQuerySet":
        """Whoever sees accounts sees all; other officials those of investors.

        What an investor sees of his own company's is the matter of the room above.
        """
        if viewer.may_see_people:
            return self.all()
        return self.filter(role=Role.INVESTOR) if viewer.is_desk else self.none()

    def pending(self) -> "InvitationQuerySet":
        """Neither accepted nor revoked; the time may be over all the same."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)

    def open(self, now: datetime.datetime) -> "InvitationQuerySet":
        """What would be accepted now."""
        return self.pending().filter(expires_at__gt=now)


class Invitation(models.Model):
    """Somebody with an address is asked to have an account, with this role.

    The link in the letter names the row and which sending it belongs to, and is signed; it stands nowhere. Sending again makes the
    links of earlier letters dead. `place` is the company that the invitation is for, known to the room above.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("invitation", "open")
        EXPIRED = "expired", pgettext_lazy("invitation", "expired")
        ACCEPTED = "accepted", pgettext_lazy("invitation", "accepted")
        REVOKED = "revoked", pgettext_lazy("invitation", "revoked")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = AddressField(_("e-mail address"))
    name = LineField(_("name"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("supervisor")
    )
    place = models.UUIDField(null=True, blank=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited at"))
    # How often it was sent: a link belongs to one sending.
    sendings = models.PositiveSmallIntegerField(_("sent"), default=1)
    expires_at = models.DateTimeField(pgettext_lazy("invitation", "expires"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="accepted_invitations",
        verbose_name=_("accepted by"),
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_example = models.BooleanField(_("example"), default=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "-id"]
        indexes = [
            models.Index(F("invited_at").desc(), F("id").desc(), name="accounts_invitation_newest"),
            models.Index(
                F("place"), condition=Q(accepted_at__isnull=True, revoked_at__isnull=True), name="accounts_invitation_place"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                F("place"),
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True, place__isnull=False),
                name="accounts_invitation_once_a_place",
                violation_error_message=_("This address is invited already. Send the invitation again, or revoke it."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True, place__isnull=True),
                name="accounts_invitation_once",
                violation_error_message=_("This address is invited already. Send the invitation again, or revoke it."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="accounts_invitation_accepted_together",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="accounts_invitation_revoked_together",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True), name="accounts_invitation_one_end"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("invited_at")), name="accounts_invitation_lasts"),
            models.CheckConstraint(
                condition=Q(place__isnull=True) | Q(role="investor"),
                name="accounts_invitation_place_of_investor",
                violation_error_message=_("Only an investor is invited for a company."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"

    @property
    def is_pending(self) -> bool:
        """Neither accepted nor revoked; the time may be over all the same."""
        return self.accepted_at is None and self.revoked_at is None

    def state_at(self, moment: datetime.datetime) -> "Invitation.State":
        """Where it stands at this moment."""
        if self.accepted_at is not None:
            return self.State.ACCEPTED
        if self.revoked_at is not None:
            return self.State.REVOKED
        return self.State.OPEN if moment < self.expires_at else self.State.EXPIRED
