"""Narrowing the list of partners."""

from django.db.models import QuerySet

from portal.core.filters import FilterSet, text_filter, words

from .models import Partner


class PartnerFilter(FilterSet):
    q = text_filter()

    class Meta:
        model = Partner
        fields: list[str] = []

    def search(self, queryset: QuerySet[Partner], name: str, value: str) -> QuerySet[Partner]:
        return queryset.filter(words(value, "name", "slug"))
