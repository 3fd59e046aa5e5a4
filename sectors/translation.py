"""Content columns in English, Japanese and Kannada."""

from modeltranslation.translator import TranslationOptions, register

from .models import District, Incentive, Opportunity, Policy, Segment, Township


@register(Segment)
class SegmentTranslation(TranslationOptions):
    fields = ("name", "summary")


@register(District)
class DistrictTranslation(TranslationOptions):
    fields = ("name",)


@register(Township)
class TownshipTranslation(TranslationOptions):
    fields = ("name", "acres_note", "access", "notes")


@register(Policy)
class PolicyTranslation(TranslationOptions):
    fields = ("name", "targets")


@register(Incentive)
class IncentiveTranslation(TranslationOptions):
    fields = ("name", "cap_note", "base", "note")


@register(Opportunity)
class OpportunityTranslation(TranslationOptions):
    fields = ("title", "sought", "readiness")
