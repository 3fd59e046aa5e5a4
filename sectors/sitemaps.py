"""The offer's pages in the map for search engines: what a guest may see, and when its row last changed."""

from typing import Any

from django.apps import apps
from django.db.models import Max, OuterRef, QuerySet, Subquery

from portal.accounts.viewer import NOBODY
from portal.core.sitemaps import Pages, Section, sections

from .models import Opportunity, Policy, Segment, Source, Township


class Rows(Section):
    """A page for each row that a guest may see."""

    def __init__(self, model: Any) -> None:
        self.model = model

    def items(self) -> QuerySet[Any]:
        objects = self.model.objects
        visible = objects.visible_to(NOBODY) if hasattr(objects, "visible_to") else objects.all()
        changes = apps.get_model("sectors", f"{self.model.__name__}Event").objects.filter(pgh_obj=OuterRef("pk"))
        latest = changes.order_by().values("pgh_obj").annotate(latest=Max("pgh_created_at")).values("latest")
        # History keeps every change of a row, so its last entry is when the page last changed.
        return visible.order_by("pk").annotate(changed_at=Subquery(latest))

    def lastmod(self, item: Any) -> Any:
        return item.changed_at


LISTS = ("start", "sectors:segment_list", "sectors:opportunity_list", "sectors:township_list", "sectors:incentive_list",
         "sectors:source_list", "sectors:figures")  # fmt: skip


def register() -> None:
    """Put the offer into the map."""
    sections["lists"] = Pages(LISTS)
    for name, model in (
        ("segments", Segment),
        ("opportunities", Opportunity),
        ("townships", Township),
        ("policies", Policy),
        ("sources", Source),
    ):
        sections[name] = Rows(model)
