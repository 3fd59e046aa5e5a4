from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
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
        (None, {"fields": ("email", "password", "name", "role", "supervisor")}),
        (pgettext_lazy("language and zone", "Reading"), {"fields": ("language", "zone")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions", "is_example")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "role", "password1", "password2")}),)
