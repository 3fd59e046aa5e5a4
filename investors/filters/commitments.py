"""Narrowing lists of commitments."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.core.expressions import Today
from portal.core.filters import TRUE_OR_FALSE, FilterSet, date_filter, text_filter, words

from ..models import Commitment
from ..models.meeting import Side


class CommitmentFilter(FilterSet):
    q = text_filter()
    state = django_filters.ChoiceFilter(choices=Commitment.State, label=_("State"))
    answered_for_by = django_filters.UUIDFilter(field_name="answered_for_by_id", label=_("Answered for by"))
    due_from = date_filter(field_name="due_on", lookup_expr="gte", label=_("Due from"))
    due_to = date_filter(field_name="due_on", lookup_expr="lte", label=_("Due until"))
    overdue = django_filters.ChoiceFilter(choices=TRUE_OR_FALSE, method="is_overdue", label=_("Overdue"))
    side = django_filters.ChoiceFilter(choices=Side, label=_("Promised by the side of"))
    meeting = django_filters.UUIDFilter(field_name="meeting_id", label=_("Meeting"))

    class Meta:
        model = Commitment
        fields: list[str] = []

    def search(self, queryset: QuerySet[Commitment], name: str, value: str) -> QuerySet[Commitment]:
        return queryset.filter(words(value, "text", "meeting__title"))

    def is_overdue(self, queryset: QuerySet[Commitment], name: str, value: Any) -> QuerySet[Commitment]:
        late = Commitment.objects.overdue(Today())
        return queryset.filter(pk__in=late.values("pk")) if value == "true" else queryset.exclude(pk__in=late.values("pk"))
