"""A form as one page holds it open. One line above a view keeps what is typed into its form: `@drafted(_("Record the outcome"))`."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise

from portal.core.ids import uuid7
from portal.core.open_form import KEEP

from ..viewer import viewer_of
from . import actions, tickets
from .addresses import CHOICE, EMPTY, address_of, empty, localised, sign_in_and_back
from .late import not_theirs
from .models import Draft
from .tickets import Ticket

View = Callable[..., HttpResponse]


def drafted(label: "str | Promise") -> Callable[[View], View]:
    """What is typed into this view's form is kept. Outermost of all, because it also catches what arrives when nobody is signed in.

    `label` names the form in the list of what is not yet saved.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            ticket = tickets.read(request.POST.get(tickets.FIELD, "")) if request.method == "POST" else None
            user_id = viewer_of(request).user_id
            if ticket is not None and ticket.owner != user_id:
                return not_theirs(request, ticket)
            if user_id is not None:
                opened = OpenForm(request, user_id, ticket)
                if request.method == "POST" and KEEP in request.POST:
                    actions.keep_anew(ticket=opened.ticket, typed=request.POST.lists())
                    return redirect(localised(opened.address))
                request.open_form = opened
            return view(request, *args, **kwargs)

        kept.draft_label = label
        return kept

    return declare


def _asked_for(choice: str) -> list[Case]:
    """Puts the draft of this id first."""
    try:
        return [Case(When(pk=UUID(choice), then=Value(0)), default=Value(1), output_field=IntegerField())]
    except ValueError:
        return []


class OpenForm:
    """The form of one page: its ticket, and the kept text that it is filled from, if there is any.

    `kept`, `has_others` and `is_changed` (the row behind it has changed since the text was typed) are known after `start`.
    """

    def __init__(self, request: HttpRequest, owner: UUID, posted: Ticket | None) -> None:
        self.request = request
        self.address = address_of(request)
        if posted is None or posted.address != self.address:
            posted = Ticket(owner, self.address, uuid7(), base="")
        self.ticket = posted
        self.kept: Draft | None = None
        self.has_others = False
        self.is_changed = False
        self.has_files = False

    def start(self, initial: Any) -> None:
        """Take note of what the form starts with, and look for kept text if the page is opened anew. One statement at most."""
        if self.request.method != "POST":
            self._find()
        if self.kept is not None:
            self.is_changed = self.kept.base != tickets.digest(initial)
            self.ticket = replace(self.ticket, continues=self.kept.pk, continues_at=self.kept.updated_at)
        if not self.ticket.base:
            self.rebase(initial)

    def _find(self) -> None:
        """The draft that the address asks for, else the newest; and whether there is another."""
        choice = self.request.GET.get(CHOICE, "")
        mine = Draft.objects.visible_to(viewer_of(self.request)).filter(address=self.address).defer("data")
        found = list(mine.order_by(*_asked_for(choice), "-updated_at", "-id")[:2])
        if found and choice != EMPTY:
            self.kept = found[0]
        self.has_others = len(found) > (self.kept is not None)

    def rebase(self, initial: Any) -> None:
        """The reader knows this state of the row from now on."""
        self.ticket = replace(self.ticket, base=tickets.digest(initial))

    @property
    def text(self) -> QueryDict | None:
        """What was typed, as a post; None where nothing is kept."""
        return self.kept.posted() if self.kept else None

    def fill(self, form: forms.BaseForm) -> None:
        """Let an unbound form show what was typed. Nothing is judged; hidden fields and files stay the page's own."""
        typed = self.text
        if typed is None:
            return
        for name, field in form.fields.items():
            key = form.add_prefix(name)
            if (
                field.widget.is_hidden
                or field.widget.needs_multipart_form
                or field.widget.value_omitted_from_data(typed, {}, key)
            ):
                continue
            form.initial[name] = field.widget.value_from_datadict(typed, {}, key)

    def settle(self) -> None:
        """The form is saved. Call it inside the transaction that saves."""
        actions.settle(ticket=self.ticket)

    @property
    def signed_ticket(self) -> str:
        return self.ticket.signed()

    @property
    def keep_url(self) -> str:
        return reverse("drafts:keep")

    @property
    def sign_in_url(self) -> str:
        return sign_in_and_back(self.address)

    @property
    def empty_url(self) -> str:
        return empty(self.address)
