"""Who is calling, by the key in the `Authorization` header.

Every key that opens nothing (unknown, revoked, expired, malformed, of a closed partner) gets the same answer after the same one
statement, so that nobody learns which of these it was.
"""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from portal.accounts import audit
from portal.accounts.viewer import Viewer
from portal.core.expressions import Moment

from .keys import digest_of
from .models import ApiKey
from .throttles import count_bad_key

_USE_IS_WRITTEN_EVERY = timedelta(minutes=1)


def viewer_of_key(key: str) -> tuple[Viewer, ApiKey] | None:
    """The viewer that this key makes, or None if it opens nothing now.

    One statement; once a minute a second one, and on a key's first use of the day a third: its entry in the audit.
    """
    row = (
        ApiKey.objects.filter(
            Q(expires_at=None) | Q(expires_at__gt=Moment()), digest=digest_of(key), revoked_at=None, partner__is_active=True
        )
        .select_related("partner")
        .annotate(asked_at=Moment())
        .first()
    )
    if row is None:
        return None
    partner = row.partner
    viewer = Viewer(partner_id=partner.pk, partner_name=partner.name, key_prefix=row.prefix, scopes=frozenset(row.scopes))
    if row.last_used_at is None or row.asked_at - row.last_used_at >= _USE_IS_WRITTEN_EVERY:
        # Of two calls at once only one finds the time as it was read.
        first = ApiKey.objects.filter(pk=row.pk, last_used_at=row.last_used_at).update(last_used_at=row.asked_at)
        if first and (row.last_used_at is None or row.last_used_at.date() != row.asked_at.date()):
            audit.record(audit.Kind.KEY_USED, by=viewer, about=row, now=row.asked_at, details={"key_name": row.name})
    return viewer, row


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer <key>`. Without the header the caller is nobody in particular."""

    def authenticate(self, request: Request) -> tuple[Viewer, ApiKey] | None:
        header = request.headers.get("Authorization")
        if header is None:
            return None
        scheme, _space, key = header.partition(" ")
        # A key of any other form has a digest too, which no row has: one path for all.
        found = viewer_of_key(key.strip()) if scheme.lower() == "bearer" else None
        if found is None:
            if (wait := count_bad_key(self._client(request))) is not None:
                raise Throttled(wait)
            raise AuthenticationFailed(_("This key opens nothing."))
        request._request.viewer = found[0]
        return found

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Setu"'

    def _client(self, request: Request) -> str:
        return str(BaseThrottle().get_ident(request))
