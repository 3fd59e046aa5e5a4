"""Invitations as officials see them: who was asked, ask, ask again, take back."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.core import clock
from portal.core.pages import Ordering
from portal.core.views.lists import listing
from portal.core.views.verbs import act, impossible

from ..actions import invitations as actions
from ..filters.people import InvitationFilter
from ..forms import people as forms
from ..models import Invitation
from ..rights import Right
from ..viewer import viewer_of
from .access import given, only_with, person_of
from .people import tabs

NEWEST = Ordering("-invited", ("-invited_at", "-id"))

verb = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@only_with(Right.SEE_PEOPLE)
def invitation_list(request: HttpRequest) -> HttpResponse:
    """Every invitation, the newest first."""
    viewer = viewer_of(request)
    filterset = InvitationFilter(request.GET, queryset=Invitation.objects.visible_to(viewer), viewer=viewer)
    context = listing(request, filterset, ordering=NEWEST, shown=lambda rows: rows.select_related("invited_by"))
    now, by = clock.now(), person_of(request)
    context["rows"] = [
        {
            "invitation": row,
            "state": (state := row.state_at(now)),
            "state_label": state.label,
            "may_manage": row.is_pending and actions.may_invite(by, row.role),
        }
        for row in context["page"].rows
    ]
    return render(request, "accounts/invitations.html", {**context, "tabs": tabs("invitations")})


@verb
@only_with(Right.SEE_PEOPLE)
def invite(request: HttpRequest) -> HttpResponse:
    """Ask somebody to have an account."""
    by = person_of(request)
    return act(
        request,
        forms.InviteForm(given(request), by=by),
        lambda typed: actions.invite(by=by, **typed),
        to=reverse("accounts:invitations"),
        said=_("The invitation is on its way. It is valid for seven days."),
        heading=_("Invite somebody"),
        explanation=_("People of a company are invited from the company’s page."),
        back=reverse("accounts:people"),
    )


@verb
@only_with(Right.SEE_PEOPLE)
def send_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _page(
        request,
        pk,
        forms.SendAgainForm(given(request)),
        actions.send_again,
        heading=_("Send the invitation again"),
        said=_("The invitation is on its way again. It is valid for seven days."),
        explanation=_("The links of earlier messages stop working."),
    )


@verb
@only_with(Right.SEE_PEOPLE)
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _page(
        request,
        pk,
        forms.RevokeForm(given(request)),
        actions.revoke,
        heading=_("Revoke the invitation"),
        said=_("The invitation is revoked; its link opens nothing."),
        explanation=_("The person is not told. You can invite the same address anew."),
    )


def _page(request: HttpRequest, pk: UUID, form: Any, action: Any, **words: str) -> HttpResponse:
    by = person_of(request)
    found = get_object_or_404(Invitation.objects.visible_to(viewer_of(request)), pk=pk)
    if not actions.may_manage(by, found):
        raise PermissionDenied
    back = reverse("accounts:invitations")
    if not found.is_pending and request.method != "POST":
        return impossible(request, str(actions.OverAlready().message), back)
    return act(request, form, lambda typed: action(invitation=found, by=by), to=back, subject=str(found), back=back, **words)
