"""Known names for what is being typed. Without script nobody asks, and the exact name does."""

from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from sectors.models import Opportunity, Township

from ..models import Company, Contact, Organisation
from .access import for_writers

MOST = 8
SHORTEST = 2
_NAMED = {
    "companies": (Company, "name"),
    "organisations": (Organisation, "name"),
    "townships": (Township, "name"),
    "opportunities": (Opportunity, "title"),
}


@require_safe
@for_writers
def suggest(request: HttpRequest, kind: str) -> HttpResponse:
    """At most MOST rows whose name holds `?q=`: {"results": [{"name", "about", …}]}. Names that begin with it come first."""
    typed = " ".join(request.GET.get("q", "").split())[:100]
    if kind not in (*_NAMED, "bodies", "contacts"):
        raise Http404
    results: list[dict[str, Any]] = []
    if len(typed) >= SHORTEST:
        if kind == "contacts":
            results = _contacts(typed)
        else:
            for one in ("companies", "organisations") if kind == "bodies" else (kind,):
                results += _named(one, typed)
    return JsonResponse({"results": results[:MOST]})


def _first(field: str, typed: str) -> Case:
    return Case(When(**{f"{field}__istartswith": typed}, then=Value(0)), default=Value(1), output_field=IntegerField())


def _named(kind: str, typed: str) -> list[dict[str, Any]]:
    model, name = _NAMED[kind]
    texts = [f"{name}_{code}" for code in ("en", "ja", "kn")]
    match = Q()
    for text in texts:
        match |= Q(**{f"{text}__icontains": typed})
    rows = model.objects.filter(match).order_by(_first(texts[0], typed), texts[0], "pk")[:MOST]
    return [{"name": getattr(row, texts[0]), "about": _about(row)} for row in rows]


def _about(row: Any) -> str:
    if isinstance(row, Organisation):
        return row.get_kind_display()
    return " · ".join(part for part in (getattr(row, "sector", ""), getattr(row, "country_code", "")) if part)


def _contacts(typed: str) -> list[dict[str, Any]]:
    rows = (
        Contact.objects.filter(Q(name__icontains=typed) | Q(native_name__icontains=typed))
        .select_related("company", "organisation")
        .order_by(_first("name", typed), "name", "pk")[:MOST]
    )
    results = []
    for row in rows:
        body = row.company or row.organisation
        named = body.name_en if body else ""
        results.append(
            {
                "name": row.name,
                "about": " · ".join(part for part in (row.native_name, row.office, named) if part),
                "fill": {
                    "contact": str(row.pk),
                    "office": row.office,
                    "body": named,
                    "email": row.email,
                    "native_name": row.native_name,
                    "reading": row.reading,
                },
                "set": {"language": row.language, "zone": row.zone},
            }
        )
    return results
