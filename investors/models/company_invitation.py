"""Which company an invitation is for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Invitation
from portal.core.ids import uuid7

from .company import Company
from .membership import Membership


class CompanyInvitation(models.Model):
    """The place in a company that whoever accepts an invitation gets."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    invitation = models.OneToOneField(
        Invitation, on_delete=models.PROTECT, related_name="for_company", verbose_name=_("invitation")
    )
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("company"))
    role = models.CharField(_("role"), max_length=14, choices=Membership.Role, default=Membership.Role.MEMBER)

    class Meta:
        verbose_name = _("invitation to a company")
        verbose_name_plural = _("invitations to companies")

    def __str__(self) -> str:
        return f"{self.invitation} · {self.company}"
