from django.contrib import admin
from modeltranslation.admin import TabbedTranslationAdmin

from .models import Claim, District, Incentive, Opportunity, Plot, Policy, Segment, Source, Township


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ("code", "publisher", "date", "quality")
    list_filter = ("quality",)
    search_fields = ("code", "publisher", "url")


@admin.register(Claim)
class ClaimAdmin(admin.ModelAdmin):
    list_display = ("key", "measure", "value", "unit", "as_of", "stated_by", "status")
    list_filter = ("subject_kind", "status", "qualifier")
    search_fields = ("key", "subject", "stated_by")
    autocomplete_fields = ("source",)


class OfferAdmin(TabbedTranslationAdmin):
    """Rows of the offer carry their texts in three languages."""

    autocomplete_fields: tuple[str, ...] = ("sources",)


@admin.register(Segment)
class SegmentAdmin(OfferAdmin):
    list_display = ("code", "name", "parent", "translation_status")
    list_select_related = ("parent",)
    search_fields = ("code", "name_en", "name_ja", "name_kn")
    autocomplete_fields = ("parent", "sources")


@admin.register(District)
class DistrictAdmin(OfferAdmin):
    list_display = ("code", "name", "headquarters")
    search_fields = ("code", "name_en", "name_ja", "name_kn", "former_name")


@admin.register(Township)
class TownshipAdmin(OfferAdmin):
    list_display = ("slug", "name", "district", "acres", "status")
    list_select_related = ("district",)
    search_fields = ("slug", "name_en", "name_ja", "name_kn")
    autocomplete_fields = ("district", "focus", "sources")


@admin.register(Plot)
class PlotAdmin(admin.ModelAdmin):
    list_display = ("code", "township", "acres", "status", "as_of", "is_example")
    list_select_related = ("township",)
    list_filter = ("status", "is_example")
    autocomplete_fields = ("township",)


@admin.register(Policy)
class PolicyAdmin(OfferAdmin):
    list_display = ("slug", "name", "level", "in_force_from", "in_force_to")
    search_fields = ("slug", "name_en")


@admin.register(Incentive)
class IncentiveAdmin(OfferAdmin):
    list_display = ("slug", "name", "policy", "kind", "rate_percent", "quality")
    list_select_related = ("policy",)
    list_filter = ("kind", "quality")
    search_fields = ("slug", "name_en")
    autocomplete_fields = ("policy", "segments", "sources")


@admin.register(Opportunity)
class OpportunityAdmin(OfferAdmin):
    list_display = ("slug", "title", "status", "published_on")
    list_filter = ("status",)
    search_fields = ("slug", "title_en", "title_ja", "title_kn")
    autocomplete_fields = ("segments", "townships", "policies", "sources")
