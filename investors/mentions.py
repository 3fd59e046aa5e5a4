"""The rows of the relationship by name, on pages of the offer: to the public only what sources reported."""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.viewer import Viewer
from portal.core.mentions import Mention, Wanted, joined, mentions, names_of
from portal.core.registry import Panel, panels
from sectors.models import Source

from .models import Company, Establishment, Meeting, Organisation, Project
from .panels import sourced

MOST_NAMES = 500
MOST_ROWS = 100


@dataclass(frozen=True)
class Noun:
    """One kind of row: where its name stands and what heads a list of them."""

    model: Any
    key: str
    text: str
    many: Promise
    translated: bool = True

    def rows(self, viewer: Viewer) -> QuerySet[Any]:
        """Those that the viewer may know on a public page."""
        rows = self.model.objects.filter(**{f"{self.key}__isnull": False})
        if self.model is Meeting and not viewer.is_desk:
            return rows.filter(state=Meeting.State.REPORTED)
        return sourced(rows, viewer)

    def names(self, kind: str, viewer: Viewer, about: Q) -> QuerySet[Any]:
        return names_of(kind, self.rows(viewer).filter(about), self.key, self.text, translated=self.translated)


NOUNS: dict[str, Noun] = {
    "company": Noun(Company, "slug", "name", _("Companies")),
    "establishment": Noun(Establishment, "key", "company__name", _("Establishments")),
    "project": Noun(Project, "slug", "title", _("Projects"), translated=False),
    "organisation": Noun(Organisation, "slug", "name", _("Organisations")),
    "meeting": Noun(Meeting, "key", "title", _("Meetings"), translated=False),
}


def find(wanted: Wanted, viewer: Viewer) -> list[Mention]:
    """The rows with these keys that the viewer may know. One statement. Officials get the way to a company's page."""
    parts = [noun.names(kind, viewer, Q(**{f"{noun.key}__in": wanted[kind]})) for kind, noun in NOUNS.items() if kind in wanted]
    return [_with_page(one, viewer) for one in joined(parts, MOST_NAMES)]


def _with_page(one: Mention, viewer: Viewer) -> Mention:
    if one.kind == "company" and viewer.is_desk:
        return replace(one, url=reverse("investors:company", args=[one.key]))
    return one


def resting_on(source: Source, viewer: Viewer) -> Panel | None:
    """The rows of the relationship that rest on a source. One statement."""
    found = joined([noun.names(kind, viewer, Q(sources=source)) for kind, noun in NOUNS.items()], MOST_ROWS + 1)
    groups: dict[str, list[Mention]] = {}
    for one in found[:MOST_ROWS]:
        groups.setdefault(one.kind, []).append(_with_page(one, viewer))
    context = {
        "groups": [{"heading": NOUNS[kind].many, "rows": rows} for kind, rows in groups.items()],
        "is_more": len(found) > MOST_ROWS,
    }
    return {"template": "investors/panels/mentions.html", "context": context} if found else None


def register() -> None:
    """Let the pages of the offer name our rows."""
    mentions.register(tuple(NOUNS), find)
    panels.register("source", resting_on)
