"""The ground of every form that does one thing to one row."""

from collections.abc import Mapping
from typing import Any, ClassVar

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, ButtonHolder, Layout
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..open_form import KEEP


class VerbForm(forms.Form):
    """A small form with one button. The page around it says what will happen; the action judges."""

    button: ClassVar["str | Promise"] = ""
    button_kind: ClassVar[str] = "btn-primary"
    # Columns of a model that stand on the form under another name.
    called: ClassVar[Mapping[str, str]] = {}
    keeps_text = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"data-guard": ""}
        self.lay_out()

    def lay_out(self, *more: Any) -> None:
        """All fields in their order, the buttons, and what is to follow them."""
        self.helper.layout = Layout(*self.fields, ButtonHolder(*self.buttons()), *more)

    def keep_text(self, url: str) -> None:
        """Let the page keep what is typed, at this address, and offer a button for readers without script."""
        self.helper.attrs["data-draft"] = url
        self.keeps_text = True
        self.lay_out(HTML('{% include "components/draft_fields.html" %}'))

    def buttons(self) -> list[Any]:
        """The buttons, the one that acts first."""
        acting = [button("act", self.button, self.button_kind)]
        return [*acting, button(KEEP, _("Keep and finish later"), "btn-quiet")] if self.keeps_text else acting

    def told(self, name: str, value: Any) -> str:
        """The value of a field in words, for showing two versions side by side."""
        return "" if value is None else str(value)


def button(name: str, words: "str | Promise", kind: str = "") -> StrictButton:
    """A submit button. crispy's own Submit would call every button the primary one."""
    return StrictButton(str(words), type="submit", name=name, value="1", css_class=kind)


def lines(rows: int = 4) -> forms.Textarea:
    """A box for several lines."""
    return forms.Textarea(attrs={"rows": rows})
