from django.contrib import admin

from .models import ApiKey, Partner


@admin.register(Partner)
class PartnerAdmin(admin.ModelAdmin):
    list_display = ("name", "slug", "is_active", "is_example")
    search_fields = ("name", "slug")


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin):
    """Keys are made by `manage.py create_key`, which alone can show them; here they are named, narrowed and revoked."""

    list_display = ("prefix", "partner", "name", "expires_at", "revoked_at", "last_used_at")
    list_select_related = ("partner",)
    readonly_fields = ("partner", "prefix", "created_by", "last_used_at")
    exclude = ("digest",)

    def has_add_permission(self, request: object) -> bool:
        return False
