"""The link in an invitation. It names the row and the sending, and is signed: it stands nowhere, and only the newest letter's opens."""

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from .models import Invitation

# A dot parts the signature, so that the link survives programs that end an address at a colon.
_signer = Signer(sep=".", salt="setu.invitation")


class BadLink(ValueError):
    """Not a link of ours, or no longer whole."""


def token_of(invitation: Invitation) -> str:
    """What stands in the link of the newest letter."""
    return _signer.sign(f"{invitation.pk.hex}-{invitation.sendings}")


def path_of(invitation: Invitation) -> str:
    """The way to the page where the invitation is accepted, in the active language."""
    return reverse("accounts:join", args=[token_of(invitation)])


def read(token: str) -> tuple[UUID, int]:
    """The invitation's id and the number of the sending. Raises BadLink."""
    try:
        pk, _dash, sending = _signer.unsign(token).partition("-")
        return UUID(hex=pk), int(sending)
    except (BadSignature, ValueError) as error:
        raise BadLink from error
