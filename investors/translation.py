"""Names in English, Japanese and Kannada. What people write about a meeting stays in the language they wrote it in."""

from modeltranslation.translator import TranslationOptions, register

from .models import Company, Organisation


@register(Company)
class CompanyTranslation(TranslationOptions):
    fields = ("name",)


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name", "role")
