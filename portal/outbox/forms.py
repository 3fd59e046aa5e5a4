from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.text import PlainText


class ReasonForm(forms.Form):
    """Why, or how: the sentence that stands beside the decision."""

    reason = forms.CharField(label=_("Reason"), max_length=500, validators=[PlainText()], strip=True)
