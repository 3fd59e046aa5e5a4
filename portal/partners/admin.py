from django.contrib import admin

from .models import ApiKey, Partner, PartnerMembership


@admin.register(Partner)
class PartnerAdmin(admin.ModelAdmin):
    """Looked up and renamed here; made, closed and opened under /partners/, where the rules are."""

    list_display = ("name", "slug", "is_active", "is_example")
    search_fields = ("name", "slug")
    readonly_fields = ("is_active", "close_reason")

    def has_add_permission(self, request: object) -> bool:
        return False


class SeenOnly(admin.ModelAdmin):
    """Changed under /partners/, where the rules are; here only looked at."""

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(PartnerMembership)
class PartnerMembershipAdmin(SeenOnly):
    list_display = ("user", "partner", "role", "ended_on")
    list_select_related = ("user", "partner")


@admin.register(ApiKey)
class ApiKeyAdmin(SeenOnly):
    """Keys are made by their partner's administrators, or by `manage.py create_key`."""

    list_display = ("prefix", "partner", "name", "expires_at", "revoked_at", "last_used_at")
    list_select_related = ("partner",)
    exclude = ("digest", "submission")
