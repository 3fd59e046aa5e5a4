"""Looking for words across the offer: what is found, in which order, and what a page shows of it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.viewer import Viewer
from portal.core.formats import reading_language
from portal.core.search import Piece, Term, excerpt, marked, opening
from portal.core.search.upkeep import WEIGHTS

from .models import District, Incentive, Opportunity, Policy, SearchEntry, Segment, Source, Township
from .models.search import FINDABLE

# So many of a kind are looked at; more are told as "100+".
MOST = 100
# And so many of each kind are shown beside the others.
FEW = 5
_EXCERPT = 180


@dataclass(frozen=True)
class Kind:
    """A kind of thing that can be found. `rows` says what a viewer may see, None that there is no limit to it."""

    model: type[Model]
    label: Promise
    address: Callable[[Any], str]
    rows: Callable[[Viewer], QuerySet[Any]] | None = None
    related: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return FINDABLE[self.model].kind


def _own(row: Any) -> str:
    address: str = row.get_absolute_url()
    return address


def _incentive(row: Incentive) -> str:
    return f"{_own(row.policy)}#{row.slug}"


def _district(row: District) -> str:
    return f"{reverse('sectors:township_list')}?district={row.code}"


# In the order in which a page shows them.
KINDS = (
    Kind(Opportunity, _("Opportunities"), _own, rows=lambda viewer: Opportunity.objects.visible_to(viewer)),
    Kind(Segment, _("Links of the chain"), _own),
    Kind(Township, _("Townships"), _own),
    Kind(Incentive, _("Incentives"), _incentive, related=("policy",)),
    Kind(Policy, _("Policies"), _own),
    Kind(District, _("Districts"), _district),
    Kind(Source, _("Sources"), _own),
)


@dataclass(frozen=True)
class Hit:
    """One thing found: its title and an excerpt, each with its language, the words looked for marked."""

    row: Any
    address: str
    title: list[Piece]
    title_language: str
    excerpt: list[Piece]
    excerpt_language: str


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `number` at most MOST, `is_more` where there is more than that."""

    kind: Kind
    number: int
    is_more: bool
    hits: list[Hit]

    @property
    def is_cut(self) -> bool:
        """Whether there is more than what is shown."""
        return self.is_more or self.number > len(self.hits)


@dataclass(frozen=True)
class Found:
    """The answer to a search. `is_loose`: nothing holds all of the words, these hold some of them."""

    groups: list[Group] = field(default_factory=list)
    is_loose: bool = False

    @property
    def number(self) -> int:
        return sum(group.number for group in self.groups)

    @property
    def is_more(self) -> bool:
        return any(group.is_more for group in self.groups)


def search(terms: Sequence[Term], viewer: Viewer, *, only: str = "") -> Found:
    """What the viewer may see of all kinds (of the kind `only`), titles before texts, the reader's language first.

    One statement finds, and one for each kind that has hits reads the rows to show; a second one looks for some of the words where
    no row holds all of them.
    """
    if not terms:
        return Found()
    kinds = [kind for kind in KINDS if not only or kind.name == only]
    found = _entries(terms, kinds, viewer, every=True)
    is_loose = not found and len(terms) > 1
    if is_loose:
        found = _entries(terms, kinds, viewer, every=False)
    shown = MOST if only else FEW
    groups = [_group(kind, found[kind.name], terms, viewer, shown) for kind in kinds if kind.name in found]
    return Found(groups, is_loose=is_loose and bool(groups))


def _entries(terms: Sequence[Term], kinds: Sequence[Kind], viewer: Viewer, *, every: bool) -> dict[str, dict[UUID, float]]:
    """For each kind the rows found and how well each fits."""
    language = reading_language()
    parts = []
    for kind in kinds:
        # By title and by all: where a word is common, rows with it in the title must not be lost under the cap.
        for in_title in (True, False):
            entries = SearchEntry.objects.holding(terms, kind=kind.name, every=every, in_title=in_title)
            if kind.rows is not None:
                entries = entries.filter(object_id__in=kind.rows(viewer).order_by().values("pk"))
            # `ranked` adds the two columns, which the checker does not see.
            ranked: Any = entries.ranked(terms, language)
            parts.append(ranked.values_list("kind", "object_id", "is_titled", "rank"))
    found: dict[str, dict[UUID, float]] = defaultdict(dict)
    for kind_name, object_id, is_titled, rank in first_of_each(parts, MOST + 1):
        found[kind_name][object_id] = is_titled + rank
    return found


def first_of_each(parts: Sequence[QuerySet[Any]], most: int) -> list[tuple[Any, ...]]:
    """At most so many rows of each part, in one statement.

    Materialised, because a limit that the planner sees lets it read the whole table in the hope of finding enough soon. The parts are
    read no further than asked.
    """
    hits: list[str] = []
    limited: list[str] = []
    values: list[Any] = []
    for number, part in enumerate(parts):
        sql, given = part.query.sql_with_params()
        hits.append(f"hits_{number} AS MATERIALIZED ({sql})")
        limited.append(f"(SELECT * FROM hits_{number} LIMIT {most})")  # noqa: S608 # two numbers of our own
        values += given
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(hits)} {' UNION ALL '.join(limited)}", values)
        return cursor.fetchall()


def _group(kind: Kind, found: dict[UUID, float], terms: Sequence[Term], viewer: Viewer, shown: int) -> Group:
    best = sorted(found, key=lambda one: (-found[one], one))[: min(shown, MOST)]
    rows = kind.model._default_manager.filter(pk__in=best).select_related(*kind.related)
    hits = [_hit(kind, row, terms) for row in sorted(rows, key=lambda row: -found[row.pk])]
    return Group(kind, min(len(found), MOST), len(found) > MOST, hits)


def _hit(kind: Kind, row: Any, terms: Sequence[Term]) -> Hit:
    findable = FINDABLE[kind.model]
    reading = reading_language()
    languages = [reading, *(code for code in WEIGHTS if code != reading)]
    titles = [(getattr(row, f"{name}_{code}") or "", code) for code in languages for name in findable.title]
    names = [(getattr(row, name) or "", "en") for name in findable.names]
    title, title_language = next((one for one in [*titles, *names] if one[0]), ("", "en"))
    texts = [(getattr(row, f"{name}_{code}") or "", code) for code in languages for name in findable.text]
    texts += [(getattr(row, name) or "", "en") for name in findable.words if name not in ("slug", "code")]
    seen: set[str] = {title}
    # Where the words stand: in the text, else in a title that is not the one shown.
    for text, code in [*texts, *titles, *names]:
        if text not in seen and (pieces := excerpt(text, terms, _EXCERPT)):
            return Hit(row, kind.address(row), marked(title, terms), title_language, pieces, code)
        seen.add(text)
    text, code = next((one for one in texts if one[0]), ("", "en"))
    return Hit(row, kind.address(row), marked(title, terms), title_language, opening(text, _EXCERPT), code)
