"""Narrowing lists of meetings."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.accounts.viewer import DESK_ROLES, NOBODY
from portal.core.filters import FilterSet, RowFilter, date_filter, text_filter, words
from sectors.filters import within_segment
from sectors.models import Segment, Township

from ..models import Attendance, Company, Delegation, Meeting, Organisation


def officials() -> QuerySet[User]:
    """Whom an owner is chosen from."""
    return User.objects.filter(role__in=DESK_ROLES)


class MeetingFilter(FilterSet):
    """Dates are days in the meeting's own zone; `date_to` is included."""

    q = text_filter()
    date_from = date_filter(field_name="date", lookup_expr="gte", label=_("From"))
    date_to = date_filter(field_name="date", lookup_expr="lte", label=_("Until"))
    segment = RowFilter(method="of_segment", queryset=Segment.objects.all(), to_field_name="code", label=_("Segment"))
    township = RowFilter(method="of_township", queryset=Township.objects.all(), to_field_name="slug", label=_("Township"))
    company = RowFilter(method="of_company", queryset=Company.objects.all(), to_field_name="slug", label=_("Company"))
    organisation = RowFilter(
        method="of_organisation", queryset=Organisation.objects.all(), to_field_name="slug", label=_("Organisation")
    )
    state = django_filters.ChoiceFilter(choices=Meeting.State, label=_("State"))
    kind = django_filters.ChoiceFilter(choices=Meeting.Kind, label=_("Kind"))
    owner = django_filters.UUIDFilter(field_name="owner_id", label=_("Owner"))
    delegation = django_filters.UUIDFilter(method="of_delegation", label=_("Delegation"))

    class Meta:
        model = Meeting
        fields: list[str] = []

    def search(self, queryset: QuerySet[Meeting], name: str, value: str) -> QuerySet[Meeting]:
        """What guests do not see is searched for officials only: a hit would tell what it says."""
        fields = ["title", "place", "shared_summary"]
        if self.is_desk:
            fields += ["internal_notes", "outcome"]
        return queryset.filter(words(value, *fields))

    def of_segment(self, queryset: QuerySet[Meeting], name: str, value: Any) -> QuerySet[Meeting]:
        through = Meeting.segments.through.objects.filter(within_segment(value, "segment"))
        return queryset.filter(pk__in=through.values("meeting_id"))

    def of_township(self, queryset: QuerySet[Meeting], name: str, value: Any) -> QuerySet[Meeting]:
        through = Meeting.townships.through.objects.filter(township__slug=value)
        return queryset.filter(pk__in=through.values("meeting_id"))

    def of_company(self, queryset: QuerySet[Meeting], name: str, value: Any) -> QuerySet[Meeting]:
        named = Meeting.companies.through.objects.filter(company__slug=value).values("meeting_id")
        present = Attendance.objects.filter(company__slug=value).values("meeting_id")
        return queryset.filter(Q(pk__in=named) | Q(pk__in=present))

    def of_organisation(self, queryset: QuerySet[Meeting], name: str, value: Any) -> QuerySet[Meeting]:
        named = Meeting.organisations.through.objects.filter(organisation__slug=value).values("meeting_id")
        present = Attendance.objects.filter(organisation__slug=value).values("meeting_id")
        return queryset.filter(Q(pk__in=named) | Q(pk__in=present))

    def of_delegation(self, queryset: QuerySet[Meeting], name: str, value: Any) -> QuerySet[Meeting]:
        seen = Delegation.objects.visible_to(self.viewer or NOBODY).filter(pk=value)
        return queryset.filter(delegation_id__in=seen.values("pk"))
