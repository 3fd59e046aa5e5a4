"""Partners: the list, one with its keys, people and history, and what the state's administrators do about it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.viewer import viewer_of
from portal.core.expressions import Moment
from portal.core.filters import UnknownParameters
from portal.core.pages import Ordering, page_of
from portal.core.registry import panels
from portal.core.views.lists import SIZE, listing
from portal.core.views.verbs import act, posted

from .. import administration, history, reports, rights
from ..filters import PartnerFilter
from ..forms import ClosePartnerForm, OpenPartnerForm, PartnerForm
from ..models import Partner
from .access import for_administrators, for_partners, partner_of, person, shell_of

BY_NAME = Ordering("name", ("name", "id"))
NEWEST = Ordering("-made", ("-created_at", "-id"))
_MOST_PEOPLE = 200


@require_safe
@for_partners
def partner_list(request: HttpRequest) -> HttpResponse:
    """Every partner that this person may see. Who belongs to a single one is taken to it."""
    viewer = viewer_of(request)
    seen = Partner.objects.visible_to(viewer)
    if not viewer.is_desk:
        slugs = list(seen.values_list("slug", flat=True)[:2])
        if not slugs:
            raise Http404
        if len(slugs) == 1:
            return redirect("partners:partner", slugs[0])
    filterset = PartnerFilter(request.GET, queryset=seen, viewer=viewer)
    context = listing(request, filterset, ordering=BY_NAME, shown=reports.partner_rows)
    return render(
        request, "partners/partner_list.html", {"shell": shell_of(request), "may_administer": viewer.is_desk, **context}
    )


@require_safe
@for_partners
def partner(request: HttpRequest, slug: str) -> HttpResponse:
    """One partner: its keys, newest first, its people, what became of them."""
    if unknown := set(request.GET) - {"cursor"}:
        raise UnknownParameters(sorted(unknown), ["cursor"])
    found, user = partner_of(request, slug), person(request)
    keys = page_of(
        found.keys.select_related("created_by").annotate(asked_at=Moment()),
        ordering=NEWEST,
        cursor=request.GET.get("cursor"),
        limit=SIZE,
        bound={"list": "keys", "partner": str(found.pk)},
    )
    for key in keys.rows:
        key.state = key.state_at(key.asked_at)
    administers = rights.may_administer(user)
    keeps = not administers and rights.keeps_keys(user, found)
    context: dict[str, Any] = {
        "shell": shell_of(request),
        "partner": found,
        "page": keys,
        "people": found.memberships.current().select_related("user").order_by("user__name", "id")[:_MOST_PEOPLE],
        "timeline": history.of_partner(found, user.zone),
        "administers": administers,
        "keeps": keeps,
        "may_revoke": administers or keeps,
        "panels": panels.of("partner", found, viewer_of(request)),
    }
    return render(request, "partners/partner.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def partner_make(request: HttpRequest) -> HttpResponse:
    """Let an organisation in."""
    return act(
        request,
        PartnerForm(posted(request)),
        lambda typed: administration.make_partner(by=person(request), **typed),
        to=lambda made: made.get_absolute_url(),
        said=_("The partner is made. Now appoint its first administrator."),
        heading=_("New partner"),
        back=reverse("partners:partner_list"),
        explanation=_(
            "An organisation that works with its own programs. Its administrator makes the keys; the state never sees one."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def partner_close(request: HttpRequest, slug: str) -> HttpResponse:
    """Shut a partner out."""
    found = partner_of(request, slug)
    return act(
        request,
        ClosePartnerForm(posted(request)),
        lambda typed: administration.close_partner(partner=found, reason=typed["reason"], by=person(request)),
        to=found.get_absolute_url(),
        said=_("The partner is closed: none of its keys opens anything."),
        heading=_("Close the partner"),
        subject=found.name,
        back=found.get_absolute_url(),
        explanation=_(
            "From the next call on none of its keys opens anything. Its people still see this page. It can be opened again."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def partner_open(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a closed partner in again."""
    found = partner_of(request, slug)
    return act(
        request,
        OpenPartnerForm(posted(request)),
        lambda typed: administration.open_partner(partner=found, by=person(request)),
        to=found.get_absolute_url(),
        said=_("The partner is open again."),
        heading=_("Open the partner again"),
        subject=found.name,
        back=found.get_absolute_url(),
        explanation=_("Keys that are neither revoked nor expired open as before."),
    )
