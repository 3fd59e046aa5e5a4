"""What people do to partners and keys, one form each. Days are those of the person who fills the form."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import validate_slug
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.core.forms.figures import DayField, WholeNumberField
from portal.core.forms.verb import VerbForm
from portal.core.ids import uuid7
from portal.core.text import PlainText

from .keys import USUAL
from .models import ApiKey, PartnerMembership
from .scopes import WORDS


def end_of(last: datetime.date, zone: str) -> datetime.datetime:
    """The instant at which this day is over in this zone."""
    return datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time(), ZoneInfo(zone))


def last_day_of(instant: datetime.datetime, zone: str) -> datetime.date:
    """The last day that is over by this instant, or the day it falls into, in this zone."""
    return (instant - datetime.timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date()


class EndField(DayField):
    """A day; cleaned to the instant at which it is over in `zone`."""

    zone = "Asia/Kolkata"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Good until the end of"), **kwargs)

    def clean(self, value: Any) -> Any:
        last = super().clean(value)
        return end_of(last, self.zone)


class EndingForm(VerbForm):
    """A form with a last day, read in the zone of whoever fills it."""

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        field = self.fields["expires_at"]
        assert isinstance(field, EndField)
        field.zone = zone

    @staticmethod
    def usual_end(now: datetime.datetime, zone: str) -> datetime.date:
        """What is proposed: 90 days."""
        return (now + USUAL).astimezone(ZoneInfo(zone)).date()


def _scopes() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("What the key may do"),
        choices=[(scope, format_lazy("{} ({})", words, scope)) for scope, words in WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose as little as the program needs. What it sees is never more than what is yours or shared with you."),
        error_messages={"required": _("Give the key at least one scope.")},
    )


def _name() -> forms.CharField:
    return forms.CharField(
        label=_("Name"),
        max_length=80,
        validators=[PlainText()],
        help_text=_("By which you will know it: the program or the machine that uses it."),
    )


class MakeKeyForm(EndingForm):
    button = _("Make the key")

    name = _name()
    scopes = _scopes()
    expires_at = EndField(help_text=_("A year from now at the latest."))
    submission = forms.UUIDField(widget=forms.HiddenInput)

    @classmethod
    def fresh(cls, now: datetime.datetime, zone: str) -> dict[str, Any]:
        """What the form starts with."""
        return {"expires_at": cls.usual_end(now, zone), "submission": uuid7()}


class ChangeKeyForm(EndingForm):
    button = _("Save the key")

    name = _name()
    scopes = _scopes()
    expires_at = EndField(help_text=_("A year from now at the latest."))
    version = WholeNumberField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    @classmethod
    def of(cls, key: ApiKey, now: datetime.datetime, zone: str) -> dict[str, Any]:
        """What the form starts with. A key without end is given the usual one."""
        last = last_day_of(key.expires_at, zone) if key.expires_at else cls.usual_end(now, zone)
        return {"name": key.name, "scopes": key.scopes, "expires_at": last, "version": key.version}

    def told(self, name: str, value: Any) -> str:
        if name == "scopes":
            return ", ".join(sorted(value))
        if name == "expires_at" and value is not None:
            return last_day_of(value, self.zone).isoformat()
        return super().told(name, value)


class ReplaceKeyForm(EndingForm):
    button = _("Make the new key")

    expires_at = EndField(help_text=_("A year from now at the latest."))
    overlap = forms.TypedChoiceField(
        label=_("The old key goes on for"),
        coerce=lambda days: datetime.timedelta(days=int(days)),
        choices=[("0", _("no longer: it is revoked at once")), ("1", _("one day")), ("7", _("seven days")), ("30", _("30 days"))],
        widget=forms.RadioSelect,
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)

    @classmethod
    def fresh(cls, now: datetime.datetime, zone: str) -> dict[str, Any]:
        """What the form starts with."""
        return {"expires_at": cls.usual_end(now, zone), "overlap": "7", "submission": uuid7()}


class RevokeKeyForm(VerbForm):
    button = _("Revoke the key")
    button_kind = "btn-danger"


class PartnerForm(VerbForm):
    button = _("Make the partner")

    name = forms.CharField(label=_("Name"), max_length=200, validators=[PlainText()])
    slug = forms.CharField(
        label=_("Word in its address"),
        max_length=80,
        required=False,
        validators=[validate_slug],
        help_text=_("Small letters, digits and hyphens. Left empty, it is made from the name."),
    )
    is_example = forms.BooleanField(label=_("This is an example, not a real partner"), required=False)


class AppointForm(VerbForm):
    button = _("Appoint")

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Of somebody who has an account from outside."),
        error_messages={"invalid": _("Enter one e-mail address, like name@example.org.")},
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            (PartnerMembership.Role.ADMINISTRATOR.value, _("Administrator: makes and revokes keys")),
            (PartnerMembership.Role.MEMBER.value, _("Member: sees which keys there are")),
        ],
        widget=forms.RadioSelect,
        initial=PartnerMembership.Role.ADMINISTRATOR.value,
    )


class EndMembershipForm(VerbForm):
    button = _("End it")
    button_kind = "btn-danger"


class ClosePartnerForm(VerbForm):
    button = _("Close the partner")
    button_kind = "btn-danger"
    called = {"close_reason": "reason"}

    reason = forms.CharField(
        label=_("Reason"), max_length=300, validators=[PlainText()], help_text=_("The partner’s people read it on their page.")
    )


class OpenPartnerForm(VerbForm):
    button = _("Open the partner again")
