"""Invented users, one per role and a few more, with passwords of this installation only."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, identify_hasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.accounts.models import Role, User


@dataclass(frozen=True)
class Part:
    """A user to invent. `company` is the slug of the invented company an investor belongs to, `partner` that of the partner somebody
    from outside keeps the keys of."""

    email: str
    name: str
    role: str
    language: str = "en"
    zone: str = "Asia/Kolkata"
    company: str = ""
    partner: str = ""


CAST = (
    Part("supervisor@example.org", "Sujata Example", Role.SUPERVISOR),
    Part("officer@example.org", "Asha Example", Role.DESK_OFFICER),
    Part("colleague@example.org", "Kiran Example", Role.DESK_OFFICER),
    Part("operator@example.org", "Omkar Example", Role.OPERATOR),
    Part("administrator@example.org", "Aditi Example", Role.ADMINISTRATOR),
    Part("reader@example.org", "Ravi Example", Role.READER, language="kn"),
    Part("investor@example.org", "Example Investor", Role.INVESTOR, language="ja", zone="Asia/Tokyo", company="example-denchi"),
    Part("second.investor@example.org", "Second Example Investor", Role.INVESTOR, company="example-motor-parts"),
    Part("partner@example.org", "Mika Example", Role.INVESTOR, zone="Asia/Tokyo", partner="example-trade-agency"),
)


class NotAnExample(ValidationError):
    """An address of the examples belongs to somebody real."""


def make_users(passwords: dict[str, str]) -> tuple[dict[str, User], dict[str, str]]:
    """The cast by address, and the password of each.

    `passwords` are those told before; one that still opens its account stays, any other is replaced. Raises NotAnExample.
    """
    users = {user.email: user for user in User.objects.filter(email__in=[part.email for part in CAST])}
    told: dict[str, str] = {}
    for part in CAST:
        user = users.get(part.email)
        if user is not None and not user.is_example:
            raise NotAnExample(_("%(email)s is the account of somebody who is no example."), params={"email": part.email})
        told[part.email] = passwords.get(part.email, "")
        if user is not None and _opens(told[part.email], user.password):
            continue
        told[part.email] = secrets.token_urlsafe(16)
        user = user or _invented(part, users)
        user.password = _hashed(told[part.email])
        user.full_clean()
        user.save()
        users[part.email] = user
    return users, told


def _invented(part: Part, users: dict[str, User]) -> User:
    runs_the_site = part.role == Role.ADMINISTRATOR
    return User(
        email=part.email,
        name=part.name,
        role=part.role,
        language=part.language,
        zone=part.zone,
        supervisor=users["supervisor@example.org"] if part.role == Role.DESK_OFFICER else None,
        is_staff=runs_the_site,
        is_superuser=runs_the_site,
        is_example=True,
    )


def _hashed(password: str) -> str:
    """Stretching guards guessable passwords; this one has 128 random bits, and eight slow hashes would delay every start.

    The first sign-in stores it anew with the usual number of rounds.
    """
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return hasher.encode(password, hasher.salt(), iterations=1_000)
    return hasher.encode(password, hasher.salt())


def _opens(password: str, stored: str) -> bool:
    try:
        return bool(password) and identify_hasher(stored).verify(password, stored)
    except ValueError:
        # An unusable password, or one of a hash that is no longer configured.
        return False


def in_order_of_roles(emails: Iterable[str]) -> list[Part]:
    """The cast in the order of the list above, officers first, as people read it."""
    wanted = set(emails)
    first = [part for part in CAST if part.role == Role.DESK_OFFICER]
    return [part for part in [*first, *(part for part in CAST if part not in first)] if part.email in wanted]
