"""Letters about the own account: a way to a new password, and word of each change."""

import datetime

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from portal.core.fields import zone_of

from .. import letters, tokens
from ..letters import Kind, Letter, Words
from ..models import User
from ..visitor import device_of

# As long as the link in it would work.
_LINK_IS_USEFUL_FOR = datetime.timedelta(hours=1)


def register() -> None:
    """Make the letters known; called once when the app is ready."""
    link = Kind("account.password_link", password_link, still_theirs, gettext_lazy("Link to a new password"), _LINK_IS_USEFUL_FOR)
    letters.register(link)
    for name, compose, label in (
        ("password_changed", password_changed, gettext_lazy("Password changed")),
        ("password_renewed", password_renewed, gettext_lazy("New password chosen by mail")),
        ("factor_added", factor_added, gettext_lazy("Second factor added")),
        ("factor_removed", factor_removed, gettext_lazy("Second factor removed")),
        ("factors_taken", factors_taken, gettext_lazy("Second factors taken by an administrator")),
        ("codes_renewed", codes_renewed, gettext_lazy("New recovery codes")),
        ("new_device", new_device, gettext_lazy("Sign-in from a new device")),
    ):
        letters.register(Kind(f"account.{name}", compose, label=label))


def still_theirs(letter: Letter, now: datetime.datetime) -> str:
    """A link goes only to the address that the open account has now."""
    user = letter.to.user
    if user is None or not user.is_active:
        return gettext_noop("the account is closed")
    return "" if user.email == letter.to.address else gettext_noop("the address has changed")


def password_link(letter: Letter) -> Words:
    user = _user(letter)
    return Words(
        _("Choose a new password"),
        [_greeting(letter), _("Somebody, probably you, has asked for a new password for your account.")],
        link=(_("Choose a new password"), tokens.path_to_new_password(user)),
        closing=[
            _("The link works once, and for one hour."),
            _("If you did not ask for it, please ignore this message: your password stays as it is."),
            _closing(),
        ],
    )


def password_changed(letter: Letter) -> Words:
    return _told(
        letter, _("Your password was changed"), _("The password of your account was changed. All other sessions were ended.")
    )


def password_renewed(letter: Letter) -> Words:
    return _told(
        letter,
        _("You have a new password"),
        _("A new password was chosen for your account by a link that we sent to this address. All sessions were ended."),
    )


def factor_added(letter: Letter) -> Words:
    return _told(letter, _("A second factor was added"), _("A second factor was added to your account."), _factor(letter))


def factor_removed(letter: Letter) -> Words:
    return _told(letter, _("A second factor was removed"), _("A second factor was removed from your account."), _factor(letter))


def factors_taken(letter: Letter) -> Words:
    said = _(
        "%(name)s has removed all second factors from your account and ended your sessions, so that you can set up new ones."
    )
    return _told(letter, _("Your second factors were removed"), said % {"name": letter.facts.get("by_name", "")})


def codes_renewed(letter: Letter) -> Words:
    return _told(
        letter,
        _("You have new recovery codes"),
        _("New recovery codes were made for your account. The old ones no longer work."),
    )


def new_device(letter: Letter) -> Words:
    return _told(
        letter,
        _("Sign-in from a new device"),
        _("Somebody has signed in to your account from a browser that we had not seen with you before."),
    )


def _told(letter: Letter, subject: str, what: str, factor: str = "") -> Words:
    """What was done, when, from where, and what to do if it was somebody else."""
    return Words(
        subject,
        [_greeting(letter), what],
        [
            (_("What"), factor),
            (_("When"), _when(letter)),
            (_("Device"), device_of(letter.facts["user_agent"]) if letter.facts.get("user_agent") else ""),
            (_("Internet address"), letter.facts.get("address", "")),
        ],
        (_("Your account"), reverse("accounts:account")),
        [
            _("If it was you, there is nothing to do. If it was not, choose a new password at once and tell your administrator."),
            _closing(),
        ],
    )


def _greeting(letter: Letter) -> str:
    return _("Dear %(name)s,") % {"name": letter.to.name}


def _closing() -> str:
    return _("Yours sincerely,\nthe people who run this portal")


def _when(letter: Letter) -> str:
    if letter.due_at is None:
        return ""
    moment = letter.due_at.astimezone(zone_of(letter.to.zone))
    return f"{formats.date_format(moment, 'DATE_FORMAT')} {moment:%H:%M} ({letter.to.zone})"


def _factor(letter: Letter) -> str:
    if letter.facts.get("factor") == "totp":
        return _("Authenticator app")
    return _("Passkey “%(name)s”") % {"name": letter.facts.get("name", "")}


def _user(letter: Letter) -> User:
    assert letter.to.user is not None
    return letter.to.user
