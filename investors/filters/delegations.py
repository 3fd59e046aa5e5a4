"""Narrowing lists of delegations."""

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from portal.core.filters import FilterSet, RowFilter, country_filter, date_filter, text_filter, words

from ..models import Company, Delegation


class DelegationFilter(FilterSet):
    """Dates ask which visits were here on or between these days."""

    q = text_filter()
    date_from = date_filter(method="here_from", label=_("From"))
    date_to = date_filter(field_name="starts_on", lookup_expr="lte", label=_("Until"))
    country = country_filter()
    company = RowFilter(method="of_company", queryset=Company.objects.none(), to_field_name="slug", label=_("Company"))

    class Meta:
        model = Delegation
        fields: list[str] = []

    def search(self, queryset: QuerySet[Delegation], name: str, value: str) -> QuerySet[Delegation]:
        return queryset.filter(words(value, "name", "note"))

    def here_from(self, queryset: QuerySet[Delegation], name: str, value: object) -> QuerySet[Delegation]:
        return queryset.annotate(last_day=Coalesce("ends_on", "starts_on")).filter(last_day__gte=value)

    def of_company(self, queryset: QuerySet[Delegation], name: str, value: object) -> QuerySet[Delegation]:
        through = Delegation.companies.through.objects.filter(company__slug=value)
        return queryset.filter(pk__in=through.values("delegation_id"))
