"""The line that is looked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.text import PlainText

from ..search import KINDS


class SearchForm(forms.Form):
    """A line of at most 200 letters, and perhaps the one kind to look in."""

    q = forms.CharField(
        label=_("Search the offer"), required=False, max_length=200, validators=[PlainText()], widget=forms.SearchInput
    )
    kind = forms.ChoiceField(choices=[(kind.name, kind.name) for kind in KINDS], required=False, widget=forms.HiddenInput)
