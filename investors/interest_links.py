"""The link by which a visitor takes his enquiry back: signed, and written in his acknowledgement alone, so that only his mailbox has it."""

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from .models import Interest

# A dot parts the signature, so that the link survives programs that end an address at a colon.
_signer = Signer(sep=".", salt="setu.interest.withdraw")


class BadLink(ValueError):
    """Not a link of ours, or no longer whole."""


def token_of(interest: Interest) -> str:
    """What stands in the link."""
    return _signer.sign(interest.pk.hex)


def path_of(interest: Interest) -> str:
    """The way to the page where it is taken back, in the active language."""
    return reverse("investors:ask_withdraw", args=[token_of(interest)])


def read(token: str) -> UUID:
    """The id of the enquiry. Raises BadLink."""
    try:
        return UUID(hex=_signer.unsign(token))
    except (BadSignature, ValueError) as error:
        raise BadLink from error
