"""Seals what the server must be able to read again, such as the secret of an authenticator app: a copy of the database alone opens nothing."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(ValueError):
    """Sealed under a key that is no longer known."""


def seal(text: str) -> str:
    """The text, sealed under the present `SECRET_KEY`."""
    return _box().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """The text again. Keys in `SECRET_KEY_FALLBACKS` open too. Raises Unreadable."""
    try:
        return _box().decrypt(sealed.encode("ascii")).decode()
    except (InvalidToken, UnicodeError) as error:
        raise Unreadable("Sealed under another SECRET_KEY; give the old one in SECRET_KEY_FALLBACKS.") from error


def _box() -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    # The secret is long and random already; the prefix keeps this key apart from those of signatures.
    return base64.urlsafe_b64encode(hashlib.sha256(b"setu.sealing\0" + secret.encode()).digest())
