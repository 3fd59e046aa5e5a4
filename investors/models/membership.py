"""A user's place in a company."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.ids import uuid7

from .company import Company


class Membership(models.Model):
    """What lets an investor see a company's own pages."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        ADMINISTRATOR = "administrator", _("administrator")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("user")
    )
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("company"))
    role = models.CharField(_("role"), max_length=14, choices=Role, default=Role.MEMBER)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["company", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "company"],
                name="investors_membership_once",
                violation_error_message=_("This person is already in this company."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.company}"
