"""What happened at the doors."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.fields import LineField
from portal.core.ids import uuid7


class AuditEntry(models.Model):
    """One thing that somebody did, or tried, at a door of the house: who signed in, was refused, took data away, gave rights.

    Entries are written and never changed, which the database sees to. `who` acted; `about` is the account, invitation or key that it
    was done to. Names are kept as they were that day. Of a browser only the network is kept (the first 24 bits of an IPv4 address,
    48 of an IPv6 one): enough to see that a sign-in came from elsewhere, too little to follow a person about.
    """

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", _("signed in")
        SIGN_IN_FAILED = "sign_in_failed", _("failed to sign in")
        SIGNED_OUT = "signed_out", _("signed out")
        PASSWORD_CHANGED = "password_changed", _("changed the password")
        PASSWORD_RESET = "password_reset", _("chose a new password by mail")
        FACTOR_ADDED = "factor_added", _("added a second factor")
        FACTOR_REMOVED = "factor_removed", _("removed a second factor")
        FACTOR_RESET = "factor_reset", _("renewed a second factor")
        FACTOR_FAILED = "factor_failed", _("failed at the second factor")
        SESSIONS_ENDED = "sessions_ended", _("ended sessions")
        REFUSED = "refused", _("was refused")
        EXPORTED = "exported", pgettext_lazy("audit", "exported")
        KEY_MADE = "key_made", _("made a key")
        KEY_CHANGED = "key_changed", _("changed a key")
        KEY_REVOKED = "key_revoked", _("revoked a key")
        KEY_USED = "key_used", _("used a key")
        PARTNER_CHANGED = "partner_changed", _("changed a partner or its people")
        INVITED = "invited", pgettext_lazy("audit", "invited")
        INVITATION_SENT_AGAIN = "invitation_sent_again", _("sent an invitation again")
        INVITATION_REVOKED = "invitation_revoked", _("revoked an invitation")
        INVITATION_ACCEPTED = "invitation_accepted", _("accepted an invitation")
        ROLE_CHANGED = "role_changed", _("changed a role")
        SUPERVISOR_CHANGED = "supervisor_changed", _("changed a supervisor")
        MEMBERSHIP_CHANGED = "membership_changed", _("changed a place in a company")
        DISABLED = "disabled", _("disabled an account")
        ENABLED = "enabled", _("enabled an account")
        HANDED_OVER = "handed_over", _("handed over open items")

    class Door(models.TextChoices):
        BROWSER = "browser", _("web page")
        API = "api", _("API")
        COMMAND = "command", _("command")

    # Whatever else a caller wishes to tell: these never.
    SECRET: ClassVar[frozenset[str]] = frozenset({"password", "secret", "token", "key", "code", "digest"})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("what"), max_length=30, choices=Kind)
    at = models.DateTimeField(_("when"))
    door = models.CharField(_("door"), max_length=8, choices=Door)
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    who_name = LineField(_("name that day"), blank=True)
    key_prefix = models.CharField(_("key"), max_length=16, blank=True)
    about_type = models.CharField(max_length=40, blank=True)
    about_id = models.UUIDField(null=True, blank=True)
    about_name = LineField(_("about"), blank=True)
    network = models.CharField(_("network"), max_length=43, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(F("at").desc(), F("id").desc(), name="accounts_audit_newest"),
            models.Index(F("kind"), F("at").desc(), F("id").desc(), name="accounts_audit_kind"),
            models.Index(F("who"), F("at").desc(), F("id").desc(), name="accounts_audit_who"),
            models.Index(F("about_id"), F("at").desc(), F("id").desc(), name="accounts_audit_about"),
        ]
        triggers = [pgtrigger.Protect(name="audit_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.who_name} {self.get_kind_display()}"
