"""People at companies and organisations."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.courtesy import called, language_of_script
from portal.core.fields import AddressField, LineField, ZoneField
from portal.core.ids import uuid7

from .company import Company
from .organisation import Organisation


class Contact(models.Model):
    """A person at a company or organisation. Office and body of a given day stand on the attendance."""

    class DisplayOrder(models.TextChoices):
        AS_WRITTEN = "as_written", _("as written")
        FAMILY_FIRST = "family_first", _("family name first")
        GIVEN_FIRST = "given_first", _("given name first")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=140, unique=True, null=True, blank=True, editable=False)
    name = LineField(_("name"), help_text=_("In Latin letters, as the person writes it."))
    family_name = LineField(_("family name"), max_length=100, blank=True)
    given_name = LineField(_("given name"), max_length=100, blank=True)
    native_name = LineField(_("name in the person's own script"), blank=True)
    reading = LineField(_("reading"), blank=True, help_text=_("Kana, for Japanese names."))
    display_order = models.CharField(_("order of names"), max_length=12, choices=DisplayOrder, default=DisplayOrder.AS_WRITTEN)
    honorific = LineField(_("form of address"), max_length=40, blank=True)
    office = LineField(pgettext_lazy("post", "office"), blank=True)
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts", verbose_name=_("company")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts", verbose_name=_("organisation")
    )
    email = AddressField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    zone = ZoneField(_("time zone"))
    note = LineField(_("note"), max_length=300, blank=True)
    is_example = models.BooleanField(_("example"), default=False)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(company__isnull=True) | Q(organisation__isnull=True),
                name="investors_contact_one_body",
                violation_error_message=_("A person belongs to a company or to an organisation, not to both."),
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name in the order the person prefers."""
        if self.family_name and self.given_name:
            if self.display_order == self.DisplayOrder.FAMILY_FIRST:
                return f"{self.family_name} {self.given_name}"
            if self.display_order == self.DisplayOrder.GIVEN_FIRST:
                return f"{self.given_name} {self.family_name}"
        return self.name

    @property
    def called(self) -> str:
        """The person as a letter in the active language calls him: 例 花子 様, Rei-san."""
        return called(self.display_name, family_name=self.family_name, native_name=self.native_name, honorific=self.honorific)

    @property
    def native_language(self) -> str:
        """The language of the name in the person's own script, as its letters tell."""
        return language_of_script(self.native_name)
