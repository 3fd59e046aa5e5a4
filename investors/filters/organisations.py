"""Narrowing lists of organisations."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.core.filters import FilterSet, country_filter, in_three_languages, text_filter, words

from ..models import Organisation


class OrganisationFilter(FilterSet):
    q = text_filter()
    kind = django_filters.ChoiceFilter(choices=Organisation.Kind, label=_("Kind"))
    country = country_filter()

    class Meta:
        model = Organisation
        fields: list[str] = []

    def search(self, queryset: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        return queryset.filter(words(value, "slug", *in_three_languages("name", "role")))
