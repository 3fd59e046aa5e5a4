"""Who acts for a partner."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.core.views.verbs import act, posted

from .. import administration
from ..forms import AppointForm, EndMembershipForm
from .access import for_administrators, partner_of, person


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def person_appoint(request: HttpRequest, slug: str) -> HttpResponse:
    """Let somebody with an account act for the partner."""
    found = partner_of(request, slug)
    return act(
        request,
        AppointForm(posted(request)),
        lambda typed: administration.appoint(partner=found, by=person(request), **typed),
        to=found.get_absolute_url(),
        said=_("The person acts for the partner from now on."),
        heading=_("Appoint somebody"),
        subject=found.name,
        back=found.get_absolute_url(),
        explanation=_("The person signs in with an account from outside and then sees this partner’s keys."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def person_end(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Let somebody act for the partner no longer."""
    found = partner_of(request, slug)
    place = get_object_or_404(found.memberships.current().select_related("user"), pk=pk)
    return act(
        request,
        EndMembershipForm(posted(request)),
        lambda typed: administration.end_membership(membership=place, by=person(request)),
        to=found.get_absolute_url(),
        said=_("The person acts for the partner no longer."),
        heading=_("End a person’s place in the partner"),
        subject=str(place),
        back=found.get_absolute_url(),
        explanation=_("The person sees the keys no longer. Keys that the person made go on; revoke those that should not."),
    )
