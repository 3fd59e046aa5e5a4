"""The API's table of contents."""

from importlib.util import find_spec

from django.urls import include, path
from django.views.generic import RedirectView

from portal.core.api.document import document
from portal.core.api.documentation import docs, schema_view

v1 = [path("", include("sectors.api.urls"))]
if find_spec("investors.api.urls"):
    v1.append(path("", include("investors.api.urls")))

resources = [path("v1/", include(v1))]

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="api-docs"), name="api"),
    path("docs/", docs, name="api-docs"),
    path("schema/", schema_view(lambda: document(resources)), name="api-schema"),
    *resources,
]
