"""The style guide: every component of `templates/components/` with sample texts in the three languages.

The samples are specimens of script, not messages to a reader, so they stand here in their own language and are
not in gettext. The figures are those of the reference data with their sources; everything else is marked as example.
"""

import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from ..bridge import FULL, STRIP, Part, Span, drawings
from ..forms.figures import DayField, TimeOfDayField
from ..pages import Counted
from .styleguide_looks import LOOKS
from .styleguide_samples import SAMPLES, STATES


class SpecimenForm(forms.Form):
    """One field of each kind, its labels given by the sample."""

    title = forms.CharField(max_length=200)
    on = DayField()
    at = TimeOfDayField(required=False)
    place = forms.ChoiceField()
    segments = forms.MultipleChoiceField(required=False)
    notes = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    side = forms.ChoiceField(widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    share = forms.BooleanField(required=False)

    def __init__(self, *args: Any, texts: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, help_text, choices) in texts.items():
            field = self.fields[name]
            field.label = label
            field.help_text = help_text
            if isinstance(field, forms.ChoiceField):
                field.choices = [(str(number), choice) for number, choice in enumerate(choices)]


class SpecimenRow(forms.Form):
    """A row of the sample formset: one promise."""

    text = forms.CharField()
    due = DayField(required=False)

    def __init__(self, *args: Any, texts: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["due"].label = texts


class _Answer(str):
    """One answer of the last action, as Django's messages are."""

    level_tag: str

    def __new__(cls, level_tag: str, text: str) -> "_Answer":
        self = super().__new__(cls, text)
        self.level_tag = level_tag
        return self


def _spans(look: dict[str, Any]) -> list[Span]:
    """The sample chain; the reader is at the second part of the first link."""
    found = []
    for number, (name, notes, parts) in enumerate(look["links"]):
        below = [
            Part(part, "#bridge", part, here="page" if (number, place) == (0, 1) else "") for place, part in enumerate(parts)
        ]
        lit, here = (1, "true") if number == 0 else (None, "")
        found.append(Span(name, "#bridge", name, notes, here=here, parts=below, hangers=len(parts), lit=lit))
    return found


def _specimens(sample: dict[str, Any]) -> dict[str, Any]:
    code = sample["code"]
    rows = forms.formset_factory(SpecimenRow, extra=1)
    with override(code):
        refused = SpecimenForm(
            {f"{code}-title": "", f"{code}-on": "", f"{code}-side": "0"},
            prefix=code,
            texts=sample["form"],
        )
        # Error messages are made while cleaning, in the language of that moment.
        refused.full_clean()
    look = LOOKS[code]
    return {
        **sample,
        "look": look,
        "bridge": drawings(_spans(look), FULL, language=code),
        "strip": drawings(_spans(look), STRIP, language=code),
        "answers": [_Answer(level, text) for level, text in look["answers"]],
        "foreign": "" if code == "en" else "en",
        "asked": look["asked"],
        "ask_again": look["ask_again"],
        "found": [{"text": text, "is_match": is_match} for text, is_match in look["found"]],
        "states": [{"code": state, "label": words[code]} for state, words in STATES.items()],
        "refused_form": refused,
        "filter_form": SpecimenFilter(prefix=f"{code}-filter", texts=sample["filter"]),
        "formset": rows(prefix=f"{code}-promises", form_kwargs={"texts": sample["row"]}),
    }


class SpecimenFilter(forms.Form):
    """The sample of a filters panel."""

    q = forms.CharField(required=False)
    state = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, texts: tuple[str, str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label, state_label, any_state = texts
        state = self.fields["state"]
        state.label = state_label
        if isinstance(state, forms.ChoiceField):
            state.choices = [("", any_state)]


def _faceted(sample: dict[str, Any]) -> dict[str, Any]:
    """Facets as `portal.core.facets` makes them, of which the first value is chosen."""
    values = [
        {
            "value": state,
            "label": words[sample["code"]],
            "language": "",
            "how_many": Counted(number, False),
            "is_chosen": number == 0,
            "is_part": number == 2,
            "ident": f"facet-{state}",
        }
        for number, (state, words) in enumerate(STATES.items())
    ]
    label = sample["filter"][1]
    chips = [{"facet": label, "label": value["label"], "language": "", "url": "#facets"} for value in values[:2]]
    facet = {"name": "state", "label": label, "values": values[:4], "more": values[4:8], "is_open": False}
    return {"facets": [facet], "chips": chips, "faults": []}


def _once() -> dict[str, Any]:
    """What parts with a name of their own need: they stand once on a page, in its language."""
    sample = next(one for one in SAMPLES if one["code"] == (get_language() or "en").split("-")[0])
    first, more = (SpecimenFilter(prefix=f"folded-{place}", texts=sample["filter"]) for place in ("first", "more"))
    at = datetime.datetime(2024, 1, 10, 12, 30, tzinfo=datetime.UTC)
    kept = {"pk": UUID(int=0), "updated_at": at}
    address = "#kept"
    return {
        "opened": {
            "kept": kept,
            "has_files": True,
            "is_changed": False,
            "has_others": True,
            "empty_url": address,
            "signed_ticket": "",
            "sign_in_url": address,
        },
        "asked": {
            "viewer": {"user": {"zone": "Asia/Kolkata"}},
            "english": LOOKS["en"]["text"],
            "first_fields": list(first),
            "more_fields": list(more),
            "page": {"previous": "before", "next": "after"},
            "faceted": _faceted(sample),
            "faceted_form": SpecimenFilter(prefix="faceted", texts=sample["filter"]),
            "versions": [
                {"label": sample["form"]["title"][0], "theirs": sample["table"]["caption"], "yours": sample["mail"]["text"]}
            ],
        },
    }


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in every language, for looking at and for tests of contrast and access."""
    return render(request, "styleguide.html", {"samples": [_specimens(sample) for sample in SAMPLES], **_once()})
