"""The value chain as a whole: its links in order, what each has to offer, and the bridge that shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.viewer import Viewer
from portal.core import formats
from portal.core.bridge import Drawing, Part, Span, View, drawings
from portal.core.registry import tallies

from .models import Incentive, Opportunity, Segment, Township

# More parts than this stand on the link's own page.
MOST_PARTS = 12


def with_counts(segments: QuerySet[Segment], viewer: Viewer) -> QuerySet[Segment]:
    """Segments with how many opportunities, townships and incentives name them or one of their parts, and how many parts there are.

    One statement for all.
    """
    offered = Opportunity.segments.through.objects.filter(opportunity__in=Opportunity.objects.visible_to(viewer).values("pk"))
    parts = Segment.objects.filter(parent=OuterRef("pk")).order_by().values("parent").annotate(n=Count("pk")).values("n")
    return segments.annotate(
        opportunity_count=_how_many(offered, "opportunity"),
        township_count=_how_many(Township.focus.through.objects.all(), "township"),
        incentive_count=_how_many(Incentive.segments.through.objects.all(), "incentive"),
        part_count=Coalesce(Subquery(parts), 0),
    )


def _how_many(links: QuerySet[Any], what: str) -> Coalesce:
    named = links.filter(Q(segment=OuterRef("pk")) | Q(segment__parent=OuterRef("pk")))
    counted = named.order_by().annotate(all=Value(1)).values("all").annotate(n=Count(f"{what}_id", distinct=True)).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def first_of_each(segments: QuerySet[Segment], most: int) -> QuerySet[Segment]:
    """At most so many of these segments under each parent, in the order of the chain."""
    place = Window(RowNumber(), partition_by=F("parent"), order_by=[F("position"), F("code")])
    numbered = segments.order_by().annotate(place=place).filter(place__lte=most)
    return Segment.objects.filter(pk__in=numbered.values("pk")).order_by("position", "code")


@dataclass
class Link:
    """One link of the chain with what it offers, in words, and its first parts."""

    segment: Segment
    counts: list[str]
    parts: list["Link"] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many parts are not among `parts`."""
        return int(self.segment.part_count) - len(self.parts)


def links_of(roots: Sequence[Segment], viewer: Viewer) -> list[Link]:
    """The links with their parts and all counts. `roots` come from `with_counts`. Two statements, and one for each tally."""
    below = Segment.objects.filter(parent__in=[root.pk for root in roots])
    children = list(with_counts(first_of_each(below, MOST_PARTS), viewer)) if roots else []
    known = tallies.of("segment", [row.pk for row in (*roots, *children)], viewer)
    of_parent: dict[Any, list[Link]] = {}
    for child in children:
        of_parent.setdefault(child.parent_id, []).append(Link(child, counts_in_words(child, known[child.pk])))
    return [Link(root, counts_in_words(root, known[root.pk]), of_parent.get(root.pk, [])) for root in roots]


def counts_in_words(segment: Segment, known: Sequence[str] = ()) -> list[str]:
    """What is to be found at a segment, without what there is none of. `known`: what higher rooms count."""
    found = []
    if n := segment.opportunity_count:
        found.append(ngettext("%(shown)s opportunity", "%(shown)s opportunities", n) % {"shown": formats.number(n)})
    if n := segment.township_count:
        found.append(ngettext("%(shown)s township", "%(shown)s townships", n) % {"shown": formats.number(n)})
    if n := segment.incentive_count:
        found.append(ngettext("%(shown)s incentive", "%(shown)s incentives", n) % {"shown": formats.number(n)})
    return [*found, *known]


def picture(links: Sequence[Link], views: Iterable[View]) -> list[Drawing]:
    """The whole chain as a bridge, for windows of every width."""
    language = formats.reading_language()
    spans = []
    for link in links:
        parts = [_part(Part, part, language) for part in link.parts]
        spans.append(_part(Span, link, language, parts=parts, hangers=min(link.segment.part_count, MOST_PARTS)))
    return drawings(spans, views, language=language)


def _part(kind: Any, link: Link, language: str, **more: Any) -> Any:
    return kind(
        name=link.segment.name,
        url=link.segment.get_absolute_url(),
        spoken=spoken(link.segment, link.counts),
        notes=link.counts,
        lang=_foreign(link.segment, language),
        **more,
    )


def spoken(segment: Segment, counts: Sequence[str]) -> str:
    """A link of the picture in one sentence, for those who hear it."""
    if not counts:
        return segment.name
    return _("%(name)s: %(counts)s") % {"name": segment.name, "counts": _(", ").join(counts)}


def _foreign(segment: Segment, language: str) -> str:
    """ "en" where the name is not translated into the page's language, else nothing."""
    return "" if getattr(segment, f"name_{language}", None) else "en"


@dataclass
class Place:
    """Where a segment stands: the links of the whole chain, the one it belongs to, its neighbours and its parts."""

    roots: list[Segment]
    root: Segment
    siblings: list[Segment]
    children: list[Segment]
    previous: dict[str, str] | None
    next: dict[str, str] | None

    @property
    def number(self) -> int | None:
        """Which link of the chain it is or belongs to, from 1."""
        return next((number for number, row in enumerate(self.roots, start=1) if row.pk == self.root.pk), None)


def place_of(line: Sequence[Segment], viewer: Viewer, most: int) -> Place:
    """Where a segment stands. `line` is the segment and what it is part of, nearest first. One statement."""
    subject, root = line[0], line[-1]
    near = Q(parent=None) | Q(parent__in=[subject.pk, subject.parent_id or subject.pk])
    family = list(with_counts(first_of_each(Segment.objects.filter(near), most), viewer))
    roots = [row for row in family if row.parent_id is None]
    siblings = [row for row in family if row.parent_id == subject.parent_id]
    children = [row for row in family if row.parent_id == subject.pk]
    at = next((number for number, row in enumerate(siblings) if row.pk == subject.pk), None)
    return Place(
        roots=roots,
        root=root,
        siblings=siblings,
        children=children,
        previous=_way(siblings[at - 1]) if at else None,
        next=_way(siblings[at + 1]) if at is not None and at + 1 < len(siblings) else None,
    )


def _way(segment: Segment) -> dict[str, str]:
    """A neighbour as `components/neighbours.html` shows it."""
    return {"url": segment.get_absolute_url(), "label": segment.name, "lang": _foreign(segment, formats.reading_language())}


def strip(place: Place, subject: Segment, views: Iterable[View]) -> list[Drawing]:
    """The chain in small, the reader's own link marked, and the hanger of the part he is at."""
    language = formats.reading_language()
    at = next((number for number, row in enumerate(place.siblings) if row.pk == subject.pk), None)
    spans = [
        Span(
            name=root.name,
            url=root.get_absolute_url(),
            spoken=root.name,
            lang=_foreign(root, language),
            here="page" if root.pk == subject.pk else "true" if root.pk == place.root.pk else "",
            hangers=min(root.part_count, MOST_PARTS),
            lit=at if root.pk == subject.parent_id and at is not None and at < MOST_PARTS else None,
        )
        for root in place.roots
    ]
    return drawings(spans, views, language=language)
