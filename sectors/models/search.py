"""What a row of the offer can be found by."""

from collections.abc import Sequence

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import BooleanField, F, FloatField, Func, Value
from django.utils.translation import gettext_lazy as _

from portal.core.search import Term
from portal.core.search.upkeep import WEIGHTS, Findable, kind_mark

from .claim import Source
from .district import District
from .opportunity import Opportunity
from .policy import Incentive, Policy
from .segment import Segment
from .township import Township

FINDABLE: dict[type[models.Model], Findable] = {
    Segment: Findable("segment", title=["name"], text=["summary"], words=["code"]),
    Opportunity: Findable("opportunity", title=["title"], text=["sought", "readiness"], words=["slug"]),
    Township: Findable("township", title=["name"], names=["developer"], text=["acres_note", "access", "notes"], words=["slug"]),
    District: Findable("district", title=["name"], names=["former_name", "headquarters"], words=["note", "code"]),
    Policy: Findable("policy", title=["name"], text=["targets"], words=["slug"]),
    Incentive: Findable(
        "incentive", title=["name"], text=["base", "note", "cap_note"], words=["zone", "size_class", "clause", "slug"]
    ),
    Source: Findable("source", names=["publisher", "code"], words=["url"]),
}


class _Asked(Func):
    """Terms as a query of the database: `&` for all of them, `|` for any."""

    template = "%(expressions)s::tsquery"
    output_field = models.TextField()

    def __init__(self, query: str) -> None:
        super().__init__(Value(query))


class _Holds(Func):
    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    arity = 2
    output_field = BooleanField()


# Own language first: a word of it weighs as much as twenty of another; names that are the same everywhere stand between.
_OWN, _SAME, _OTHER = 1.0, 0.5, 0.05


class _Rank(Func):
    function = "ts_rank"
    output_field = FloatField()

    def __init__(self, column: str, query: str, language: str) -> None:
        by_weight = {weight: _OWN if code == language else _OTHER for code, weight in WEIGHTS.items()}
        weights = f"{{{_SAME},{by_weight['C']},{by_weight['B']},{by_weight['A']}}}"
        super().__init__(_Weights(Value(weights)), F(column), _Asked(query))


class _Weights(Func):
    template = "%(expressions)s::float4[]"


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def holding(self, terms: Sequence[Term], *, kind: str, every: bool = True, in_title: bool = False) -> "SearchEntryQuerySet":
        """Entries of one kind that hold every term (some of them, where not `every`); `in_title`: that hold them in the title."""
        asked = (" & " if every else " | ").join(term.query for term in terms)
        return self.filter(_Holds(F("title" if in_title else "terms"), _Asked(f"'{kind_mark(kind)}' & ({asked})")))

    def ranked(self, terms: Sequence[Term], language: str) -> "SearchEntryQuerySet":
        """With `rank` (the reader's language first) and whether the title holds every term."""
        every, some = (joint.join(term.query for term in terms) for joint in (" & ", " | "))
        return self.annotate(is_titled=_Holds(F("title"), _Asked(every)), rank=_Rank("terms", some, language))


class SearchEntry(models.Model):
    """The words of one row of the offer, in all languages together. Database triggers write it; nothing else does."""

    object_id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=20)
    title = SearchVectorField()
    terms = SearchVectorField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        indexes = [
            # Written seldom, read by everybody: no list of entries still to be sorted in.
            GinIndex(fields=["title"], name="sectors_search_title", fastupdate=False),
            GinIndex(fields=["terms"], name="sectors_search_terms", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
