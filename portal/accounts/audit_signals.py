"""What Django tells of: signing in, failing to, signing out. Each becomes an audit entry; the actions write the others themselves."""

from typing import Any

from django.contrib.auth import signals
from django.http import HttpRequest

from . import audit
from .models import User

# Under which names a sign-in form hands over the typed address.
_TYPED = ("username", "email", "login")


def connect() -> None:
    """Listen; called once when the app is ready."""
    signals.user_logged_in.connect(_signed_in, dispatch_uid="audit")
    signals.user_logged_out.connect(_signed_out, dispatch_uid="audit")
    signals.user_login_failed.connect(_failed, dispatch_uid="audit")


def _signed_in(sender: object, user: User, **more: Any) -> None:
    audit.record(audit.Kind.SIGNED_IN, by=user, about=user)


def _signed_out(sender: object, user: User | None, **more: Any) -> None:
    if user is not None:
        audit.record(audit.Kind.SIGNED_OUT, by=user, about=user)


def _failed(sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any) -> None:
    """Nobody is known to have acted. What was typed is kept only where it is the address of an account: else it may be anything,
    a password in the wrong box included. Both cases cost the same statements, so that the time taken tells nothing."""
    typed = next((str(credentials[name]) for name in _TYPED if credentials.get(name)), "")
    found = User.objects.filter(email__iexact=typed[:254].replace("\0", "")).first()
    audit.record_bounded(audit.Kind.SIGN_IN_FAILED, about=found)
