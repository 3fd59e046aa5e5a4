from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from portal.core.history import track

        from . import audit_signals, session_notes
        from .emails import account
        from .models import User

        audit_signals.connect()
        session_notes.connect()
        account.register()
        track(User, exclude=("password", "last_login"))
