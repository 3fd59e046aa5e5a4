"""The offer, open to everyone."""

from django.urls import path

from .views import incentives, opportunities, policies, search, segments, sources, townships

app_name = "sectors"
urlpatterns = [
    path("segments/", segments.segment_list, name="segment_list"),
    path("segments/<slug:code>/", segments.segment, name="segment"),
    path("opportunities/", opportunities.opportunity_list, name="opportunity_list"),
    path("opportunities/<slug:slug>/", opportunities.opportunity, name="opportunity"),
    path("townships/", townships.township_list, name="township_list"),
    path("townships/<slug:slug>/", townships.township, name="township"),
    path("incentives/", incentives.incentive_list, name="incentive_list"),
    path("policies/<slug:slug>/", policies.policy, name="policy"),
    path("search/", search.search, name="search"),
    path("sources/", sources.source_list, name="source_list"),
    path("sources/figures/", sources.figures, name="figures"),
    path("sources/<str:code>/", sources.source, name="source"),
]
