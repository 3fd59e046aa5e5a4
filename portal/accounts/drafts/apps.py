from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftsConfig(AppConfig):
    name = "portal.accounts.drafts"
    label = "drafts"
    verbose_name = _("Text not yet saved")
