"""Narrowing lists of enquiries."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.core.expressions import Today
from portal.core.filters import TRUE_OR_FALSE, FilterSet, RowFilter, country_filter, in_three_languages, text_filter, words
from sectors.models import Opportunity, Township

from ..models import Interest
from ..models.interest import ABOUT

_KINDS = {
    "opportunity": _("an opportunity"),
    "township": _("a township"),
    "plot": _("a plot"),
    "organisation": _("an organisation"),
    "nothing": _("nothing in particular"),
}


class InterestFilter(FilterSet):
    """`township` finds enquiries about the township and about its plots."""

    q = text_filter()
    state = django_filters.ChoiceFilter(choices=Interest.State, label=_("State"))
    overdue = django_filters.ChoiceFilter(choices=TRUE_OR_FALSE, method="is_overdue", label=_("Overdue"))
    assigned_to = django_filters.UUIDFilter(field_name="assigned_to_id", label=_("Answered by"))
    about = django_filters.ChoiceFilter(choices=list(_KINDS.items()), method="about_kind", label=_("About"))
    opportunity = RowFilter(
        field_name="opportunity__slug", queryset=Opportunity.objects.all(), to_field_name="slug", label=_("Opportunity")
    )
    township = RowFilter(method="of_township", queryset=Township.objects.all(), to_field_name="slug", label=_("Township"))
    country = country_filter()

    class Meta:
        model = Interest
        fields: list[str] = []

    def search(self, queryset: QuerySet[Interest], name: str, value: str) -> QuerySet[Interest]:
        fields = ["reference", "name", "company_name", "email", "message", "plot__code"]
        fields += [*in_three_languages("opportunity__title"), *in_three_languages("township__name", "organisation__name")]
        return queryset.filter(words(value, *fields, *(["notes"] if self.is_desk else [])))

    def is_overdue(self, queryset: QuerySet[Interest], name: str, value: Any) -> QuerySet[Interest]:
        late = Interest.objects.overdue(Today())
        return queryset.filter(pk__in=late.values("pk")) if value == "true" else queryset.exclude(pk__in=late.values("pk"))

    def about_kind(self, queryset: QuerySet[Interest], name: str, value: str) -> QuerySet[Interest]:
        if value == "nothing":
            return queryset.filter(**{f"{kind}__isnull": True for kind in ABOUT})
        return queryset.filter(**{f"{value}__isnull": False})

    def of_township(self, queryset: QuerySet[Interest], name: str, value: Any) -> QuerySet[Interest]:
        return queryset.filter(Q(township__slug=value) | Q(plot__township__slug=value))
