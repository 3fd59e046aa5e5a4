"""Promises: the list, one with its reminders, and every verb on it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.drafts.open_forms import drafted
from portal.accounts.viewer import viewer_of
from portal.core import clock
from portal.core.pages import Ordering
from portal.core.views.lists import choose, listing
from portal.core.views.verbs import act, impossible

from .. import history, reports
from ..actions import commitments as actions
from ..actions import rights
from ..filters.commitments import CommitmentFilter
from ..filters.meetings import officials
from ..forms import commitments as forms
from ..models import Commitment
from .access import for_desk, for_writers
from .files import files_of
from .official import official

DUE_FIRST = Ordering("due", ("due_on", "id"))
verb = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_desk
def commitment_list(request: HttpRequest) -> HttpResponse:
    """Every promise, the first due first."""
    viewer = viewer_of(request)
    filterset = CommitmentFilter(request.GET, queryset=Commitment.objects.visible_to(viewer), viewer=viewer)
    context = listing(request, filterset, ordering=DUE_FIRST, shown=reports.with_people, more=("meeting", "due_from", "due_to"))
    form = context["form"]
    choose(
        form,
        "answered_for_by",
        [(str(pk), name) for pk, name in officials().order_by("name", "id").values_list("pk", "name")[:300]],
    )
    context["more_fields"] = [field for field in context["more_fields"] if field.name != "meeting"]
    context["today"] = reports.local_day(clock.now(), viewer)
    return render(request, "investors/commitment_list.html", context)


@require_safe
@for_desk
def commitment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One promise: who, until when, evidence, reminders, history."""
    viewer = viewer_of(request)
    found = get_object_or_404(reports.with_people(Commitment.objects.visible_to(viewer)), pk=pk)
    user = official(request)
    follow_ups = reports.follow_ups_of(found.follow_ups.all())
    for follow_up in follow_ups:
        follow_up.may_decide = rights.may_change_meeting(user, found.meeting) or follow_up.user_id == user.pk
    return render(
        request,
        "investors/commitment.html",
        {
            "promise": found,
            "follow_ups": follow_ups,
            "timeline": history.of_commitment(found),
            "may_change": rights.may_change_commitment(user, found),
            **files_of(request, found),
            "today": reports.local_day(clock.now(), viewer),
        },
    )


def _mine(request: HttpRequest, pk: UUID) -> Commitment:
    """The promise, for somebody who may change it. Raises Http404 and NotYours."""
    found = get_object_or_404(reports.with_people(Commitment.objects.visible_to(viewer_of(request))), pk=pk)
    rights.require(rights.may_change_commitment(official(request), found))
    return found


def _page(request: HttpRequest, found: Commitment, form: Any, do: Any, *, closed: bool = False, **words: str) -> HttpResponse:
    """The page of one verb. `closed` says that the verb is for closed promises."""
    if request.method != "POST" and found.is_closed != closed and not (closed and found.state == Commitment.State.PROPOSED_DONE):
        said = _("This promise is open already.") if closed else _("This promise is closed. Reopen it first.")
        return impossible(request, said, found.get_absolute_url())
    back = found.get_absolute_url()
    return act(request, form, lambda typed: do(typed, official(request)), to=back, back=back, subject=found.text, **words)


@drafted(gettext_lazy("Change the promise"))
@verb
@for_writers
def commitment_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _mine(request, pk)
    return _page(
        request,
        found,
        forms.EditCommitmentForm(request.POST or None, initial=forms.EditCommitmentForm.of(found)),
        lambda typed, by: actions.edit_commitment(commitment=found, by=by, **typed),
        heading=_("Change the promise"),
        said=_("The promise is changed, and its reminders with it."),
        explanation=_("Reminders that have not left follow the new date."),
    )


@drafted(gettext_lazy("Propose the promise as done"))
@verb
@for_writers
def commitment_propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _mine(request, pk)
    return _page(
        request,
        found,
        forms.ProposeDoneForm(request.POST or None, initial={"evidence": found.evidence, "evidence_url": found.evidence_url}),
        lambda typed, by: actions.propose_done(commitment=found, by=by, **typed),
        heading=_("Propose the promise as done"),
        said=_("The promise is proposed as done."),
        explanation=_("Reminders go on until it is closed."),
    )


@drafted(gettext_lazy("Close the promise"))
@verb
@for_writers
def commitment_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _mine(request, pk)
    return _page(
        request,
        found,
        forms.CloseCommitmentForm(
            request.POST or None, initial={"kept": "kept", "evidence": found.evidence, "evidence_url": found.evidence_url}
        ),
        lambda typed, by: actions.close_commitment(commitment=found, by=by, **{**typed, "kept": typed["kept"] == "kept"}),
        heading=_("Close the promise"),
        said=_("The promise is closed; nobody is reminded any more."),
        explanation=_("Messages about it that have not left are stopped. It can be reopened."),
    )


@drafted(gettext_lazy("Withdraw the promise"))
@verb
@for_writers
def commitment_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _mine(request, pk)
    return _page(
        request,
        found,
        forms.WithdrawCommitmentForm(request.POST or None),
        lambda typed, by: actions.withdraw_commitment(commitment=found, by=by, **typed),
        heading=_("Withdraw the promise"),
        said=_("The promise is withdrawn; nobody is reminded any more."),
        explanation=_("It stays in the record with the reason. It can be reopened."),
    )


@verb
@for_writers
def commitment_reassign(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _mine(request, pk)
    return _page(
        request,
        found,
        forms.ReassignCommitmentForm(request.POST or None, initial={"to": found.answered_for_by_id}),
        lambda typed, by: actions.reassign_commitment(commitment=found, by=by, **typed),
        heading=_("Reassign the promise"),
        said=_("Somebody else answers for the promise now and gets its reminders."),
        explanation=_("Reminders that have not left go to the new official."),
    )


@drafted(gettext_lazy("Reopen the promise"))
@verb
@for_writers
def commitment_reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _mine(request, pk)
    return _page(
        request,
        found,
        forms.ReopenCommitmentForm(request.POST or None),
        lambda typed, by: actions.reopen_commitment(commitment=found, by=by, **typed),
        closed=True,
        heading=_("Reopen the promise"),
        said=_("The promise is open again."),
        explanation=_("Reminders that still make sense are planned again. The evidence stays."),
    )
