from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "portal.outbox"
    label = "outbox"
    verbose_name = _("Outbox")

    def ready(self) -> None:
        from . import account_mail, channels, checks  # noqa: F401 - registers the checks
        from .channels import email, in_app

        channels.register(email.channel)
        channels.register(in_app.channel)
        account_mail.open_office()
