"""What happened at the doors, for administrators to read, print and take away."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portal.core import clock
from portal.core.filters import reject_unknown
from portal.core.pages import Ordering
from portal.core.spreadsheets import csv_response
from portal.core.views.lists import choose, listing

from .. import audit
from ..audit_words import details_of
from ..filters.audit import AuditFilter
from ..models import AuditEntry, User
from ..rights import Right
from ..viewer import viewer_of
from .access import only_with, person_of

NEWEST = Ordering("-at", ("-at", "-id"))
SIZE = 50
# As many people as a select can hold; of any other the entries are one click away, on the person's own page.
PEOPLE = 300
# The newest that one file holds; whoever needs older ones narrows the dates.
MOST_IN_FILE = 100_000
HEADER = ["at", "what", "who", "key", "about", "network", "door", "details"]


def _filterset(request: HttpRequest) -> AuditFilter:
    return AuditFilter(request.GET, queryset=AuditEntry.objects.all(), viewer=viewer_of(request))


@require_safe
@only_with(Right.ADMINISTER)
def audit_list(request: HttpRequest) -> HttpResponse:
    """Entries, the newest first."""
    context = listing(request, _filterset(request), ordering=NEWEST, shown=lambda rows: rows, size=SIZE)
    people = User.objects.order_by("name", "id").values_list("pk", "name")[:PEOPLE]
    choose(context["form"], "person", [(str(pk), name) for pk, name in people])
    context["entries"] = [(entry, details_of(entry)) for entry in context["page"].rows]
    context["query"] = request.GET.urlencode()
    return render(request, "accounts/audit.html", context)


@require_POST
@only_with(Right.ADMINISTER)
def audit_export(request: HttpRequest) -> HttpResponseBase:
    """The entries that the address narrows to, as a file. A post, because taking them away is itself written down."""
    filterset = _filterset(request)
    reject_unknown(request.GET, filterset, also=("cursor",))
    if not filterset.form.is_valid():
        return redirect(f"{reverse('accounts:audit')}?{request.GET.urlencode()}")
    rows = filterset.qs.order_by("-at", "-id")[:MOST_IN_FILE]
    now = clock.now()
    audit.record(
        audit.Kind.EXPORTED,
        by=person_of(request),
        now=now,
        details={"list": "audit", "rows": rows.count(), "filters": filterset.chosen()},
    )
    return csv_response(f"audit-{now:%Y-%m-%d}.csv", HEADER, _cells(rows))


def _cells(rows: Any) -> Iterator[list[Any]]:
    for entry in rows.iterator(chunk_size=2_000):
        yield [
            entry.at.isoformat(),
            entry.kind,
            entry.who_name,
            entry.key_prefix,
            entry.about_name,
            entry.network,
            entry.door,
            "; ".join(f"{name}: {value}" if value else name for name, value in details_of(entry)),
        ]
