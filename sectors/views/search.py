"""Looking for words across the whole offer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.accounts.viewer import viewer_of
from portal.core.filters import UnknownParameters
from portal.core.public_pages import public_page
from portal.core.search import terms_of

from ..forms.search import SearchForm
from ..models import Segment
from ..search import Found
from ..search import search as look_for

# What to try: a word of each script, found in any offer of this kind.
EXAMPLES = (("battery", "en"), ("電池", "ja"), ("ಬ್ಯಾಟರಿ", "kn"))
_LINKS = 8


@public_page
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was found, by kind; without words, or where nothing was found, ways to go on."""
    if unknown := set(request.GET) - {"q", "kind"}:
        raise UnknownParameters(sorted(unknown), ["kind", "q"])
    form = SearchForm(request.GET if "q" in request.GET else None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    terms = terms_of(asked.get("q", ""))
    found = look_for(terms, viewer_of(request), only=asked.get("kind", "")) if terms else Found()
    context = {
        "form": form,
        "asked": asked.get("q", ""),
        "only": asked.get("kind", ""),
        "has_terms": bool(terms),
        "found": found,
        "chain": [] if found.groups else Segment.objects.filter(parent=None)[:_LINKS],
        "examples": EXAMPLES,
    }
    return render(request, "sectors/search.html", context)
