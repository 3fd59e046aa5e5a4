"""Keep what is typed, list it, throw it away; and what is said to a form whose token is old."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.core.errors import RuleViolation
from portal.core.ids import uuid7

from ..viewer import Viewer, viewer_of
from . import actions, tickets
from .addresses import filled_from, localised, sign_in_and_back
from .late import kept_for_owner, signed_out_words
from .models import MOST, Draft
from .tickets import Ticket


@never_cache
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """An open page keeps its text. Answers {"state", "said"}, and where the page needs it a new "ticket" or "token"."""
    return _answer(request, tickets.read(request.POST.get(tickets.FIELD, "")))


def _answer(request: HttpRequest, ticket: Ticket | None, *, with_token: bool = False) -> JsonResponse:
    viewer = viewer_of(request)
    if ticket is None:
        said = _("This page has been open for too long to keep its text. Copy it, and load the page again.")
        return JsonResponse({"state": "refused", "said": said}, status=400)
    try:
        at = actions.keep(ticket=ticket, typed=request.POST.lists())
    except actions.Settled as error:
        # Whoever still types on that page gets a draft of their own; a page that is gone never asks again.
        anew = Ticket(ticket.owner, ticket.address, uuid7(), ticket.base)
        return JsonResponse({"state": "settled", "said": error.messages[0], "ticket": anew.signed()}, status=409)
    except RuleViolation as error:
        return JsonResponse({"state": "refused", "said": error.messages[0]}, status=413)
    if viewer.user_id == ticket.owner:
        token = {"token": get_token(request)} if with_token else {}
        return JsonResponse({"state": "kept", "said": _kept_words(at, viewer), **token}, status=403 if with_token else 200)
    if viewer.is_authenticated:
        said = _("Somebody else is signed in here now. What you typed is kept for you alone; sign in as yourself to go on.")
        return JsonResponse({"state": "somebody_else", "said": said}, status=409)
    return JsonResponse(
        {"state": "signed_out", "said": _("You were signed out. What you typed is kept; you can go on here after signing in.")},
        status=401,
    )


def _kept_words(at: datetime, viewer: Viewer) -> str:
    zone = ZoneInfo(viewer.user.zone) if viewer.user else ZoneInfo("UTC")
    return _("Kept at %(time)s. Not saved yet; only you see it.") % {"time": f"{at.astimezone(zone):%H:%M}"}


@never_cache
@require_safe
@login_required
def not_yet_saved(request: HttpRequest) -> HttpResponse:
    """Everything of one's own that was typed and not saved, the newest first. One statement."""
    found = Draft.objects.visible_to(viewer_of(request)).newest_first()[:MOST]
    rows = [{"draft": draft, "label": _label(draft.address), "url": filled_from(draft.address, draft.pk)} for draft in found]
    shell = "desk/base.html" if viewer_of(request).is_desk else "base.html"
    return render(request, "drafts/list.html", {"rows": rows, "shell": shell})


def _label(address: str) -> Any:
    """What the form at this address is called."""
    try:
        with override("en"):
            view = resolve(address.partition("?")[0]).func
    except Resolver404:  # the page has moved since
        return address
    return getattr(view, "draft_label", address)


@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw one's own text away, and show the form without it."""
    if viewer_of(request).user_id is None:
        return redirect_to_login(reverse("drafts:list"))
    draft = get_object_or_404(Draft.objects.visible_to(viewer_of(request)), pk=pk)
    actions.discard(draft=draft)
    messages.info(request, _("What you typed is thrown away."))
    return redirect("drafts:list" if request.GET.get("from") == "list" else localised(draft.address))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token was missing or old: most often because its owner signed in again in another window. The text is kept all the same."""
    ticket = tickets.read(request.POST.get(tickets.FIELD, "")) if request.method == "POST" else None
    match = request.resolver_match
    if match is not None and match.view_name == "drafts:keep" and ticket is not None:
        return _answer(request, ticket, with_token=True)
    viewer = viewer_of(request)
    context: dict[str, Any] = {"whose": "", "url": "", "said": ""}
    if ticket is not None:
        kept = kept_for_owner(request, ticket)
        if viewer.user_id == ticket.owner:
            context = {"whose": "own" if kept else "", "url": localised(ticket.address), "said": ""}
        elif viewer.is_authenticated:
            return render(request, "drafts/somebody_else.html", {"is_kept": kept}, status=403)
        else:
            context = {"whose": "nobody", "url": sign_in_and_back(ticket.address), "said": signed_out_words(kept=kept)}
    return render(request, "403_csrf.html", context, status=403)
