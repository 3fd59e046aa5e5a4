"""The letter that asks somebody to have an account, and the one that tells what was handed over."""

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext, pgettext

from portal.core.fields import zone_of

from .. import invitation_links, joining, letters, rights
from ..letters import Kind, Letter, Words
from ..models import Invitation
from ..rights import Right

INVITATION = "account.invitation"
HANDED_OVER = "account.handed_over"


def register() -> None:
    """Make the letters known; called once when the app is ready."""
    letters.register(Kind(INVITATION, invitation, wanted, gettext_lazy("Invitation to an account")))
    letters.register(Kind(HANDED_OVER, handed_over, label=gettext_lazy("Open items handed over")))


def wanted(letter: Letter, now: datetime.datetime) -> str:
    """Only the newest letter of an invitation that can still be accepted."""
    row = Invitation.objects.filter(pk=letter.object_id).first()
    if row is None or not row.is_pending:
        return gettext_noop("the invitation is over")
    if str(row.sendings) != letter.occurrence:
        return gettext_noop("the invitation was sent again")
    return "" if now < row.expires_at else gettext_noop("the invitation is over")


def invitation(letter: Letter) -> Words:
    row = Invitation.objects.select_related("invited_by").get(pk=letter.object_id)
    place = joining.place_of(row)
    names = {"by": row.invited_by.name, "site": settings.SITE_NAME, "company": place}
    if place:
        what = _(
            "%(by)s invites you to %(site)s, the portal of the state for investors. There you find, for %(company)s, what was "
            "discussed and promised between your company and the state."
        )
    elif rights.has(row.role, Right.OWN_COMPANY):
        what = _("%(by)s invites you to %(site)s, the portal of the state for investors and their partners.")
    else:
        what = _("%(by)s invites you to work with %(site)s, the portal in which the state keeps its promises to investors.")
    return Words(
        _("Invitation to %(site)s") % names,
        [pgettext("invitation", "Dear %(name)s,") % {"name": row.name}, what % names],
        [
            (_("Company"), place),
            (_("Your role"), "" if rights.has(row.role, Right.OWN_COMPANY) else str(row.get_role_display())),
            (_("Valid until"), _moment(row.expires_at, letter.to.zone)),
        ],
        (_("Accept the invitation"), invitation_links.path_of(row)),
        [
            _("The link is for you alone and works once. Please do not pass it on."),
            _("If you did not expect this invitation, please ignore this message: no account is made without you."),
            _("Yours sincerely,\nthe people who run this portal"),
        ],
    )


def handed_over(letter: Letter) -> Words:
    number = int(letter.facts["number"])
    what = ngettext(
        "%(by)s has handed over %(number)d open item of %(leaver)s to you. The reminders come to you from now on.",
        "%(by)s has handed over %(number)d open items of %(leaver)s to you. The reminders come to you from now on.",
        number,
    ) % {"by": letter.facts["by"], "number": number, "leaver": letter.facts["leaver"]}
    return Words(
        _("Handed over to you: open items of %(leaver)s") % {"leaver": letter.facts["leaver"]},
        [_("Dear %(name)s,") % {"name": letter.to.name}, what],
        link=(_("Open the desk"), reverse("accounts:home")),
        closing=[_("Yours sincerely,\nthe people who run this portal")],
    )


def _moment(moment: datetime.datetime, zone: str) -> str:
    local = moment.astimezone(zone_of(zone))
    return f"{formats.date_format(local, 'DATE_FORMAT')} {local:%H:%M} ({zone})"
