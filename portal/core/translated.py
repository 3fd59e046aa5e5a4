"""Translated columns inside expressions, where modeltranslation does not rewrite names."""

from django.db.models import F, TextField, Value
from django.db.models.functions import Coalesce, NullIf

FALLBACK = "en"


def translated(name: str, language: str) -> Coalesce:
    """The text of a translated column in this language, else in English, else empty. `name` may lead through relations."""
    columns = [NullIf(F(f"{name}_{language}"), Value(""))] if language != FALLBACK else []
    return Coalesce(*columns, F(f"{name}_{FALLBACK}"), Value(""), output_field=TextField())
