from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "portal.partners"
    label = "partners"
    verbose_name = _("Partners")

    def ready(self) -> None:
        from portal.core.history import track

        from .models import ApiKey, Partner

        track(Partner)
        track(ApiKey, exclude=("last_used_at",))
