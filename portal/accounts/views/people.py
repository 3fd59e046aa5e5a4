"""Accounts, for those who answer for them: the list, one person, and what is done to an account."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.pages import Ordering
from portal.core.registry import panels
from portal.core.views.lists import listing
from portal.core.views.verbs import act, impossible

from .. import handing_over, rights
from ..actions import factors, people, sessions
from ..audit_words import details_of
from ..filters.people import PeopleFilter
from ..forms import people as forms
from ..models import AuditEntry, User
from ..reports import factors_of
from ..rights import Right
from ..viewer import viewer_of
from .access import given, only_with, person_of

BY_NAME = Ordering("name", ("name", "id"))
# The newest entries of the audit that a person's page shows; the others are one click away.
ENTRIES = 20

verb = require_http_methods(["GET", "HEAD", "POST"])
Do = Callable[[dict[str, Any]], Any]


@require_safe
@only_with(Right.SEE_PEOPLE)
def people_list(request: HttpRequest) -> HttpResponse:
    """Every account by name."""
    filterset = PeopleFilter(request.GET, queryset=User.objects.all(), viewer=viewer_of(request))
    context = listing(request, filterset, ordering=BY_NAME, shown=lambda rows: rows.select_related("supervisor"))
    return render(request, "accounts/people.html", {**context, "tabs": tabs("people")})


@require_safe
@only_with(Right.SEE_PEOPLE)
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One account: what it may, what it holds, what happened to it."""
    viewer = viewer_of(request)
    found = _found(pk)
    entries = AuditEntry.objects.filter(about_id=found.pk).order_by("-at", "-id")[:ENTRIES] if viewer.may_administer else []
    context = {
        "person": found,
        "rights": [right.label for right in Right if rights.has(found.role, right)],
        "held": handing_over.held_by(found),
        "shown": handing_over.SHOWN,
        "factors": factors_of(found),
        "may_act": viewer.may_administer and found.pk != viewer.user_id,
        "is_oneself": found.pk == viewer.user_id,
        "entries": [(entry, details_of(entry)) for entry in entries],
        "panels": panels.of("person", found, viewer),
    }
    return render(request, "accounts/person.html", context)


@verb
@only_with(Right.ADMINISTER)
def role(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _found(pk)
    held = handing_over.held_by(found)
    return _page(
        request,
        found,
        forms.ChangeRoleForm(given(request), person=found, held=held),
        lambda typed: people.change_role(user=found, by=person_of(request), **typed),
        held=held,
        heading=_("Change the role"),
        said=_("The role is changed; it counts from the next page on."),
        explanation=_("The present role is: %(role)s.") % {"role": found.get_role_display()},
    )


@verb
@only_with(Right.ADMINISTER)
def supervisor(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _found(pk)
    return _page(
        request,
        found,
        forms.ChangeSupervisorForm(given(request), person=found, initial={"supervisor": found.supervisor_id}),
        lambda typed: people.change_supervisor(user=found, by=person_of(request), **typed),
        heading=_("Change the supervisor"),
        said=_("The supervisor is changed."),
        explanation=_("The supervisor is told when promises of this person stay overdue."),
    )


@verb
@only_with(Right.ADMINISTER)
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _found(pk)
    held = handing_over.held_by(found)
    if not held and request.method != "POST":
        return impossible(request, _("Nothing is open that could be handed over."), _address(found))
    return _page(
        request,
        found,
        forms.HandOverForm(given(request), person=found, held=held),
        lambda typed: people.hand_over(leaver=found, by=person_of(request), **typed),
        held=held,
        heading=_("Hand over what is open"),
        said=_("Everything is handed over. The successor was told by one message."),
        explanation=_("For a leave or a change of desk. The account stays as it is."),
    )


@verb
@only_with(Right.ADMINISTER)
def disable(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _found(pk)
    if not found.is_active and request.method != "POST":
        return impossible(request, _("This account is disabled already."), _address(found))
    held = handing_over.held_by(found)
    return _page(
        request,
        found,
        forms.DisableForm(given(request), person=found, held=held),
        lambda typed: people.disable(user=found, by=person_of(request), **typed),
        held=held,
        heading=_("Disable the account"),
        said=_("The account is disabled and every session of it has ended."),
        explanation=_("Every session ends at once. What the person has done stays in the record under the person's name."),
    )


@verb
@only_with(Right.ADMINISTER)
def enable(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _found(pk)
    if found.is_active and request.method != "POST":
        return impossible(request, _("This account is active already."), _address(found))
    return _page(
        request,
        found,
        forms.EnableForm(given(request)),
        lambda typed: people.enable(user=found, by=person_of(request)),
        heading=_("Enable the account"),
        said=_("The account is active again."),
        explanation=_("The person can sign in as before, with the role of before. What was handed over stays where it is."),
    )


@verb
@only_with(Right.ADMINISTER)
def end_sessions(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _found(pk)
    return _page(
        request,
        found,
        forms.EndSessionsForm(given(request)),
        lambda typed: sessions.end_sessions(user=found, by=person_of(request)),
        heading=_("End all sessions"),
        said=_("Every session of this person has ended."),
        explanation=_("When a phone or a computer is lost. The person signs in again."),
    )


@verb
@only_with(Right.ADMINISTER)
def remove_factors(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _found(pk)
    if found.pk == viewer_of(request).user_id:
        return impossible(
            request, _("Your own second factors are on the page of your account."), reverse("accounts:second_factor")
        )
    if not factors_of(found).number and request.method != "POST":
        return impossible(request, _("This person has no second factor."), _address(found))
    return _page(
        request,
        found,
        forms.RemoveFactorsForm(given(request)),
        lambda typed: factors.remove_all(user=found, by=person_of(request)),
        heading=_("Remove all second factors"),
        said=_("The second factors are removed, and every session has ended. The person was told by mail."),
        explanation=_(
            "For somebody who has lost phone and recovery codes. Make sure by another way that it is the person who asks: whoever "
            "has the password can sign in afterwards and set up a new one."
        ),
    )


def tabs(current: str) -> list[dict[str, Any]]:
    """Accounts and invitations are two views of one thing."""
    return [
        {"label": _("Accounts"), "url": reverse("accounts:people"), "current": current == "people", "count": None},
        {"label": _("Invitations"), "url": reverse("accounts:invitations"), "current": current == "invitations", "count": None},
    ]


def _found(pk: UUID) -> User:
    return get_object_or_404(User.objects.select_related("supervisor"), pk=pk)


def _address(found: User) -> str:
    return reverse("accounts:person", args=[found.pk])


def _page(request: HttpRequest, found: User, form: Any, do: Do, *, held: Any = (), **words: str) -> HttpResponse:
    return act(
        request,
        form,
        do,
        to=_address(found),
        template="accounts/person_verb.html",
        subject=found.name,
        back=_address(found),
        held=held,
        shown=handing_over.SHOWN,
        **words,
    )
