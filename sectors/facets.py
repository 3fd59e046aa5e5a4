"""The facets of the lists of the offer: by what a visitor narrows, and which rows each value would leave."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.accounts.viewer import Viewer
from portal.core.facets import AnyFacet, ChoiceFacet, ColumnFacet, RowFacet

from .benefits import kind_label
from .models import District, Incentive, Opportunity, Policy, Segment, Township
from .models.claim import Quality
from .sizes import band_choices

Pairs = Callable[[QuerySet[Any]], list[QuerySet[Any]]]


def _linked(through: Any, value: str, owner: str) -> Pairs:
    """The pairs of a link table, for the rows of a list; `value` and `owner` are its columns."""
    return lambda found: [_of(through, owner, found).values_list(value, f"{owner}_id")]


def _of(through: Any, owner: str, found: QuerySet[Any]) -> QuerySet[Any]:
    links: QuerySet[Any] = through.objects.filter(**{f"{owner}__in": found.values("pk")}).order_by()
    return links


def _column(column: str) -> Pairs:
    """The pairs of a list's own foreign key."""
    return lambda found: [found.rewrite(False).values_list(column, "pk")]


def _segments(through: Any, owner: str) -> RowFacet:
    """The tree of segments: a link counts what its parts count, each row once."""

    def pairs(found: QuerySet[Any]) -> list[QuerySet[Any]]:
        links = _of(through, owner, found)
        above = ("segment_id", "segment__parent_id", "segment__parent__parent_id", "segment__parent__parent__parent_id")
        return [links.filter(**{f"{one}__isnull": False}).values_list(one, f"{owner}_id") for one in above]

    return RowFacet("segment", _("Link of the chain"), Segment.objects.all(), "code", "name", pairs=pairs, parent="parent__code")


def opportunity_facets(viewer: Viewer) -> list[AnyFacet]:
    facets: list[AnyFacet] = [
        _segments(Opportunity.segments.through, "opportunity"),
        RowFacet(
            "township",
            _("Township"),
            Township.objects.all(),
            "slug",
            "name",
            pairs=_linked(Opportunity.townships.through, "township_id", "opportunity"),
        ),
        RowFacet(
            "policy",
            _("Policy"),
            Policy.objects.all(),
            "slug",
            "name",
            pairs=_linked(Opportunity.policies.through, "policy_id", "opportunity"),
            place="level",
        ),
        ChoiceFacet("size", _("Investment"), band_choices()),
        ColumnFacet("readiness", _("Readiness"), "readiness_en", "readiness"),
    ]
    if viewer.is_desk:
        facets.append(ChoiceFacet("status", _("Status"), Opportunity.Status.choices))
    return facets


def township_facets() -> list[AnyFacet]:
    return [
        RowFacet(
            "district",
            _("District"),
            District.objects.all(),
            "code",
            "name",
            pairs=_column("district_id"),
            place="code",
        ),
        _segments(Township.focus.through, "township"),
        ChoiceFacet("status", _("Status"), Township.Status.choices),
    ]


def _claimable(found: QuerySet[Incentive]) -> list[QuerySet[Any]]:
    """Benefits that somebody in a segment may claim, as IncentiveFilter has it: named for it, its whole or one of its parts."""
    links = _of(Incentive.segments.through, "incentive", found)
    related = ("segment_id", "segment__parent_id", "segment__children__id")
    return [links.filter(**{f"{one}__isnull": False}).values_list(one, "incentive_id") for one in related]


def _without_limit(found: QuerySet[Incentive]) -> QuerySet[Incentive]:
    return found.exclude(pk__in=Incentive.segments.through.objects.values("incentive_id"))


def incentive_facets() -> list[AnyFacet]:
    named = Incentive.segments.through.objects.values("segment_id")
    return [
        RowFacet(
            "segment",
            _("Link of the chain"),
            # Where no benefit names a part of a link, the link says all.
            Segment.objects.filter(Q(parent=None) | Q(pk__in=named)),
            "code",
            "name",
            pairs=_claimable,
            everywhere=_without_limit,
            parent="parent__code",
        ),
        ColumnFacet("kind", _("Kind"), "kind", words=kind_label),
        ColumnFacet("zone", _("Zone"), "zone"),
        ChoiceFacet("level", _("Level"), Policy.Level.choices),
        RowFacet(
            "policy",
            _("Policy"),
            Policy.objects.all(),
            "slug",
            "name",
            pairs=_column("policy_id"),
            place="level",
        ),
    ]


def source_facets() -> list[AnyFacet]:
    return [ChoiceFacet("quality", _("Quality"), Quality.choices)]
