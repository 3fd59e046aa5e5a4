from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "portal.partners"
    label = "partners"
    verbose_name = _("Partners")

    def ready(self) -> None:
        from portal.core.history import track
        from portal.core.registry import homes

        from .models import ApiKey, Partner, PartnerMembership
        from .views.access import home

        track(Partner, PartnerMembership)
        # What is told of a key to people never includes what would help to guess one, not even to whoever reads histories.
        track(ApiKey, exclude=("last_used_at", "digest", "submission"))
        homes.register(home)
