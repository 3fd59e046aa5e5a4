"""One way to do something to a row: GET shows a small form and what will happen, POST acts and goes back to the row's page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from ..errors import Stale
from ..forms import refusals
from ..forms.verb import VerbForm
from ..forms.written import written
from ..open_form import OpenForm, open_form_of

TEMPLATE = "verb.html"


def act(
    request: HttpRequest,
    form: VerbForm,
    do: Callable[[dict[str, Any]], Any],
    *,
    to: str | Callable[[Any], str],
    said: str,
    **context: Any,
) -> HttpResponse:
    """Show the form; when it is posted, do it. What is refused stands at its field and nothing typed is lost.

    `do` gets the cleaned values and calls the action; `to` is the address to go to, or makes it from the action's answer.
    `shell` in the context names another frame than the desk's.
    """
    opened = open_form_of(request)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                done = do(form.cleaned_data)
                if opened is not None:
                    opened.settle()
        except ValidationError as error:
            refusals.show(error, form, called=form.called)
            if isinstance(error, Stale):
                context["versions"] = _versions(form, error.current)
        else:
            messages.success(request, said)
            return redirect(to(done) if callable(to) else to)
    return show(request, form, **context)


def show(request: HttpRequest, form: VerbForm, **context: Any) -> HttpResponse:
    """The page of a verb, with what was typed earlier and kept, if the view keeps it. `template` in the context stands for TEMPLATE."""
    opened = open_form_of(request)
    if opened is not None:
        context = {"versions": _filled(form, opened), **context}
    return render(
        request,
        context.pop("template", TEMPLATE),
        {"subject": "", "explanation": "", "shell": "desk/base.html", "form": form, "opened": opened, **context},
    )


def _filled(form: VerbForm, opened: OpenForm) -> list[dict[str, Any]]:
    """Let the form keep its text, and show what was kept. Answers both texts of every field if the row has changed meanwhile."""
    opened.start(form.initial)
    opened.has_files = form.is_multipart()
    form.keep_text(opened.keep_url)
    shown = [name for name, field in form.fields.items() if not field.widget.is_hidden]
    stored = {name: _written(form, name) for name in shown} if opened.is_changed else {}
    opened.fill(form)
    typed = {name: _written(form, name) for name in stored}
    return [
        {"label": form.fields[name].label, "theirs": stored[name], "yours": typed[name]}
        for name in stored
        if stored[name] != typed[name]
    ]


def _written(form: VerbForm, name: str) -> str:
    # Made for this once: the form's own would remember what it started with.
    return written(form.fields[name].get_bound_field(form, name))


def _versions(form: VerbForm, current: Any) -> list[dict[str, Any]]:
    """Both texts of every field that differs. The form now knows the newer row: posting it again is a decision, not an accident."""
    differing = [
        {"label": form.fields[name].label, "theirs": form.told(name, getattr(current, name)), "yours": form.told(name, value)}
        for name, value in form.cleaned_data.items()
        if name != "version" and getattr(current, name) != value
    ]
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["version"] = str(current.version)
    form.data = data
    return differing


def posted(request: HttpRequest) -> QueryDict | None:
    """What was posted, also when it was nothing: a form without fields is confirmed by its button alone."""
    return request.POST if request.method == "POST" else None


def impossible(request: HttpRequest, said: str, to: str) -> HttpResponse:
    """The verb no longer fits the row's state: say so, on the row's page."""
    messages.warning(request, said)
    return redirect(to)
