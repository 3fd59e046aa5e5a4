from django.contrib import admin

from .models import Attachment, Holiday


@admin.register(Holiday)
class HolidayAdmin(admin.ModelAdmin):
    list_display = ("calendar", "date", "name", "is_working")
    list_filter = ("calendar", "is_working")
    date_hierarchy = "date"


@admin.register(Attachment)
class AttachmentAdmin(admin.ModelAdmin):
    """Seen, not edited: bytes and digest belong together."""

    list_display = ("name", "media_type", "size", "uploaded_by", "created_at")

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False
