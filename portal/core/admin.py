from django.contrib import admin

from .forms.figures import FOR_COLUMNS
from .models import Attachment, Holiday

# Every form of the administration reads figures as our own forms do. This room's module is read before those of higher rooms.
admin.ModelAdmin.formfield_overrides = FOR_COLUMNS


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

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        # On the page of its row, where the bytes go with it.
        return False
