"""Browsers with an open form."""

import re
from typing import Any

from django.contrib.sessions.models import Session
from django.test import Client

from portal.accounts.drafts import tickets
from portal.accounts.models import User

KEEP = "/drafts/keep/"


def signed_in(user: User, *, strict: bool = False) -> Client:
    """A browser of this user; a strict one checks tokens as the real door does."""
    client = Client(enforce_csrf_checks=strict)
    client.force_login(user)
    return client


def open_form(client: Client, address: str) -> dict[str, str]:
    """Open the page; answers the ticket and the token that stand in its form."""
    return _hidden(client.get(address))


def ticket_of(answer: Any) -> tickets.Ticket | None:
    """The ticket in an answered page."""
    return tickets.read(_hidden(answer)[tickets.FIELD])


def _hidden(answer: Any) -> dict[str, str]:
    found = dict(re.findall(r'<input type="hidden" name="(draft_ticket|csrfmiddlewaretoken)" value="([^"]+)"', page(answer)))
    assert tickets.FIELD in found
    return found


def page(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    text: str = answer.content.decode()
    return text


def end_sessions() -> None:
    """What a night, or an administrator, does to everybody who is signed in."""
    Session.objects.all().delete()
