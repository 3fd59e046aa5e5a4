"""What an investor sees of the own company: meetings as shared, promises both ways, what is known of its sites and projects."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.db.models import Case, IntegerField, Q, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.viewer import Viewer, viewer_of
from portal.core.errors import Hidden
from portal.core.filters import UnknownParameters
from portal.core.models import Attachment
from portal.core.pages import Ordering, page_of
from sectors.reports import sources_of

from ..models import Attendance, Commitment, Company, Establishment, Interest, Meeting, Project
from ..models.meeting import Side
from ..panels import MOST, STEPS, with_ladder
from .ask import take_back

_NEWEST = Ordering("my meetings", ("-sort_date", "-id"))
# All that a guest may read of a meeting. What is not fetched cannot leak: no notes, no outcome, no reason of a cancellation.
_SHARED = (
    "title", "kind", "state", "starts_at", "ends_at", "zone", "date", "end_date", "date_precision",
    "sort_date", "place", "shared_summary", "is_example",
)  # fmt: skip
_PROMISED = (
    "text", "side", "due_on", "state", "is_example",
    "meeting__title", "meeting__state", "meeting__sort_date",
    "promised_by_contact__name", "promised_by_contact__family_name", "promised_by_contact__given_name",
    "promised_by_contact__display_order", "promised_by_organisation__name", "promised_by_organisation__name_en",
    "promised_by_organisation__name_ja", "promised_by_organisation__name_kn", "promised_by_company__name",
    "promised_by_company__name_en", "promised_by_company__name_ja", "promised_by_company__name_kn",
)  # fmt: skip


def for_own_company(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Investors only: nobody signed in goes to the sign-in page; to everybody else the page does not exist."""

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        viewer = viewer_of(request)
        if not viewer.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not viewer.is_investor:
            raise Hidden
        return view(request, *args, **kwargs)

    return guarded


def for_investors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """As `for_own_company`, for pages that are only read."""
    guarded: Callable[..., HttpResponse] = require_safe(for_own_company(view))
    return guarded


def _both_ways(commitments: Any) -> dict[str, Any]:
    """The nearest promises of each side, open ones first. One statement."""
    open_first = Case(
        When(state__in=[Commitment.State.OPEN, Commitment.State.PROPOSED_DONE], then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    rows = list(
        commitments.select_related("meeting", "promised_by_contact", "promised_by_organisation", "promised_by_company")
        .only(*_PROMISED)
        .order_by(open_first, "due_on", "id")[: 2 * MOST + 1]
    )
    shown = rows[: 2 * MOST]
    return {
        "ours": [row for row in shown if row.side == Side.HOST],
        "theirs": [row for row in shown if row.side == Side.GUEST],
        "more_promises": len(rows) > len(shown),
    }


@for_investors
def my(request: HttpRequest) -> HttpResponse:
    if unknown := set(request.GET) - {"cursor"}:
        raise UnknownParameters(sorted(unknown), ["cursor"])
    viewer = viewer_of(request)
    companies = list(Company.objects.visible_to(viewer)[:MOST])
    meetings = page_of(
        Meeting.objects.visible_to(viewer).only(*_SHARED),
        ordering=_NEWEST,
        cursor=request.GET.get("cursor"),
        limit=MOST,
        bound={"list": "my meetings", "user": str(viewer.user_id)},
    )
    sites = list(
        Establishment.objects.filter(company__in=companies)
        .select_related("company")
        .annotate(source_rows=sources_of("establishments"))
        .order_by("key")[:MOST]
    )
    intended = (
        Project.objects.visible_to(viewer)
        .select_related("company")
        .prefetch_related(STEPS)
        .annotate(source_rows=sources_of("projects"))
        .order_by("slug")[:MOST]
    )
    context = {
        "companies": companies,
        "meetings": meetings,
        "sites": sites,
        "projects": with_ladder(list(intended)),
        "interests": list(_asked(viewer).order_by("-received_at", "-id")[:MOST]),
        **_both_ways(Commitment.objects.visible_to(viewer)),
    }
    return render(request, "investors/my/company.html", context)


@for_investors
def my_meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One meeting that the own company took part in, as shared. Another company's does not exist."""
    viewer = viewer_of(request)
    meeting = get_object_or_404(Meeting.objects.visible_to(viewer).only(*_SHARED), pk=pk)
    people = (
        Attendance.objects.filter(meeting=meeting)
        .select_related("contact", "company", "organisation")
        .order_by("side", "position", "id")[: 4 * MOST]
    )
    attendances = list(people)
    promises = Commitment.objects.visible_to(viewer).filter(meeting=meeting)
    context = {
        "meeting": meeting,
        "hosts": [person for person in attendances if person.side == Side.HOST],
        "guests": [person for person in attendances if person.side == Side.GUEST],
        "segments": meeting.segments.all()[:MOST],
        "townships": meeting.townships.all()[:MOST],
        "opportunities": meeting.opportunities.visible_to(viewer)[:MOST],
        "files": Attachment.objects.visible_to(viewer)
        .filter(Q(object_id=meeting.pk) | Q(object_id__in=promises.values("pk")))
        .order_by("created_at", "id")[:MOST],
        **_both_ways(promises),
    }
    return render(request, "investors/my/meeting.html", context)


def _asked(viewer: Viewer) -> Any:
    """The enquiries of this person and his company, as far as they may be read by them."""
    rows = Interest.objects.visible_to(viewer).select_related("opportunity", "township", "plot__township", "organisation")
    return rows.defer("notes", "close_reason", "email", "assigned_to", "closed_by")


@for_investors
def my_interest(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One enquiry of the own company with what the desk answered."""
    found = get_object_or_404(_asked(viewer_of(request)), pk=pk)
    answers = found.answers.only("text", "answered_at", "interest")[:MOST]
    may_withdraw = found.is_waiting and found.user_id == viewer_of(request).user_id
    return render(request, "investors/my/interest.html", {"interest": found, "answers": answers, "may_withdraw": may_withdraw})


@require_http_methods(["GET", "HEAD", "POST"])
@for_own_company
def my_interest_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back what one has asked oneself; a colleague's is his."""
    user = viewer_of(request).user
    return take_back(request, get_object_or_404(_asked(viewer_of(request)), pk=pk, user=user), user)
