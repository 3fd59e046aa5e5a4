"""What Django and the sign-in library tell of: signing in and out, passwords, second factors. Each becomes an audit entry."""

from typing import Any

from django.contrib.auth import signals
from django.http import HttpRequest

from . import audit
from .models import User

# Under which names a sign-in form hands over the typed address.
_TYPED = ("username", "email", "login")


def connect() -> None:
    """Listen; called once when the app is ready."""
    from allauth.account import signals as account
    from django.apps import apps

    signals.user_logged_in.connect(_signed_in, dispatch_uid="audit")
    signals.user_logged_out.connect(_signed_out, dispatch_uid="audit")
    signals.user_login_failed.connect(_failed, dispatch_uid="audit")
    account.password_set.connect(_told(audit.Kind.PASSWORD_CHANGED), weak=False, dispatch_uid="audit set")
    account.password_changed.connect(_told(audit.Kind.PASSWORD_CHANGED), weak=False, dispatch_uid="audit changed")
    account.password_reset.connect(_told(audit.Kind.PASSWORD_RESET), weak=False, dispatch_uid="audit reset")
    if apps.is_installed("allauth.mfa"):
        from allauth.mfa import signals as mfa

        mfa.authenticator_added.connect(_told(audit.Kind.FACTOR_ADDED), weak=False, dispatch_uid="audit added")
        mfa.authenticator_removed.connect(_told(audit.Kind.FACTOR_REMOVED), weak=False, dispatch_uid="audit removed")
        mfa.authenticator_reset.connect(_told(audit.Kind.FACTOR_RESET), weak=False, dispatch_uid="audit reset")
        mfa.authentication_failed.connect(_factor_failed, dispatch_uid="audit")


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


def _factor_failed(sender: object, user: User, **more: Any) -> None:
    audit.record_bounded(audit.Kind.FACTOR_FAILED, about=user)


def _told(kind: str) -> Any:
    def listen(sender: object, user: User, **more: Any) -> None:
        factor = more.get("authenticator")
        audit.record(kind, by=user, about=user, details={"factor": factor.type} if factor is not None else None)

    return listen
