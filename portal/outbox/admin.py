from django.contrib import admin

from .models import Delivery, Event, Heartbeat, Notice


class ReadOnlyAdmin(admin.ModelAdmin):
    """The outbox is written by actions and the dispatcher; people act on it under /operations/."""

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("kind", "object_type", "object_id", "happened_at", "by")
    list_filter = ("kind",)
    list_select_related = ("by",)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ("kind", "recipient_name", "channel", "state", "due_at", "accepted_at", "is_example")
    list_filter = ("state", "channel", "kind")
    search_fields = ("recipient_name", "address")


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ("subject", "user", "created_at", "read_at")
    list_select_related = ("user",)


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    list_display = ("name", "at", "by")
