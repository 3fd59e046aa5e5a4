"""Meetings: the list, one with all that belongs to it, and what is done to it with one button."""

from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.drafts.open_forms import drafted
from portal.accounts.viewer import viewer_of
from portal.core import clock
from portal.core.pages import Ordering
from portal.core.views.lists import choose, listing, shorten
from portal.core.views.verbs import act, impossible

from .. import history, reports
from ..actions import meetings as actions
from ..actions import rights
from ..filters.meetings import MeetingFilter, officials
from ..forms.cancel import CancelMeetingForm, OutcomeForm
from ..models import Commitment, Company, Delegation, FollowUp, Meeting, Organisation
from .access import for_desk, for_writers
from .files import files_of
from .official import official

NEWEST = Ordering("-date", ("-sort_date", "-id"))
_FOLDED = ("segment", "township", "company", "organisation", "kind", "owner", "delegation")


@require_safe
@for_desk
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Every meeting, newest first, narrowed by the query string that also narrows the API."""
    viewer = viewer_of(request)
    filterset = MeetingFilter(request.GET, queryset=Meeting.objects.visible_to(viewer), viewer=viewer)
    context = listing(request, filterset, ordering=NEWEST, shown=reports.meeting_rows, more=_FOLDED)
    form = context["form"]
    met = Meeting.companies.through.objects.filter(company=OuterRef("pk"))
    shorten(form, "company", Company.objects.filter(Exists(met)).order_by("name_en", "id"))
    body = Meeting.organisations.through.objects.filter(organisation=OuterRef("pk"))
    shorten(form, "organisation", Organisation.objects.filter(Exists(body)).order_by("name_en", "id"))
    choose(form, "owner", [(str(pk), name) for pk, name in officials().order_by("name", "id").values_list("pk", "name")[:300]])
    choose(form, "delegation", [(str(pk), name) for pk, name in Delegation.objects.values_list("pk", "name")[:300]])
    return render(request, "investors/meeting_list.html", context)


@require_safe
@for_desk
def meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One meeting: people, promises, follow-ups with their messages, history."""
    viewer = viewer_of(request)
    try:
        found = reports.whole_meeting(pk, viewer)
    except Meeting.DoesNotExist as error:
        raise Http404 from error
    user = official(request)
    now = clock.now()
    hosts, guests = reports.attendances_of(found)
    promises = list(reports.with_people(found.commitments.order_by("position", "id"))[:300])
    follow_ups = reports.follow_ups_of(found.follow_ups.all())
    may_change = rights.may_change_meeting(user, found)
    for promise in promises:
        promise.meeting = found
        promise.may_change = rights.may_change_commitment(user, promise)
    for follow_up in follow_ups:
        follow_up.may_decide = may_change or follow_up.user_id == user.pk
    return render(
        request,
        "investors/meeting.html",
        {
            "meeting": found,
            "hosts": hosts,
            "guests": guests,
            "promises": promises,
            "follow_ups": follow_ups,
            "waiting": [f for f in follow_ups if f.state == FollowUp.State.AWAITING_APPROVAL],
            "timeline": history.of_meeting(found),
            "may_change": may_change,
            **files_of(request, found),
            "is_over": found.starts_at is not None and (found.ends_at or found.starts_at) <= now,
            "today": reports.local_day(now, viewer),
            "outstanding": sum(p.state in (Commitment.State.OPEN, Commitment.State.PROPOSED_DONE) for p in promises),
        },
    )


def _mine(request: HttpRequest, pk: UUID) -> Meeting:
    """The meeting, for somebody who may change it. Raises Http404 and NotYours."""
    found = get_object_or_404(Meeting.objects.visible_to(viewer_of(request)).select_related("owner"), pk=pk)
    rights.require(rights.may_change_meeting(official(request), found))
    return found


@drafted(gettext_lazy("Cancel the meeting"))
@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def meeting_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cancel a meeting with the reason: its open promises are withdrawn and nothing unsent leaves."""
    found = _mine(request, pk)
    if request.method != "POST" and found.state in (Meeting.State.CANCELLED, Meeting.State.REPORTED):
        return impossible(request, _("This meeting cannot be cancelled."), found.get_absolute_url())
    return act(
        request,
        CancelMeetingForm(request.POST or None),
        lambda typed: actions.cancel_meeting(meeting=found, reason=typed["reason"], by=official(request)),
        to=found.get_absolute_url(),
        said=_("The meeting is cancelled, and what was not yet sent will not leave."),
        heading=_("Cancel the meeting"),
        subject=found.title,
        back=found.get_absolute_url(),
        explanation=_(
            "Its open promises are withdrawn, and messages that have not left are stopped. A cancelled meeting stays as it was."
        ),
    )


@drafted(gettext_lazy("Record the outcome"))
@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def meeting_outcome(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what came of a meeting. A stale edit shows both texts and overwrites nothing."""
    found = _mine(request, pk)
    if request.method != "POST" and found.state == Meeting.State.CANCELLED:
        return impossible(request, _("This meeting is cancelled; it stays as it was."), found.get_absolute_url())
    if request.method != "POST" and found.state == Meeting.State.REPORTED:
        return impossible(request, _("This meeting is known from a source only. Log it first."), found.get_absolute_url())
    return act(
        request,
        OutcomeForm(request.POST or None, initial=OutcomeForm.of(found)),
        lambda typed: actions.record_outcome(meeting=found, by=official(request), **typed),
        to=found.get_absolute_url(),
        said=_("The outcome is saved."),
        heading=_("Record the outcome"),
        subject=found.title,
        back=found.get_absolute_url(),
        explanation=_("The reminder to record the outcome is no longer sent once it is saved."),
    )
