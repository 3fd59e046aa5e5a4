"""The table of contents. Pages stand in three languages; English has no prefix."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import TemplateView

from portal.accounts.views import admin_doors as doors
from portal.accounts.views.sign_in import SignOut
from portal.core import sitemaps
from portal.core.views import accessibility, errors, health, styleguide
from sectors.views.start import start

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain"), name="robots"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap_section, name="sitemap-section"),
    path("api/", include("portal.api")),
    # The administration has no doors of its own.
    path("admin/login/", doors.to_sign_in, name="administration-sign-in"),
    path("admin/logout/", SignOut.as_view(), name="administration-sign-out"),
    path("admin/password_change/", doors.to_password, name="administration-password"),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", start, name="start"),
        path("", include("portal.accounts.urls")),
        path("", include("portal.accounts.drafts.urls")),
        path("", include("portal.accounts.library_urls")),
        path("", include("portal.outbox.urls")),
        path("", include("portal.partners.urls")),
        path("", include("sectors.urls")),
        path("", include("investors.urls")),
        path("accessibility/", accessibility.accessibility, name="accessibility"),
        path("styleguide/", styleguide.styleguide, name="styleguide"),
        prefix_default_language=False,
    ),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
