from django.contrib import admin
from modeltranslation.admin import TabbedTranslationAdmin

from .models import (
    Attendance,
    Commitment,
    Company,
    CompanyInvitation,
    Contact,
    Delegation,
    Establishment,
    FollowUp,
    Interest,
    InterestAnswer,
    Meeting,
    Membership,
    Organisation,
    PartnerProfile,
    Project,
    ProjectStep,
)


class SeenOnly(admin.ModelAdmin):
    """Meetings, promises and follow-ups change on the desk, where the rules and the outbox are; here they are only looked at."""

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(Company)
class CompanyAdmin(TabbedTranslationAdmin):
    list_display = ("slug", "name", "country_code", "sector", "is_example")
    search_fields = ("slug", "name_en", "name_ja", "name_kn")
    autocomplete_fields = ("sources",)


@admin.register(Organisation)
class OrganisationAdmin(TabbedTranslationAdmin):
    list_display = ("slug", "name", "kind", "is_example")
    list_filter = ("kind",)
    search_fields = ("slug", "name_en", "name_ja", "name_kn")
    autocomplete_fields = ("sources",)


@admin.register(Establishment)
class EstablishmentAdmin(admin.ModelAdmin):
    list_display = ("key", "company", "kind", "place", "township")
    list_select_related = ("company", "township")
    autocomplete_fields = ("company", "township", "sources")


@admin.register(Contact)
class ContactAdmin(admin.ModelAdmin):
    list_display = ("name", "office", "company", "organisation", "language", "is_example")
    list_select_related = ("company", "organisation")
    search_fields = ("name", "native_name", "email")
    autocomplete_fields = ("company", "organisation")


class ProjectStepInline(admin.TabularInline):
    model = ProjectStep
    extra = 0
    autocomplete_fields = ("source",)


@admin.register(Project)
class ProjectAdmin(admin.ModelAdmin):
    list_display = ("slug", "company", "title", "stage", "township")
    list_select_related = ("company", "township")
    list_filter = ("stage",)
    search_fields = ("slug", "title")
    autocomplete_fields = ("company", "township", "sources")
    inlines = (ProjectStepInline,)


@admin.register(Membership)
class MembershipAdmin(SeenOnly):
    """Changed on the page of the company's people."""

    list_display = ("user", "company", "role", "ended_on")
    list_select_related = ("user", "company")


@admin.register(CompanyInvitation)
class CompanyInvitationAdmin(SeenOnly):
    list_display = ("invitation", "company", "role")
    list_select_related = ("invitation", "company")


@admin.register(PartnerProfile)
class PartnerProfileAdmin(admin.ModelAdmin):
    list_display = ("partner", "organisation", "desk_officer")
    list_select_related = ("partner", "organisation", "desk_officer")
    autocomplete_fields = ("partner", "organisation", "members", "desk_officer")


@admin.register(Delegation)
class DelegationAdmin(SeenOnly):
    list_display = ("name", "starts_on", "ends_on", "is_example")


@admin.register(Meeting)
class MeetingAdmin(SeenOnly):
    list_display = ("title", "date", "state", "owner", "is_example")
    list_select_related = ("owner",)
    list_filter = ("state", "kind")


@admin.register(Attendance)
class AttendanceAdmin(SeenOnly):
    list_display = ("contact", "office", "meeting", "side")
    list_select_related = ("contact", "meeting")


@admin.register(Commitment)
class CommitmentAdmin(SeenOnly):
    list_display = ("text", "answered_for_by", "due_on", "state")
    list_select_related = ("answered_for_by",)
    list_filter = ("state",)


@admin.register(FollowUp)
class FollowUpAdmin(SeenOnly):
    list_display = ("step", "meeting", "user", "contact", "state", "due_at")
    list_select_related = ("meeting", "user", "contact")
    list_filter = ("state", "step")


@admin.register(Interest)
class InterestAdmin(SeenOnly):
    list_display = ("reference", "name", "company_name", "state", "due_on", "assigned_to")
    list_select_related = ("assigned_to",)
    list_filter = ("state",)


@admin.register(InterestAnswer)
class InterestAnswerAdmin(SeenOnly):
    list_display = ("interest", "answered_by", "answered_at")
    list_select_related = ("interest", "answered_by")
