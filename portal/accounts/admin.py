from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import AuditEntry, Invitation, User

# Secrets of second factors are nobody's to read; sessions and factors are ended by actions, which write down that they were. Rights come
# from the role alone (rights.py): a group would be a second table of them.
for model in (EmailAddress, Authenticator, UserSession, Group):
    admin.site.unregister(model)


class SeenOnly(admin.ModelAdmin):
    """Changed under /desk/people/, where the rules are and where it is written down; here only looked at."""

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(SeenOnly):
    list_display = ("name", "email", "role", "is_active", "is_example")
    list_filter = ("role", "is_active", "is_example")
    search_fields = ("name", "email")
    ordering = ("name",)
    readonly_fields = ("where_changed",)
    fieldsets = (
        (None, {"fields": ("where_changed", "email", "name", "role", "supervisor")}),
        (pgettext_lazy("language and zone", "Reading"), {"fields": ("language", "zone")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "is_superuser", "last_login", "is_example")}),
    )

    @admin.display(description=_("Changed at"))
    def where_changed(self, user: User) -> str:
        """The way to the page on which accounts are changed."""
        return format_html('<a href="{}">{}</a>', reverse("accounts:person", args=[user.pk]), user.name)


@admin.register(Invitation)
class InvitationAdmin(SeenOnly):
    list_display = ("name", "email", "role", "invited_by", "expires_at", "accepted_at", "revoked_at")
    list_select_related = ("invited_by",)
    search_fields = ("name", "email")


@admin.register(AuditEntry)
class AuditEntryAdmin(SeenOnly):
    list_display = ("at", "kind", "who_name", "about_name", "door", "network")
    list_filter = ("kind",)
