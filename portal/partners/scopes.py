"""What a key may be allowed, one scope at a time, in plain words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Every scope there is. A write scope does not include reading: a partner may be let in to log and not to list.
WORDS: dict[str, Promise] = {
    "companies:read": _("Read your member companies."),
    "organisations:read": _("Read organisations: those that are public, your own, and those you met."),
    "meetings:read": _("Read meetings that your organisation or a member took part in, as shared with guests."),
    "meetings:write": _("Log meetings in your name. It does not include reading them."),
    "commitments:read": _("Read what was promised in those meetings, as shared with guests."),
}
SCOPES = tuple(WORDS)
