"""What lists of the offer can be narrowed by, on pages and in the API alike."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.core.filters import FilterSet, RowFilter, SeveralFilter, text_filter
from portal.core.forms.figures import WholeNumberField
from portal.core.search import terms_of
from portal.core.text import PlainText

from .models import District, Incentive, Opportunity, Policy, SearchEntry, Segment, Source, Township
from .models.claim import Quality
from .models.opportunity import OpportunityQuerySet
from .models.place import PlacedQuerySet
from .models.search import FINDABLE
from .places import Place, place_called
from .sizes import BANDS, NOT_STATED


def within_segments(codes: Iterable[str], path: str = "segments") -> Q:
    """Rows of the segments with these codes or of their parts, three levels down. A sub-select: no row comes twice."""
    codes = list(codes)
    parts = Q(code__in=codes) | Q(parent__code__in=codes) | Q(parent__parent__code__in=codes)
    return Q(**{f"{path}__in": Segment.objects.filter(parts | Q(parent__parent__parent__code__in=codes))})


def within_segment(code: str, path: str = "segments") -> Q:
    """Rows of the segment with this code or of one of its parts."""
    return within_segments([code], path)


def source_filter() -> RowFilter:
    """What rests on the source with this code."""
    return RowFilter(field_name="sources__code", queryset=Source.objects.all(), to_field_name="code", label=_("Source"))


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


class PlaceField(forms.CharField):
    """The code of a place to measure from, like `district.tumakuru`; answers the Place."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, max_length=120, **kwargs)
        self.validators += [PlainText()]

    def clean(self, value: Any) -> Place | None:
        code = super().clean(value)
        if not code:
            return None
        place = place_called(code)
        if place is None:
            raise forms.ValidationError(
                _("No place with known coordinates is called “%(code)s”.") % {"code": code}, code="unknown"
            )
        return place


class PlaceFilter(django_filters.Filter):
    field_class = PlaceField
    description = (
        "The place that distances are measured from, by kind and code: `district.tumakuru` (its headquarters) or "
        "`township.<slug>`. Distances are straight lines: great circles on a sphere with the mean radius of the earth."
    )


class WholeNumberFilter(django_filters.Filter):
    field_class = WholeNumberField


_WITHIN = _("Enter whole kilometres from 1 to 3,000.")


class NearForm(forms.Form):
    """A distance needs the place that it is measured from."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("within") and not given.get("near") and "near" not in self.errors:
            self.add_error("within", _("Choose the place to measure from."))
        return given


class TownshipFilter(FilterSet):
    """`near` names the place that distances are measured from (`sectors.places`), `within` the farthest in kilometres, straight line."""

    q = text_filter()
    district = SeveralFilter(field_name="district__code", rows=District.objects.all(), key="code", label=_("District"))
    segment = SeveralFilter(method="of_segments", rows=Segment.objects.all(), key="code", label=_("Segment"))
    status = SeveralFilter(choices=Township.Status.choices, label=_("Status"))
    near = PlaceFilter(method="measured_from", label=_("Distance from"))
    within = WholeNumberFilter(
        method="no_farther",
        min_value=1,
        max_value=3000,
        label=_("No farther than, in km"),
        error_messages={code: _WITHIN for code in ("invalid", "min_value", "max_value")},
    )
    source = source_filter()

    class Meta:
        model = Township
        fields: list[str] = []
        form = NearForm

    @property
    def place(self) -> Place | None:
        """Where distances are measured from, None where nobody asked."""
        return self.form.cleaned_data.get("near") if self.is_bound and self.form.is_valid() else None

    def measured_from(self, queryset: PlacedQuerySet[Township], name: str, value: Place) -> QuerySet[Township]:
        return queryset.measured_from(value.point)

    def no_farther(self, queryset: PlacedQuerySet[Township], name: str, value: int) -> QuerySet[Township]:
        place = self.form.cleaned_data.get("near")
        return queryset.within(place.point, value) if place else queryset

    def search(self, queryset: QuerySet[Township], name: str, value: str) -> QuerySet[Township]:
        return holding(queryset, value, district=District)

    def of_segments(self, queryset: QuerySet[Township], name: str, value: Any) -> QuerySet[Township]:
        through = Township.focus.through.objects.filter(within_segments(value, "segment"))
        return queryset.filter(pk__in=through.values("township_id"))


class OpportunityFilter(FilterSet):
    q = text_filter()
    segment = SeveralFilter(method="of_segments", rows=Segment.objects.all(), key="code", label=_("Segment"))
    township = SeveralFilter(method="of_townships", rows=Township.objects.all(), key="slug", label=_("Township"))
    policy = SeveralFilter(method="of_policies", rows=Policy.objects.all(), key="slug", label=_("Policy"))
    # As the English text says it, in every language: the address stays the same.
    readiness = SeveralFilter(field_name="readiness_en", label=_("Readiness"))
    size = SeveralFilter(method="of_sizes", choices=[(code, code) for code in (*BANDS, NOT_STATED)], label=_("Investment"))
    status = SeveralFilter(choices=Opportunity.Status.choices, label=_("Status"))
    source = source_filter()

    class Meta:
        model = Opportunity
        fields: list[str] = []

    def search(self, queryset: QuerySet[Opportunity], name: str, value: str) -> QuerySet[Opportunity]:
        return holding(queryset, value)

    def of_segments(self, queryset: QuerySet[Opportunity], name: str, value: Any) -> QuerySet[Opportunity]:
        through = Opportunity.segments.through.objects.filter(within_segments(value, "segment"))
        return queryset.filter(pk__in=through.values("opportunity_id"))

    def of_townships(self, queryset: QuerySet[Opportunity], name: str, value: Any) -> QuerySet[Opportunity]:
        through = Opportunity.townships.through.objects.filter(township__slug__in=value)
        return queryset.filter(pk__in=through.values("opportunity_id"))

    def of_policies(self, queryset: QuerySet[Opportunity], name: str, value: Any) -> QuerySet[Opportunity]:
        through = Opportunity.policies.through.objects.filter(policy__slug__in=value)
        return queryset.filter(pk__in=through.values("opportunity_id"))

    def of_sizes(self, queryset: OpportunityQuerySet, name: str, value: Any) -> QuerySet[Opportunity]:
        return queryset.of_sizes(value)


class PolicyFilter(FilterSet):
    q = text_filter()
    level = django_filters.ChoiceFilter(choices=Policy.Level, label=_("Level"))
    source = source_filter()

    class Meta:
        model = Policy
        fields: list[str] = []

    def search(self, queryset: QuerySet[Policy], name: str, value: str) -> QuerySet[Policy]:
        return holding(queryset, value)


class IncentiveFilter(FilterSet):
    q = text_filter()
    policy = SeveralFilter(field_name="policy__slug", rows=Policy.objects.all(), key="slug", label=_("Policy"))
    segment = SeveralFilter(method="for_segments", rows=Segment.objects.all(), key="code", label=_("Segment"))
    kind = SeveralFilter(rows=Incentive.objects.all(), key="kind", label=_("Kind"))
    zone = SeveralFilter(rows=Incentive.objects.all(), key="zone", label=_("Zone"))
    level = SeveralFilter(field_name="policy__level", choices=Policy.Level.choices, label=_("Level"))
    source = source_filter()

    class Meta:
        model = Incentive
        fields: list[str] = []

    def search(self, queryset: QuerySet[Incentive], name: str, value: str) -> QuerySet[Incentive]:
        return holding(queryset, value)

    def for_segments(self, queryset: QuerySet[Incentive], name: str, value: Any) -> QuerySet[Incentive]:
        """What somebody in these segments may claim: named for them, for a part of them, for the whole they are part of, or without limit."""
        links = Incentive.segments.through.objects
        related = Segment.objects.filter(Q(code__in=value) | Q(parent__code__in=value) | Q(children__code__in=value))
        limited = links.filter(segment__in=related).values("incentive_id")
        return queryset.filter(Q(pk__in=limited) | ~Q(pk__in=links.values("incentive_id")))


class SourceFilter(FilterSet):
    q = text_filter()
    quality = SeveralFilter(choices=Quality.choices, label=_("Quality"))

    class Meta:
        model = Source
        fields: list[str] = []

    def search(self, queryset: QuerySet[Source], name: str, value: str) -> QuerySet[Source]:
        return holding(queryset, value)
