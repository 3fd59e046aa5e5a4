from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from portal.core.history import track

        from . import audit_signals, session_notes
        from .actions import holdings
        from .emails import account, invitation
        from .models import Invitation, User

        audit_signals.connect()
        session_notes.connect()
        account.register()
        invitation.register()
        holdings.register_own()
        track(Invitation)
        track(User, exclude=("password", "last_login"))
