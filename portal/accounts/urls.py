from django.contrib.auth.views import LogoutView
from django.urls import path

from .views import audit, sign_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="login"),
    path("sign-out/", LogoutView.as_view(), name="logout"),
    path("home/", sign_in.home, name="home"),
    path("desk/audit/", audit.audit_list, name="audit"),
    path("desk/audit/export/", audit.audit_export, name="audit_export"),
]
