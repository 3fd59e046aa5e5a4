from django.urls import path

from . import views

app_name = "drafts"
urlpatterns = [
    path("drafts/", views.not_yet_saved, name="list"),
    path("drafts/keep/", views.keep, name="keep"),
    path("drafts/<uuid:pk>/discard/", views.discard, name="discard"),
]
