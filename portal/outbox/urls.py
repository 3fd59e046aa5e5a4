from django.urls import path

from . import mail_views, views

app_name = "outbox"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("operations/", views.operations, name="operations"),
    path("operations/<uuid:pk>/<str:verb>/", views.decide, name="decide"),
    path("status", views.status, name="status"),
    path("mail/", mail_views.mail, name="mail"),
    path("mail/<str:name>/", mail_views.mail_message, name="mail_message"),
    path("mail/<str:name>/raw/", mail_views.mail_raw, name="mail_raw"),
    path("mail/<str:name>/html/", mail_views.mail_html, name="mail_html"),
]
