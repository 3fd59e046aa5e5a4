from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import User


class NewUserForm(UserCreationForm):
    class Meta(UserCreationForm.Meta):
        model = User
        fields = ("email",)
        field_classes: dict[str, Any] = {}


class UserForm(UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User
        field_classes: dict[str, Any] = {}


# Secrets of second factors are nobody's to read; sessions and factors are ended by actions, which write down that they were.
for model in (EmailAddress, Authenticator, UserSession):
    admin.site.unregister(model)


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    form = UserForm
    add_form = NewUserForm
    list_display = ("name", "email", "role", "is_active", "is_example")
    list_filter = ("role", "is_active", "is_example")
    search_fields = ("name", "email")
    ordering = ("name",)
    autocomplete_fields = ("supervisor",)
    fieldsets = (
        (None, {"fields": ("email", "name", "role", "supervisor")}),
        (pgettext_lazy("language and zone", "Reading"), {"fields": ("language", "zone")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions", "is_example")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "role", "password1", "password2")}),)

    def get_urls(self) -> list[URLPattern]:
        """Without the page that sets somebody's password: people choose their own, by a link that is sent to them."""
        return [one for one in super().get_urls() if one.name != "auth_user_password_change"]
