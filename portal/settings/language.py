"""Languages, time and number formats. English has no address prefix; Japanese and Kannada have /ja/ and /kn/."""

from django.utils.translation import gettext_lazy as _

from .environment import ROOT

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ja", _("Japanese")), ("kn", _("Kannada"))]
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_LANGUAGES = ("en", "ja", "kn")
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en",)
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = "portal.core.date_formats"
# The desk's zone. Rows keep their own zone; readers see their own.
TIME_ZONE = "Asia/Kolkata"
