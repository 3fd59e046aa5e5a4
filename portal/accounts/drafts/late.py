"""Forms that arrive when their owner is no longer signed in here: the session has ended, or somebody else has signed in.

The ticket in the form says whose text it is. It is kept for that person; whoever sits at the browser now sees nothing of it.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.core.errors import RuleViolation

from ..viewer import viewer_of
from . import actions
from .addresses import sign_in_and_back
from .tickets import Ticket


def not_theirs(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """Keep what was posted for its owner. Nobody signed in is asked to sign in and led back; somebody else is told so."""
    kept = kept_for_owner(request, ticket)
    if viewer_of(request).is_authenticated:
        return render(request, "drafts/somebody_else.html", {"is_kept": kept}, status=409)
    if getattr(request, "htmx", False):
        # A part of a page is asked for: following a redirect would put the sign-in page, or nothing, in its place.
        return HttpResponse(status=401)
    messages.warning(request, signed_out_words(kept=kept, had_files=bool(request.FILES)))
    return redirect(sign_in_and_back(ticket.address))


def kept_for_owner(request: HttpRequest, ticket: Ticket) -> bool:
    """Whether what was posted is kept now for the ticket's owner."""
    try:
        actions.keep_anew(ticket=ticket, typed=request.POST.lists())
    except RuleViolation:
        return False
    return True


def signed_out_words(*, kept: bool, had_files: bool = False) -> str:
    """What happened to a form that came too late."""
    said: list[Any] = [
        _("You were signed out before this was saved. Sign in again: what you typed is kept and will stand in the form.")
        if kept
        else _("You were signed out, and what you sent could not be kept. Go back to copy it before you sign in again.")
    ]
    if had_files:
        said.append(_("Files are not kept: choose them again."))
    return " ".join(said)
