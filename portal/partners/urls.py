"""Pages of the partners. What their keys open is the API's table of contents."""

from django.urls import path

from .views import keys, partners, people

app_name = "partners"
urlpatterns = [
    path("partners/", partners.partner_list, name="partner_list"),
    path("partners/new/", partners.partner_make, name="partner_make"),
    path("partners/<slug:slug>/", partners.partner, name="partner"),
    path("partners/<slug:slug>/close/", partners.partner_close, name="partner_close"),
    path("partners/<slug:slug>/open/", partners.partner_open, name="partner_open"),
    path("partners/<slug:slug>/people/appoint/", people.person_appoint, name="person_appoint"),
    path("partners/<slug:slug>/people/<uuid:pk>/end/", people.person_end, name="person_end"),
    path("partners/<slug:slug>/keys/new/", keys.key_make, name="key_make"),
    path("partners/<slug:slug>/keys/<uuid:pk>/change/", keys.key_change, name="key_change"),
    path("partners/<slug:slug>/keys/<uuid:pk>/replace/", keys.key_replace, name="key_replace"),
    path("partners/<slug:slug>/keys/<uuid:pk>/revoke/", keys.key_revoke, name="key_revoke"),
]
