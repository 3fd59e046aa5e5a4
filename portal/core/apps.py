from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "portal.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers the system checks)
        from .history import track
        from .models import Attachment

        # Where the bytes lie is nobody's business, and they are gone when the row is.
        track(Attachment, exclude=("file",))
