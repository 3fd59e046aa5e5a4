"""Enquiries at the desk: the list, one with its answers and history, and every verb on it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.drafts.open_forms import drafted
from portal.accounts.viewer import viewer_of
from portal.core import clock
from portal.core.pages import Ordering
from portal.core.views.lists import choose, listing, shorten
from portal.core.views.verbs import act, impossible, posted
from portal.outbox import queue
from sectors.models import Opportunity, Township

from .. import history
from ..actions import interest_people as people
from ..actions import interests as actions
from ..actions import rights
from ..actions.answer_clock import today_at_the_desk
from ..emails.interests import proposed_answer
from ..filters.interests import InterestFilter
from ..filters.meetings import officials
from ..forms import interests as forms
from ..models import Interest
from .access import for_desk, for_writers
from .official import official

NEWEST = Ordering("-received", ("-received_at", "-id"))
verb = require_http_methods(["GET", "HEAD", "POST"])
_MOST_ANSWERS = 50


@require_safe
@for_desk
def interest_list(request: HttpRequest) -> HttpResponse:
    """Every enquiry, the newest first."""
    viewer = viewer_of(request)
    filterset = InterestFilter(request.GET, queryset=Interest.objects.visible_to(viewer), viewer=viewer)
    context = listing(
        request,
        filterset,
        ordering=NEWEST,
        shown=lambda rows: rows.with_subjects().defer("message", "notes"),
        more=("about", "opportunity", "township", "country"),
    )
    form = context["form"]
    shorten(form, "opportunity", Opportunity.objects.order_by("title_en", "id"))
    shorten(form, "township", Township.objects.order_by("name_en", "id"))
    choose(
        form, "assigned_to", [(str(pk), name) for pk, name in officials().order_by("name", "id").values_list("pk", "name")[:300]]
    )
    context["today"] = today_at_the_desk(clock.now())
    return render(request, "investors/interest_list.html", context)


@require_safe
@for_desk
def interest(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One enquiry: who asks, about what, until when; what was answered, and what was sent."""
    found = _found(request, pk)
    answers = list(found.answers.select_related("answered_by")[:_MOST_ANSWERS])
    sent: dict[UUID, list[Any]] = {}
    for delivery in queue.states(people.ANSWER, [answer.pk for answer in answers]):
        sent.setdefault(delivery.object_id, []).append(delivery)
    for answer in answers:
        answer.messages = sent.get(answer.pk, [])
    return render(
        request,
        "investors/interest.html",
        {
            "interest": found,
            "answers": answers,
            "may_answer": people.may_answer(official(request), found),
            "may_take": found.is_waiting and found.assigned_to_id != official(request).pk,
            "timeline": history.of_interest(found),
            "today": today_at_the_desk(clock.now()),
        },
    )


def _found(request: HttpRequest, pk: UUID) -> Interest:
    found: Interest = get_object_or_404(Interest.objects.visible_to(viewer_of(request)).with_subjects(), pk=pk)
    return found


def _mine(request: HttpRequest, pk: UUID) -> Interest:
    """The enquiry, for somebody who may answer it. Raises Http404 and NotYours."""
    found = _found(request, pk)
    rights.require(people.may_answer(official(request), found))
    return found


@drafted(gettext_lazy("Answer to an enquiry"))
@verb
@for_writers
def interest_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer by mail, in the asker's language."""
    found = _mine(request, pk)
    by, back = official(request), found.get_absolute_url()
    if request.method != "POST" and not found.is_waiting:
        return impossible(request, str(actions.NotWaiting().message), back)
    language = people.asker_of(found, named=True).language
    with translation.override(language):
        proposed = proposed_answer(found, by.name)
    return act(
        request,
        forms.AnswerForm(posted(request), initial={"text": proposed, "version": found.version}),
        lambda typed: actions.answer(interest=found, by=by, **typed),
        to=back,
        said=_("The answer is on its way."),
        template="investors/interest_answer.html",
        heading=_("Answer the enquiry"),
        subject=found.reference,
        back=back,
        interest=found,
        language=language,
        explanation=_("Write in the language of whoever asked. The answer leaves as a mail and stays in the record."),
    )


@verb
@for_writers
def interest_assign(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _mine(request, pk)
    back = found.get_absolute_url()
    if request.method != "POST" and not found.is_waiting:
        return impossible(request, str(actions.NotWaiting().message), back)
    return act(
        request,
        forms.AssignForm(posted(request), initial={"to": found.assigned_to_id}),
        lambda typed: actions.assign(interest=found, by=official(request), **typed),
        to=back,
        said=_("Somebody else answers the enquiry now and gets its reminders."),
        heading=_("Assign the enquiry"),
        subject=found.reference,
        back=back,
        explanation=_("The new official is told, and further reminders go there. The promised day stays."),
    )


@verb
@for_writers
def interest_take(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _mine(request, pk)
    by, back = official(request), found.get_absolute_url()
    if request.method != "POST" and not found.is_waiting:
        return impossible(request, str(actions.NotWaiting().message), back)
    return act(
        request,
        forms.TakeForm(posted(request)),
        lambda _typed: actions.assign(interest=found, to=by, by=by),
        to=back,
        said=_("The enquiry is yours now; its reminders come to you."),
        heading=_("Take the enquiry"),
        subject=found.reference,
        back=back,
        explanation=_("You answer it from now on, and further reminders come to you. The promised day stays."),
    )


@drafted(gettext_lazy("Close the enquiry"))
@verb
@for_writers
def interest_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _mine(request, pk)
    back = found.get_absolute_url()
    if request.method != "POST" and found.is_over:
        return impossible(request, str(actions.IsClosed().message), back)
    return act(
        request,
        forms.CloseInterestForm(posted(request)),
        lambda typed: actions.close(interest=found, by=official(request), **typed),
        to=back,
        said=_("The enquiry is closed; nobody is reminded of it any more."),
        heading=_("Close the enquiry"),
        subject=found.reference,
        back=back,
        explanation=_("It stays in the record with the reason and can be reopened."),
    )


@verb
@for_writers
def interest_reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _mine(request, pk)
    back = found.get_absolute_url()
    if request.method != "POST" and (found.is_waiting or found.state == Interest.State.WITHDRAWN):
        refusal = actions.IsOpen() if found.is_waiting else actions.IsWithdrawn()
        return impossible(request, str(refusal.message), back)
    return act(
        request,
        forms.ReopenInterestForm(posted(request)),
        lambda typed: actions.reopen(interest=found, by=official(request), **typed),
        to=back,
        said=_("The enquiry waits for an answer again."),
        heading=_("Reopen the enquiry"),
        subject=found.reference,
        back=back,
        explanation=_("Its clock starts anew, with a new day for the answer. What was answered stays."),
    )


@drafted(gettext_lazy("Notes on an enquiry"))
@verb
@for_writers
def interest_notes(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _mine(request, pk)
    back = found.get_absolute_url()
    return act(
        request,
        forms.NotesForm(posted(request), initial=forms.NotesForm.of(found)),
        lambda typed: actions.write_notes(interest=found, by=official(request), **typed),
        to=back,
        said=_("The notes are saved."),
        heading=_("Notes of the desk"),
        subject=found.reference,
        back=back,
    )
