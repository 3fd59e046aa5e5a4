"""The secret in a link to a new password. It is made when the letter leaves and stored nowhere; it opens once, and for an hour."""

from uuid import UUID

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from .models import User

# Signs the address, the password's hash and the last sign-in too: any change of these makes the link stale.
links = PasswordResetTokenGenerator()


def path_to_new_password(user: User) -> str:
    """The way to the page where this person chooses a new password."""
    key = urlsafe_base64_encode(user.pk.bytes)
    return reverse("accounts:password_new", kwargs={"uidb64": key, "token": links.make_token(user)})


def owner(key: str, token: str) -> User | None:
    """Whose link this is, as long as it opens: None for a used, old or invented one, and for a closed account."""
    try:
        pk = UUID(bytes=urlsafe_base64_decode(key))
    except ValueError:
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user is not None and links.check_token(user, token) else None
