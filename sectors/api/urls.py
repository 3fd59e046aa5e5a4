"""The offer's addresses in the API."""

from django.urls import URLPattern, path

from portal.core.api.views import DetailView, ListView

from .resources import DISTRICTS, INCENTIVES, OPPORTUNITIES, POLICIES, SEGMENTS, TOWNSHIPS

urlpatterns: list[URLPattern] = []
for _one in (SEGMENTS, DISTRICTS, TOWNSHIPS, OPPORTUNITIES, POLICIES, INCENTIVES):
    urlpatterns += [
        path(f"{_one.name}/", ListView.as_view(resource=_one), name=f"api-{_one.name}"),
        path(f"{_one.name}/<slug:key>/", DetailView.as_view(resource=_one), name=f"api-{_one.name}-one"),
    ]
