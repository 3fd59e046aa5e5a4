"""The few addresses that django-allauth looks up by names of its own. They are ours, under those names."""

from django.urls import path

from .views import sign_in

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/second-step/", sign_in.second_step, name="mfa_authenticate"),
]
