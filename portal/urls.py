"""The table of contents. Pages stand in three languages; English has no prefix."""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import TemplateView

from portal.core.views import errors, health, styleguide


def _there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain"), name="robots"),
    path("admin/", admin.site.urls),
]
if _there("portal.api"):
    urlpatterns.append(path("api/", include("portal.api")))
pages = [
    path("", include(name))
    for name in ("portal.accounts.urls", "portal.outbox.urls", "sectors.urls", "investors.urls")
    if _there(name)
]
if _there("sectors.views.start"):
    from sectors.views.start import start

    pages.append(path("", start, name="start"))
pages.append(path("styleguide/", styleguide.styleguide, name="styleguide"))
urlpatterns += i18n_patterns(*pages, prefix_default_language=False)

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
