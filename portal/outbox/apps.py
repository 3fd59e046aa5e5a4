from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "portal.outbox"
    label = "outbox"
    verbose_name = _("Outbox")

    def ready(self) -> None:
        from . import channels
        from .channels.email import Email
        from .channels.in_app import InApp

        channels.register("email", Email)
        channels.register("in_app", InApp)
