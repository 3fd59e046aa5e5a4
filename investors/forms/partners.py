"""Say for whom a partner speaks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.accounts.viewer import WRITING_ROLES
from portal.core.forms.verb import VerbForm

from ..models import Company, Organisation, PartnerProfile


class ProfileForm(VerbForm):
    button = _("Save")

    organisation: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.order_by("name_en", "id"),
        help_text=_("The body that the partner is. Its keys see the meetings that this body took part in."),
    )
    members: "forms.ModelMultipleChoiceField[Company]" = forms.ModelMultipleChoiceField(
        label=_("Member companies"),
        required=False,
        queryset=Company.objects.order_by("name_en", "id"),
        help_text=_("For whom it speaks. Its keys see these companies and their meetings, as shared with them."),
    )
    desk_officer: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        label=_("Desk officer"),
        queryset=User.objects.filter(is_active=True, role__in=WRITING_ROLES).order_by("name", "id"),
        help_text=_("Owns the meetings this partner logs."),
    )

    @classmethod
    def of(cls, profile: PartnerProfile | None) -> dict[str, Any]:
        """What the form starts with."""
        if profile is None:
            return {}
        return {
            "organisation": profile.organisation_id,
            "desk_officer": profile.desk_officer_id,
            "members": list(profile.members.values_list("pk", flat=True)),
        }
