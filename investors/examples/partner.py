"""An invented partner, its administrator and its key, so that the API and the page of keys can be tried."""

from portal.accounts.models import User
from portal.partners.keys import digest_of, make_key, revoke_key
from portal.partners.models import ApiKey, Partner, PartnerMembership
from portal.partners.scopes import SCOPES

from ..models import Company, Organisation, PartnerProfile
from .users import CAST

NAME = "Example key"


def make_partner(
    organisation: Organisation, member: Company, users: dict[str, User], told: str
) -> tuple[Partner, str, list[str]]:
    """The partner that speaks for this organisation and member, a key that opens, and the key's scopes.

    `told` is the key told before; while it opens and has every scope it stays, otherwise it is revoked and a new one is made.
    """
    partner, _new = Partner.objects.get_or_create(
        slug=organisation.slug, defaults={"name": organisation.name_en, "is_example": True}
    )
    profile, is_new = PartnerProfile.objects.get_or_create(
        partner=partner, defaults={"organisation": organisation, "desk_officer": users["officer@example.org"]}
    )
    if is_new:
        profile.members.add(member)
    for part in CAST:
        if part.partner == partner.slug:
            PartnerMembership.objects.get_or_create(
                user=users[part.email], partner=partner, defaults={"role": PartnerMembership.Role.ADMINISTRATOR}
            )
    for key in ApiKey.objects.filter(partner=partner, name=NAME, revoked_at__isnull=True):
        if told and key.digest == digest_of(told) and key.expires_at is None and set(key.scopes) == set(SCOPES):
            return partner, told, sorted(SCOPES)
        # Nobody can know its text any more.
        revoke_key(key=key)
    _row, text = make_key(partner=partner, name=NAME, scopes=SCOPES)
    return partner, text, sorted(SCOPES)
