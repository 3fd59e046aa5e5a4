"""Who belongs to a company, for the desk and for the company itself: one page, one set of rules."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.actions import invitations
from portal.accounts.models import Invitation
from portal.accounts.viewer import viewer_of
from portal.accounts.views.access import given
from portal.core import clock
from portal.core.views import verbs
from portal.core.views.verbs import impossible

from ..actions import company_people as actions
from ..forms import company_people as forms
from ..models import Company, Membership
from .official import official

verb = require_http_methods(["GET", "HEAD", "POST"])
# A company with more people than this asks the desk for a list.
MOST = 300


def of_company(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Officials, and whoever belongs to the company; nobody signed in goes to the sign-in page. The view gets the company."""

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        viewer = viewer_of(request)
        if not viewer.is_authenticated:
            return redirect_to_login(request.get_full_path())
        company = get_object_or_404(Company.objects.visible_to(viewer), slug=slug)
        return view(request, company, *args, **kwargs)

    return guarded


def by_managers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """As `of_company`, and only for those who may invite for it."""

    @wraps(view)
    def guarded(request: HttpRequest, company: Company, *args: Any, **kwargs: Any) -> HttpResponse:
        if not actions.may_manage_people(official(request), company):
            raise PermissionDenied
        return view(request, company, *args, **kwargs)

    return of_company(guarded)


@require_safe
@of_company
def people(request: HttpRequest, company: Company) -> HttpResponse:
    """Members and open invitations. Five statements beside the frame's."""
    user = official(request)
    now = clock.now()
    members = company.memberships.filter(ended_on__isnull=True, user__is_active=True).select_related("user")
    asked = Invitation.objects.pending().filter(place=company.pk).select_related("invited_by", "for_company")
    context = {
        "company": company,
        "shell": _shell(request),
        "back": _back(request, company),
        "members": list(members.order_by("user__name", "id")[:MOST]),
        "invitations": [
            {"invitation": row, "state": (state := row.state_at(now)), "state_label": state.label}
            for row in asked.order_by("-invited_at", "-id")[:MOST]
        ],
        "may_manage": actions.may_manage_people(user, company),
    }
    return render(request, "investors/company_people.html", context)


@verb
@by_managers
def invite(request: HttpRequest, company: Company) -> HttpResponse:
    by = official(request)
    return _act(
        request,
        company,
        forms.InviteToCompanyForm(given(request), initial={"language": "ja" if company.country_code == "JP" else "en"}),
        lambda typed: actions.invite_to_company(company=company, by=by, **typed),
        heading=_("Invite somebody to the company"),
        said=_("The invitation is on its way. It is valid for seven days."),
        explanation=_("The person sees what is shared with the company: meetings, promises, projects."),
    )


@verb
@by_managers
def invitation_again(request: HttpRequest, company: Company, pk: UUID) -> HttpResponse:
    return _of_invitation(
        request,
        company,
        pk,
        forms.SendAgainForm(given(request)),
        invitations.send_again,
        heading=_("Send the invitation again"),
        said=_("The invitation is on its way again. It is valid for seven days."),
        explanation=_("The links of earlier messages stop working."),
    )


@verb
@by_managers
def invitation_revoke(request: HttpRequest, company: Company, pk: UUID) -> HttpResponse:
    return _of_invitation(
        request,
        company,
        pk,
        forms.RevokeForm(given(request)),
        invitations.revoke,
        heading=_("Revoke the invitation"),
        said=_("The invitation is revoked; its link opens nothing."),
        explanation=_("The person is not told. You can invite the same address anew."),
    )


@verb
@by_managers
def membership_role(request: HttpRequest, company: Company, pk: UUID) -> HttpResponse:
    found = _member(company, pk)
    by = official(request)
    return _act(
        request,
        company,
        forms.ChangePlaceForm(given(request), initial={"role": found.role}),
        lambda typed: actions.change_place(membership=found, by=by, **typed),
        subject=found.user.name,
        heading=_("Change the role in the company"),
        said=_("The role in the company is changed."),
        explanation=_("An administrator invites colleagues and ends their access."),
    )


@verb
@by_managers
def membership_end(request: HttpRequest, company: Company, pk: UUID) -> HttpResponse:
    found = _member(company, pk)
    by = official(request)
    if found.ended_on is not None and request.method != "POST":
        return impossible(request, str(actions.NotAMember().message), _address(company))
    return _act(
        request,
        company,
        forms.EndMembershipForm(given(request)),
        lambda typed: actions.end_membership(membership=found, by=by),
        subject=found.user.name,
        heading=_("End the access to the company"),
        said=_("The person sees nothing of the company any more."),
        explanation=_("The account stays; from the next page on it shows nothing of this company."),
    )


def _member(company: Company, pk: UUID) -> Membership:
    return get_object_or_404(company.memberships.select_related("user"), pk=pk)


def _of_invitation(
    request: HttpRequest, company: Company, pk: UUID, form: Any, action: Callable[..., Any], **words: str
) -> HttpResponse:
    found = get_object_or_404(Invitation, pk=pk, place=company.pk)
    by = official(request)
    if not found.is_pending and request.method != "POST":
        return impossible(request, str(invitations.OverAlready().message), _address(company))
    return _act(request, company, form, lambda typed: action(invitation=found, by=by), subject=str(found), **words)


def _act(request: HttpRequest, company: Company, form: Any, do: Callable[[dict[str, Any]], Any], **words: Any) -> HttpResponse:
    words.setdefault("subject", company.name)
    return verbs.act(request, form, do, to=_address(company), back=_address(company), shell=_shell(request), **words)


def _address(company: Company) -> str:
    return reverse("investors:company_people", args=[company.slug])


def _shell(request: HttpRequest) -> str:
    return "desk/base.html" if viewer_of(request).is_desk else "base.html"


def _back(request: HttpRequest, company: Company) -> str:
    return company.get_absolute_url() if viewer_of(request).is_desk else reverse("investors:my")
