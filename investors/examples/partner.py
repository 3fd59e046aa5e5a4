"""An invented partner and its key, so that the API can be tried."""

from portal.accounts.models import User
from portal.partners.keys import SCOPES, digest_of, make_key, revoke_key
from portal.partners.models import ApiKey, Partner

from ..models import Company, Organisation, PartnerProfile

NAME = "Example key"


def make_partner(organisation: Organisation, member: Company, desk_officer: User, told: str) -> tuple[Partner, str, list[str]]:
    """The partner that speaks for this organisation and member, a key that opens, and the key's scopes.

    `told` is the key told before; while it opens and has every scope it stays, otherwise it is revoked and a new one is made.
    """
    partner, _new = Partner.objects.get_or_create(
        slug=organisation.slug, defaults={"name": organisation.name_en, "is_example": True}
    )
    profile, is_new = PartnerProfile.objects.get_or_create(
        partner=partner, defaults={"organisation": organisation, "desk_officer": desk_officer}
    )
    if is_new:
        profile.members.add(member)
    for key in ApiKey.objects.filter(partner=partner, name=NAME, revoked_at__isnull=True):
        if told and key.digest == digest_of(told) and key.expires_at is None and set(key.scopes) == set(SCOPES):
            return partner, told, sorted(SCOPES)
        # Nobody can know its text any more.
        revoke_key(key=key)
    _row, text = make_key(partner=partner, name=NAME, scopes=SCOPES)
    return partner, text, sorted(SCOPES)
