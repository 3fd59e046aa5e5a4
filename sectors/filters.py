"""What lists of the offer can be narrowed by, on pages and in the API alike."""

from typing import Any

import django_filters
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.core.filters import FilterSet, RowFilter, code_filter, text_filter
from portal.core.search import terms_of

from .models import District, Incentive, Opportunity, Policy, SearchEntry, Segment, Source, Township
from .models.claim import Quality
from .models.search import FINDABLE


def within_segment(code: str, path: str = "segments") -> Q:
    """Rows of the segment with this code or of one of its parts. A sub-select: no row comes twice."""
    return Q(**{f"{path}__in": Segment.objects.filter(Q(code=code) | Q(parent__code=code))})


def holding(queryset: QuerySet[Any], value: str, **related: type[Model]) -> QuerySet[Any]:
    """Rows that hold every word, each in the row itself or in one that it names (`district=District`), by the index of the search."""
    terms = terms_of(value)
    for term in terms:
        found = Q()
        for name, model in {"pk": queryset.model, **related}.items():
            entries = SearchEntry.objects.holding([term], kind=FINDABLE[model].kind)
            found |= Q(**{f"{name}__in": entries.values("object_id")})
        queryset = queryset.filter(found)
    return queryset if terms else queryset.none()


class SegmentFilter(FilterSet):
    q = text_filter()
    parent = RowFilter(
        field_name="parent__code", queryset=Segment.objects.filter(parent=None), to_field_name="code", label=_("Part of")
    )

    class Meta:
        model = Segment
        fields: list[str] = []

    def search(self, queryset: QuerySet[Segment], name: str, value: str) -> QuerySet[Segment]:
        return holding(queryset, value)


class DistrictFilter(FilterSet):
    q = text_filter()

    class Meta:
        model = District
        fields: list[str] = []

    def search(self, queryset: QuerySet[District], name: str, value: str) -> QuerySet[District]:
        return holding(queryset, value)


class TownshipFilter(FilterSet):
    q = text_filter()
    district = RowFilter(field_name="district__code", queryset=District.objects.all(), to_field_name="code", label=_("District"))
    segment = RowFilter(method="of_segment", queryset=Segment.objects.all(), to_field_name="code", label=_("Segment"))
    status = django_filters.ChoiceFilter(choices=Township.Status, label=_("Status"))

    class Meta:
        model = Township
        fields: list[str] = []

    def search(self, queryset: QuerySet[Township], name: str, value: str) -> QuerySet[Township]:
        return holding(queryset, value, district=District)

    def of_segment(self, queryset: QuerySet[Township], name: str, value: Any) -> QuerySet[Township]:
        through = Township.focus.through.objects.filter(within_segment(value, "segment"))
        return queryset.filter(pk__in=through.values("township_id"))


class OpportunityFilter(FilterSet):
    q = text_filter()
    segment = RowFilter(method="of_segment", queryset=Segment.objects.all(), to_field_name="code", label=_("Segment"))
    township = RowFilter(method="of_township", queryset=Township.objects.all(), to_field_name="slug", label=_("Township"))
    policy = RowFilter(method="of_policy", queryset=Policy.objects.all(), to_field_name="slug", label=_("Policy"))

    class Meta:
        model = Opportunity
        fields: list[str] = []

    def search(self, queryset: QuerySet[Opportunity], name: str, value: str) -> QuerySet[Opportunity]:
        return holding(queryset, value)

    def of_segment(self, queryset: QuerySet[Opportunity], name: str, value: Any) -> QuerySet[Opportunity]:
        through = Opportunity.segments.through.objects.filter(within_segment(value, "segment"))
        return queryset.filter(pk__in=through.values("opportunity_id"))

    def of_township(self, queryset: QuerySet[Opportunity], name: str, value: Any) -> QuerySet[Opportunity]:
        through = Opportunity.townships.through.objects.filter(township__slug=value)
        return queryset.filter(pk__in=through.values("opportunity_id"))

    def of_policy(self, queryset: QuerySet[Opportunity], name: str, value: Any) -> QuerySet[Opportunity]:
        through = Opportunity.policies.through.objects.filter(policy__slug=value)
        return queryset.filter(pk__in=through.values("opportunity_id"))


class PolicyFilter(FilterSet):
    q = text_filter()
    level = django_filters.ChoiceFilter(choices=Policy.Level, label=_("Level"))

    class Meta:
        model = Policy
        fields: list[str] = []

    def search(self, queryset: QuerySet[Policy], name: str, value: str) -> QuerySet[Policy]:
        return holding(queryset, value)


class IncentiveFilter(FilterSet):
    q = text_filter()
    policy = RowFilter(field_name="policy__slug", queryset=Policy.objects.all(), to_field_name="slug", label=_("Policy"))
    segment = RowFilter(method="for_segment", queryset=Segment.objects.all(), to_field_name="code", label=_("Segment"))
    kind = code_filter(label=_("Kind"))

    class Meta:
        model = Incentive
        fields: list[str] = []

    def search(self, queryset: QuerySet[Incentive], name: str, value: str) -> QuerySet[Incentive]:
        return holding(queryset, value)

    def for_segment(self, queryset: QuerySet[Incentive], name: str, value: Any) -> QuerySet[Incentive]:
        """What somebody in this segment may claim: named for it, for a part of it, for the whole it is part of, or without limit."""
        links = Incentive.segments.through.objects
        related = Segment.objects.filter(Q(code=value) | Q(parent__code=value) | Q(children__code=value))
        limited = links.filter(segment__in=related).values("incentive_id")
        return queryset.filter(Q(pk__in=limited) | ~Q(pk__in=links.values("incentive_id")))


class SourceFilter(FilterSet):
    q = text_filter()
    quality = django_filters.ChoiceFilter(choices=Quality, label=_("Quality"))

    class Meta:
        model = Source
        fields: list[str] = []

    def search(self, queryset: QuerySet[Source], name: str, value: str) -> QuerySet[Source]:
        return holding(queryset, value)
