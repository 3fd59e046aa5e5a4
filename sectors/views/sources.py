"""Every page and document that a figure of the offer rests on."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.core.filters import UnknownParameters
from portal.core.pages import Counted, Ordering, page_of

from ..models import Source
from .listing import PAGE

BY_CODE = Ordering("sources", ("code",))


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    if unknown := set(request.GET) - {"cursor"}:
        raise UnknownParameters(sorted(unknown), ["cursor"])
    rows = Source.objects.annotate(claim_count=Count("claims"))
    page = page_of(rows, ordering=BY_CODE, cursor=request.GET.get("cursor"), limit=PAGE, bound={"list": "sources"})
    return render(request, "sectors/source_list.html", {"page": page, "how_many": Counted.of(Source.objects.all())})
