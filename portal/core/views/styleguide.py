"""The style guide: every component of `templates/components/` with sample texts in the three languages.

The samples are specimens of script, not messages to a reader, so they stand here in their own language and are
not in gettext. The figures are those of the reference data with their sources; everything else is marked as example.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from ..forms.figures import DayField, TimeOfDayField
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
    return {
        **sample,
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


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in every language, for looking at and for tests of contrast and access."""
    return render(request, "styleguide.html", {"samples": [_specimens(sample) for sample in SAMPLES]})
