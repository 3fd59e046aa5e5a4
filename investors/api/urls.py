"""The relationship's addresses in the API."""

from django.urls import path

from portal.core.api.views import DetailView, ListView

from .meetings import MeetingList
from .resources import COMMITMENTS, COMPANIES, MEETINGS, ORGANISATIONS

urlpatterns = [
    path("companies/", ListView.as_view(resource=COMPANIES), name="api-companies"),
    path("companies/<slug:key>/", DetailView.as_view(resource=COMPANIES), name="api-companies-one"),
    path("organisations/", ListView.as_view(resource=ORGANISATIONS), name="api-organisations"),
    path("organisations/<slug:key>/", DetailView.as_view(resource=ORGANISATIONS), name="api-organisations-one"),
    path("meetings/", MeetingList.as_view(), name="api-meetings"),
    path("meetings/<uuid:key>/", DetailView.as_view(resource=MEETINGS), name="api-meetings-one"),
    path("commitments/", ListView.as_view(resource=COMMITMENTS), name="api-commitments"),
    path("commitments/<uuid:key>/", DetailView.as_view(resource=COMMITMENTS), name="api-commitments-one"),
]
