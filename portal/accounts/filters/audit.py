"""Narrowing the audit."""

import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import pgettext_lazy

from portal.core.fields import validate_day
from portal.core.filters import FilterSet, date_filter, text_filter, words

from ..models import AuditEntry


class AuditFilter(FilterSet):
    """`person` did it or it was done to; the days are those of the reader's zone, and `until` is included."""

    q = text_filter()
    kind = django_filters.ChoiceFilter(choices=AuditEntry.Kind, label=pgettext_lazy("audit", "What happened"))
    person = django_filters.UUIDFilter(method="of_person", label=pgettext_lazy("account", "Person"))
    since = date_filter(method="since_day", label=pgettext_lazy("audit", "From"), validators=[validate_day])
    until = date_filter(method="until_day", label=pgettext_lazy("audit", "Until"), validators=[validate_day])

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def search(self, queryset: QuerySet[AuditEntry], name: str, value: str) -> QuerySet[AuditEntry]:
        return queryset.filter(words(value, "who_name", "about_name", "key_prefix", "network"))

    def of_person(self, queryset: QuerySet[AuditEntry], name: str, value: UUID) -> QuerySet[AuditEntry]:
        return queryset.filter(Q(who_id=value) | Q(about_id=value))

    def since_day(self, queryset: QuerySet[AuditEntry], name: str, value: datetime.date) -> QuerySet[AuditEntry]:
        return queryset.filter(at__gte=self._midnight(value))

    def until_day(self, queryset: QuerySet[AuditEntry], name: str, value: datetime.date) -> QuerySet[AuditEntry]:
        return queryset.filter(at__lt=self._midnight(value + datetime.timedelta(days=1)))

    def _midnight(self, day: datetime.date) -> datetime.datetime:
        user = self.viewer.user if self.viewer is not None else None
        return datetime.datetime.combine(day, datetime.time(), ZoneInfo(user.zone if user else "Asia/Kolkata"))
