"""One row of "what was promised"."""

from collections.abc import Callable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.core.forms.figures import DayField

from ..models import Commitment, Company, Contact, Organisation
from ..models.meeting import Side
from .known_names import KnownNames
from .rows import RowForm, rows_of
from .text_fields import line, prose


class CommitmentForm(RowForm):
    """A promise. Which side made it follows from who made it, so nobody is asked."""

    TYPED = ("text", "promised_by", "due_on")

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = prose(
        Commitment, "text", rows=2, label=_("What was promised"), error_messages={"required": _("Say what was promised.")}
    )
    promised_by = line(
        Company,
        "name",
        label=_("Promised by"),
        help_text=_("A name from this form, or any known one."),
        error_messages={"required": _("Say who promised it.")},
    )
    answered_for_by = forms.ChoiceField(label=_("Answered for by"), help_text=_("Gets the reminders."))
    due_on = DayField(label=_("Due"))
    is_shared = forms.BooleanField(label=_("Guests may see it"), required=False, initial=True)

    def __init__(self, *args: Any, users: list[User], by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.users = {str(user.pk): user for user in users}
        self.fields["answered_for_by"].choices = [(pk, user.name) for pk, user in self.users.items()]
        self.fields["answered_for_by"].initial = str(by.pk)
        self.fields["promised_by"].widget.attrs |= {
            "list": "names-on-this-form",
            "autocomplete": "off",
        }
        self.promiser: dict[str, Any] = {}

    def clean_answered_for_by(self) -> User:
        return self.users[self.cleaned_data["answered_for_by"]]

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.hide_summary = True
        helper.layout = Layout(
            Field("id"),
            Field("text"),
            Div(Field("promised_by"), Field("answered_for_by"), Field("due_on"), css_class="form-row"),
            Field("is_shared"),
        )
        return helper

    def settle(
        self,
        *,
        people: dict[str, str],
        bodies: "Callable[[str], dict[str, Any] | None]",
        known: KnownNames,
        stored: Commitment | None,
    ) -> None:
        """Find out who promised, and so which side. `people` maps folded names of this form to their side.

        Order: who stood there before (when editing), people of this form, its companies and organisations, then all that is known.
        """
        name = self.cleaned_data.get("promised_by")
        if not name:
            return
        key = known.fold(name)
        if (
            stored is not None
            and stored.promised_by is not None
            and known.fold(_name(stored.promised_by)) == key
            and key not in people
        ):
            self.promiser = {
                "side": stored.side,
                "promised_by_contact": stored.promised_by_contact,
                "promised_by_organisation": stored.promised_by_organisation,
                "promised_by_company": stored.promised_by_company,
            }
        elif key in people:
            self.promiser = {"side": people[key], "promised_by_name": name}
        elif listed := bodies(key):
            self.promiser = listed
        else:
            self.promiser = self._known(name, known)

    def _known(self, name: str, known: KnownNames) -> dict[str, Any]:
        body = known.at(self, "promised_by", known.body, name)
        if body is not None:
            return promised_by_body(body)
        if "promised_by" in self.errors:
            return {}
        people = known.named(name)
        if len(people) == 1:
            contact = people[0]
            return {"side": side_of(contact), "promised_by_contact": contact}
        if people:
            self.add_error(
                "promised_by", _("Several people bear this name. List the one you mean under the people of this form.")
            )
        else:
            self.add_error("promised_by", _("Nobody of this name is on this form or known. Add them above, or correct the name."))
        return {}


def _name(row: Contact | Organisation | Company) -> str:
    return row.name


def side_of(contact: Contact) -> str:
    """Which side a known person sits on."""
    return Side.HOST if contact.organisation is not None and contact.organisation.is_host else Side.GUEST


def promised_by_body(body: Company | Organisation) -> dict[str, Any]:
    """A promise of a company or an organisation."""
    if isinstance(body, Company):
        return {"side": Side.GUEST, "promised_by_company": body}
    return {"side": Side.HOST if body.is_host else Side.GUEST, "promised_by_organisation": body}


CommitmentRows = rows_of(CommitmentForm, most=40)
