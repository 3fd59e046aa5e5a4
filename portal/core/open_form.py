"""A form whose text is kept while it is typed, as the pages of any room see it. `portal.accounts.drafts` makes it, where people are
known; a view that keeps nothing has none."""

from typing import Any, Protocol

from django import forms
from django.http import HttpRequest

# The name of the button that keeps the text without script.
KEEP = "keep_typed"


class OpenForm(Protocol):
    """The form of one page, from opening to saving."""

    keep_url: str
    has_files: bool
    # Whether the row behind the form has changed since the kept text was typed; known after `start`.
    is_changed: bool

    def start(self, initial: Any) -> None:
        """Take note of what the form starts with, and look for kept text."""

    def fill(self, form: forms.BaseForm) -> None:
        """Let an unbound form show the kept text, unjudged."""

    def settle(self) -> None:
        """The form is saved: let go of its text, in the same transaction."""


def open_form_of(request: HttpRequest) -> Any:
    """The OpenForm that the view was declared to have, or None."""
    return getattr(request, "open_form", None)
