"""Record or change a visit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.forms.figures import DayField
from portal.core.forms.verb import VerbForm, lines

from ..models import Company, Delegation, Organisation
from .countries import countries


class DelegationForm(VerbForm):
    button = _("Save the delegation")

    name = forms.CharField(label=_("Name"), max_length=200)
    country_code = forms.ChoiceField(label=_("Country"), required=False, choices=countries)
    starts_on = DayField(label=pgettext_lazy("first day of a visit", "From"), required=False)
    ends_on = DayField(label=pgettext_lazy("last day of a visit", "Until"), required=False)
    companies: "forms.ModelMultipleChoiceField[Company]" = forms.ModelMultipleChoiceField(
        label=_("Companies"), required=False, queryset=Company.objects.order_by("name_en", "id")
    )
    organisations: "forms.ModelMultipleChoiceField[Organisation]" = forms.ModelMultipleChoiceField(
        label=_("Organisations"), required=False, queryset=Organisation.objects.order_by("name_en", "id")
    )
    note = forms.CharField(label=_("Note"), max_length=4000, required=False, widget=lines())
    is_example = forms.BooleanField(label=_("This is an example, not a real visit"), required=False)

    @classmethod
    def of(cls, delegation: Delegation) -> dict[str, Any]:
        """What the form starts with."""
        plain = ("name", "country_code", "starts_on", "ends_on", "note", "is_example")
        return {
            **{name: getattr(delegation, name) for name in plain},
            "companies": list(delegation.companies.values_list("pk", flat=True)),
            "organisations": list(delegation.organisations.values_list("pk", flat=True)),
        }
