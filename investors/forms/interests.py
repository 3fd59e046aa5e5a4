"""Asking the desk, and what the desk does with an enquiry."""

import datetime
import re
from typing import Any
from uuid import UUID

from crispy_forms.layout import ButtonHolder, Div, Layout
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.accounts.viewer import WRITING_ROLES
from portal.core.forms.verb import VerbForm, lines
from sectors.models import Plot, Township

from ..models import Company, Interest
from . import ask_ticket
from .countries import countries
from .text_fields import address, line, prose

# An honest enquiry names its own homepage, seldom more.
MOST_LINKS = 2
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
CONSENT = _(
    "I agree that the desk keeps what I have typed here, in order to answer me, and passes it on to nobody outside the state’s offices."
)


class AskForm(VerbForm):
    """What every asker fills. `website` is a trap: people do not see it, programs fill it."""

    button = _("Send the enquiry")
    called = {"interest": "message"}

    message = prose(
        Interest,
        "message",
        rows=8,
        label=_("What would you like to know?"),
        help_text=_("In any language. At most 4,000 characters."),
    )
    consent = forms.BooleanField(
        label=CONSENT, error_messages={"required": _("Without your agreement we may not keep your enquiry.")}
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, now: datetime.datetime, township: Township | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"ticket": ask_ticket.new(now), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.now = now
        # Known once the form is judged to be sound.
        self.submission: UUID | None = None
        if township is not None:
            self.fields["plot"] = plot_field(township)
            self.order_fields(self.field_order)
        self.lay_out()

    def lay_out(self, *more: Any) -> None:
        shown = [name for name in self.fields if name not in ("website", "ticket")]
        trap = Div("website", css_class="visually-hidden", aria_hidden="true")
        self.helper.layout = Layout(*shown, trap, "ticket", ButtonHolder(*self.buttons()), *more)

    def clean_message(self) -> str:
        text: str = self.cleaned_data["message"]
        if len(_LINK.findall(text)) > MOST_LINKS:
            raise ValidationError(_("Name at most two addresses of pages."), code="links")
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            self._put("website", "")
            raise ValidationError(
                _("Your enquiry has not been sent yet. Everything you typed is here: please send it once more.")
            )
        try:
            self.submission = ask_ticket.read(cleaned.get("ticket", ""), self.now).submission
        except ask_ticket.StaleTicket:
            self._put("ticket", ask_ticket.new(self.now))
            raise
        return cleaned

    def _put(self, name: str, value: str) -> None:
        """Let the form come back with another value of a field that people do not see."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data[name] = value
        self.data = data


def _plain(text: str) -> str:
    if _LINK.search(text):
        raise ValidationError(_("Write a name, not the address of a page."), code="links")
    return text


class AskAsVisitorForm(AskForm):
    """Somebody without an account says who he is."""

    name = line(Interest, "name", label=_("Your name"), help_text=_("As you write it, in your own script."))
    company_name = line(Interest, "company_name", label=_("Company or organisation"), help_text="")
    email = address(label=_("E-mail address"), help_text=_("The answer goes there. We do not show it to anybody outside."))
    country_code = forms.ChoiceField(label=_("Country"), required=False, choices=countries)
    language = forms.ChoiceField(label=_("Language of the answer"), choices=settings.LANGUAGES)

    field_order = ["name", "company_name", "email", "country_code", "language", "plot", "message", "consent"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"language": (get_language() or "en").split("-")[0], **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        return _plain(self.cleaned_data["name"])

    def clean_company_name(self) -> str:
        return _plain(self.cleaned_data["company_name"])


class AskAsInvestorForm(AskForm):
    """A signed-in investor asks for his company; who he is, we know."""

    company: "forms.ModelChoiceField[Company]" = forms.ModelChoiceField(
        label=_("For the company"), queryset=Company.objects.none(), empty_label=None
    )

    field_order = ["company", "plot", "message", "consent"]

    def __init__(self, *args: Any, companies: list[Company], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["company"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Company.objects.filter(pk__in=[company.pk for company in companies])
        if len(companies) < 2:
            # Nothing to choose: for the one there is, or for nobody but himself.
            del self.fields["company"]
            self.lay_out()


def plot_field(township: Township) -> "forms.ModelChoiceField[Plot]":
    """Which plot of a township, if a certain one."""
    return forms.ModelChoiceField(
        label=_("Plot"),
        required=False,
        queryset=Plot.objects.filter(township=township).select_related("township").order_by("code", "id")[:300],
        empty_label=_("no certain plot"),
    )


class AnswerForm(VerbForm):
    button = _("Send the answer")

    text = forms.CharField(
        label=_("Answer"), max_length=10_000, widget=lines(16), help_text=_("It leaves at once, as a mail, in these words.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)


class AssignForm(VerbForm):
    button = _("Assign")
    called = {"assigned_to": "to"}

    to = forms.ModelChoiceField(
        label=_("Who answers it from now on"),
        queryset=User.objects.filter(is_active=True, role__in=WRITING_ROLES).order_by("name", "id"),
        empty_label=None,
    )


class TakeForm(VerbForm):
    button = _("I answer it")


class WithdrawForm(VerbForm):
    button = _("Withdraw the enquiry")
    button_kind = "btn-danger"


class CloseInterestForm(VerbForm):
    button = _("Close the enquiry")
    button_kind = "btn-danger"
    called = {"close_reason": "reason", "text": "words"}

    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("For the desk. Whoever asked does not see it."))
    words = forms.CharField(
        label=_("Words to whoever asked"),
        max_length=10_000,
        required=False,
        widget=lines(8),
        help_text=_("If you write any, they leave at once as a mail. Without them whoever asked hears nothing."),
    )


class ReopenInterestForm(VerbForm):
    button = _("Reopen the enquiry")
    called = {"close_reason": "reason"}

    reason = forms.CharField(label=_("Reason"), max_length=500)


class NotesForm(VerbForm):
    button = _("Save the notes")

    notes = forms.CharField(
        label=_("Notes of the desk"),
        max_length=10_000,
        required=False,
        widget=lines(10),
        help_text=_("Whoever asked never sees them."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    @classmethod
    def of(cls, interest: Interest) -> dict[str, Any]:
        """What the form starts with."""
        return {"notes": interest.notes, "version": interest.version}
