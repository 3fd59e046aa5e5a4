"""Every page and document that the offer rests on, what rests on each, and the figures that differ."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.accounts.viewer import viewer_of
from portal.core.filters import UnknownParameters
from portal.core.pages import Counted, Ordering, page_of
from portal.core.public_pages import public_page
from portal.core.registry import panels

from ..facets import source_facets
from ..filters import SourceFilter
from ..mentions import named, resting_on
from ..models import Claim, Source
from ..reports import HEADLINE, differing, headline, with_uses
from .listing import PAGE, listing

BY_CODE = Ordering("sources", ("code",))
BY_KEY = Ordering("claims of a source", ("key",))
BY_SUBJECT = Ordering("differing", ("subject_kind", "subject", "measure", "key"))
# Each brings a table of its own.
_SUBJECTS = 20


@public_page
@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    filterset = SourceFilter(request.GET, queryset=Source.objects.all(), viewer=viewer)
    context = listing(request, filterset, BY_CODE, lambda rows: with_uses(rows, viewer), facets=source_facets())
    return render(request, "sectors/source_list.html", context)


@public_page
@require_safe
def source(request: HttpRequest, code: str) -> HttpResponse:
    """One source with every figure and every row that rests on it."""
    _only_cursor(request)
    viewer = viewer_of(request)
    subject = get_object_or_404(Source, code=code)
    page = page_of(
        subject.claims.all(), ordering=BY_KEY, cursor=request.GET.get("cursor"), limit=PAGE, bound={"source": str(subject.pk)}
    )
    groups, is_more = resting_on(subject, viewer)
    context = {
        "source": subject,
        "page": page,
        "claims": named(page.rows, viewer),
        "groups": groups,
        "is_more": is_more,
        "panels": panels.of("source", subject, viewer),
    }
    return render(request, "sectors/source.html", context)


@public_page
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """What was stated differently by different people, side by side: the headline counts first, then every other subject."""
    _only_cursor(request)
    rows = Claim.objects.contradicted().one_of_each().exclude(HEADLINE)
    page = page_of(rows, ordering=BY_SUBJECT, cursor=request.GET.get("cursor"), limit=_SUBJECTS, bound={"list": "differing"})
    context = {
        "page": page,
        "how_many": Counted.of(rows),
        "headline": None if request.GET.get("cursor") else headline(),
        "subjects": differing(page.rows, viewer_of(request)),
    }
    return render(request, "sectors/figures.html", context)


def _only_cursor(request: HttpRequest) -> None:
    if unknown := set(request.GET) - {"cursor"}:
        raise UnknownParameters(sorted(unknown), ["cursor"])
