"""The rows of the offer by name: for claims that are about them, and for sources that they rest on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.viewer import Viewer
from portal.core.mentions import Mention, Wanted, joined, mentions, names_of, said

from .models import Claim, District, Incentive, Opportunity, Policy, Segment, Source, Township

# What a page of a source shows at most; lists narrowed by that source show the rest.
MOST_ROWS = 200
MOST_NAMES = 500


@dataclass(frozen=True)
class Noun:
    """One kind of row: where its names stand and which page it has. `many` heads a list of them."""

    model: Any
    key: str
    text: str
    many: Promise
    page: Callable[[Mention], str]
    within: str = ""

    def rows(self, viewer: Viewer) -> QuerySet[Any]:
        """Those that the viewer may see."""
        objects = self.model.objects
        rows: QuerySet[Any] = objects.visible_to(viewer) if hasattr(objects, "visible_to") else objects.all()
        return rows


NOUNS: dict[str, Noun] = {
    "township": Noun(Township, "slug", "name", _("Townships"), lambda one: reverse("sectors:township", args=[one.key])),
    "opportunity": Noun(
        Opportunity, "slug", "title", _("Opportunities"), lambda one: reverse("sectors:opportunity", args=[one.key])
    ),
    "policy": Noun(Policy, "slug", "name", _("Policies"), lambda one: reverse("sectors:policy", args=[one.key])),
    "incentive": Noun(
        Incentive,
        "slug",
        "name",
        _("Incentives"),
        lambda one: f"{reverse('sectors:policy', args=[one.within])}#{one.key}",
        within="policy__slug",
    ),
    "segment": Noun(Segment, "code", "name", _("Links of the chain"), lambda one: reverse("sectors:segment", args=[one.key])),
    "district": Noun(
        District, "code", "name", _("Districts"), lambda one: f"{reverse('sectors:township_list')}?district={one.key}"
    ),
}


def _with_page(found: Iterable[Mention]) -> list[Mention]:
    return [replace(one, url=NOUNS[one.kind].page(one)) for one in found]


def names(kind: str, rows: QuerySet[Any], most: int) -> ArraySubquery:
    """Rows of one kind by name, in their order, as one JSON column of another row: no statement of its own. `mentioned` reads it."""
    noun = NOUNS[kind]
    return ArraySubquery(
        names_of(kind, rows, noun.key, noun.text, within=noun.within).order_by(*noun.model._meta.ordering)[:most]
    )


def mentioned(column: Iterable[Mapping[str, Any]]) -> list[Mention]:
    """What `names` put into a row's column, each with its page."""
    return _with_page(said(one) for one in column)


def find(wanted: Wanted, viewer: Viewer) -> list[Mention]:
    """The rows of the offer with these keys. One statement."""
    parts = [
        names_of(kind, noun.rows(viewer).filter(**{f"{noun.key}__in": wanted[kind]}), noun.key, noun.text, within=noun.within)
        for kind, noun in NOUNS.items()
        if kind in wanted
    ]
    return _with_page(joined(parts, MOST_NAMES))


@dataclass(frozen=True)
class Group:
    """Rows of one kind under their heading."""

    heading: str
    rows: list[Mention]


def resting_on(source: Source, viewer: Viewer) -> tuple[list[Group], bool]:
    """The rows of the offer that rest on a source, by kind, and whether there are more than are named. One statement."""
    parts = [
        names_of(kind, noun.rows(viewer).filter(Q(sources=source)), noun.key, noun.text, within=noun.within)
        for kind, noun in NOUNS.items()
    ]
    found = _with_page(joined(parts, MOST_ROWS + 1))
    groups: dict[str, list[Mention]] = {}
    for one in found[:MOST_ROWS]:
        groups.setdefault(one.kind, []).append(one)
    return [Group(str(NOUNS[kind].many), rows) for kind, rows in groups.items()], len(found) > MOST_ROWS


def named(claims: Iterable[Claim], viewer: Viewer) -> list[Claim]:
    """The claims, each with its `about`: the row by name, or its key in words where no room shows it to this viewer. One statement a room."""
    claims = list(claims)
    wanted: dict[str, set[str]] = {}
    for claim in claims:
        wanted.setdefault(claim.subject_kind, set()).add(claim.subject)
    known = mentions.of(wanted, viewer)
    for claim in claims:
        pair = (claim.subject_kind, claim.subject)
        claim.about = known.get(pair) or Mention(*pair, claim.subject.replace("-", " ").capitalize(), "en")
    return claims


def register() -> None:
    """Let every room name the rows of the offer."""
    mentions.register(tuple(NOUNS), find)
