"""Which body a partner's key speaks for, and for which member companies."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.ids import uuid7
from portal.partners.models import Partner

from .company import Company
from .organisation import Organisation


class PartnerProfile(models.Model):
    """Joins a partner (who has keys) to its organisation and its members. Its desk contact owns what it logs."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    partner = models.OneToOneField(Partner, on_delete=models.PROTECT, related_name="profile", verbose_name=_("partner"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="partner_profiles", verbose_name=_("organisation")
    )
    members = models.ManyToManyField(Company, blank=True, related_name="partner_profiles", verbose_name=_("member companies"))
    desk_officer = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("desk officer"),
        help_text=_("Owns the meetings this partner logs."),
    )

    class Meta:
        verbose_name = _("partner's profile")
        verbose_name_plural = _("partners' profiles")

    def __str__(self) -> str:
        return f"{self.partner} → {self.organisation}"
