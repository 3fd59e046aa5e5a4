"""The public resources."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from django.db.models import QuerySet
from django.utils import translation

from portal.accounts.viewer import Viewer
from portal.core.api.resources import Resource
from portal.core.filters import FilterSet
from portal.core.pages import Ordering
from portal.core.shapes import Shape

from .. import filters, shapes
from ..models import District, Incentive, Opportunity, Policy, Segment, Township


@cache
def _examples() -> dict[str, Any]:
    examples: dict[str, Any] = json.loads(files(__package__).joinpath("examples.json").read_text("utf-8"))
    return examples


def _public(model: Any) -> Any:
    def rows(viewer: Viewer) -> QuerySet[Any]:
        return model.objects.all()

    return rows


def _resource(
    model: Any, shape: Shape, filterset: type[FilterSet], orderings: tuple[Ordering, ...], *, rows: Any = None
) -> Resource:
    # The words of the API are English, whichever language is active when the addresses are first asked for: it may be a worker's that
    # is writing a Japanese mail.
    with translation.override("en"):
        one, many = str(model._meta.verbose_name), str(model._meta.verbose_name_plural)
    lookup = "code" if "code" in shape.names else "slug"
    return Resource(
        name=many,
        one=one,
        many=many,
        shape=shape,
        rows=rows or _public(model),
        filters=filterset,
        orderings=orderings,
        lookup=lookup,
        example=_examples()[many],
    )


_IN_ORDER = Ordering("position", ("position", "id"))
_BY_CODE = Ordering("code", ("code",))
_BY_SLUG = Ordering("slug", ("slug",))
_BY_SLUG_BACK = Ordering("-slug", ("-slug",))

SEGMENTS = _resource(Segment, shapes.SEGMENT, filters.SegmentFilter, (_IN_ORDER, _BY_CODE))
DISTRICTS = _resource(District, shapes.DISTRICT, filters.DistrictFilter, (_BY_CODE, Ordering("-code", ("-code",))))
TOWNSHIPS = _resource(Township, shapes.TOWNSHIP, filters.TownshipFilter, (_IN_ORDER, _BY_SLUG, _BY_SLUG_BACK))
OPPORTUNITIES = _resource(
    Opportunity,
    shapes.OPPORTUNITY,
    filters.OpportunityFilter,
    (_IN_ORDER, _BY_SLUG, _BY_SLUG_BACK),
    rows=lambda viewer: Opportunity.objects.visible_to(viewer),
)
POLICIES = _resource(Policy, shapes.POLICY, filters.PolicyFilter, (_BY_SLUG, _BY_SLUG_BACK))
INCENTIVES = _resource(Incentive, shapes.INCENTIVE, filters.IncentiveFilter, (_BY_SLUG, _BY_SLUG_BACK))
