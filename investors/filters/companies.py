"""Narrowing lists of companies."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.core.filters import FilterSet, RowFilter, code_filter, country_filter, in_three_languages, text_filter, words
from sectors.models import Township

from ..models import Company, Establishment, Project


class CompanyFilter(FilterSet):
    """`kind` is that of an establishment (manufacturing, sales, …); `township` where one stands or is intended."""

    q = text_filter()
    country = country_filter()
    township = RowFilter(method="in_township", queryset=Township.objects.all(), to_field_name="slug", label=_("Township"))
    kind = code_filter(method="with_kind", label=_("Kind of establishment"))

    class Meta:
        model = Company
        fields: list[str] = []

    def search(self, queryset: QuerySet[Company], name: str, value: str) -> QuerySet[Company]:
        return queryset.filter(words(value, "slug", "parent", "sector", *in_three_languages("name")))

    def in_township(self, queryset: QuerySet[Company], name: str, value: Any) -> QuerySet[Company]:
        stands = Establishment.objects.filter(township__slug=value).values("company_id")
        intends = Project.objects.filter(township__slug=value).values("company_id")
        return queryset.filter(Q(pk__in=stands) | Q(pk__in=intends))

    def with_kind(self, queryset: QuerySet[Company], name: str, value: Any) -> QuerySet[Company]:
        return queryset.filter(pk__in=Establishment.objects.filter(kind=value).values("company_id"))
