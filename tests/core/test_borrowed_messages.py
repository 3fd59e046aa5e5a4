"""What Django and REST framework say on our pages is said in the reader's language too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
import rest_framework
from django import forms
from django.urls import get_resolver
from django.utils import translation
from django_filters import FilterSet
from rest_framework import exceptions, serializers

from portal.core import borrowed_messages

LETTERS = {"ja": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]"), "kn": re.compile(r"[\u0c80-\u0cff]")}
ROOMS = ("portal.", "sectors.", "investors.")


class Anything(dict[str, Any]):
    def __missing__(self, name: str) -> int:
        return 2


def subclasses(base: type) -> Iterator[type]:
    for one in base.__subclasses__():
        yield one
        yield from subclasses(one)


def said_by(field: Any) -> Iterator[Any]:
    """Every sentence with which a field can refuse."""
    yield from getattr(field, "error_messages", {}).values()
    yield from (one.message for one in getattr(field, "validators", ()) if getattr(one, "message", ""))
    for inner in (getattr(field, "child", None), *getattr(getattr(field, "fields", None), "values", tuple)()):
        if inner is not None:
            yield from said_by(inner)


def every_field() -> Iterator[tuple[str, Any]]:
    assert get_resolver().url_patterns  # every view, and so every form, is imported
    for form in subclasses(forms.BaseForm):
        if form.__module__.startswith(ROOMS):
            yield from ((f"{form.__qualname__}.{name}", field) for name, field in getattr(form, "base_fields", {}).items())
    for one in subclasses(FilterSet):
        if one.__module__.startswith(ROOMS):
            yield from ((f"{one.__qualname__}.{name}", filter.field) for name, filter in one.base_filters.items())
    for serializer in subclasses(serializers.Serializer):
        if serializer.__module__.startswith(ROOMS) and serializer.__subclasses__() == []:
            yield serializer.__qualname__, serializer()


@pytest.mark.parametrize("language", LETTERS)
def test_every_refusal_of_a_field_is_in_the_readers_language(language: str) -> None:
    wrong, asked = set(), 0
    with translation.override(language):
        for name, field in every_field():
            for message in said_by(field):
                asked += 1
                # A lazy plural is a text once its number is known.
                text = str(message % Anything()) if "%" in repr(message) or not isinstance(message, str) else message
                if not LETTERS[language].search(text):
                    wrong.add((text, name))
    assert asked > 300
    assert dict(sorted(wrong)) == {}


@pytest.mark.parametrize("language", LETTERS)
def test_every_refusal_of_the_api_is_in_the_clients_language(language: str) -> None:
    with translation.override(language):
        refusals = [
            one.default_detail
            for one in subclasses(exceptions.APIException)
            if one.__module__ == exceptions.__name__ and one is not exceptions.NotFound
        ]
        assert [str(text) for text in refusals if not LETTERS[language].search(str(text))] == []


def test_what_is_borrowed_is_still_said_by_its_library() -> None:
    said = {
        node.value
        for library in (django, rest_framework)
        for file in Path(library.__file__).parent.rglob("*.py")
        if "locale" not in file.parts
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    calls = [
        node
        for node in ast.walk(ast.parse(Path(borrowed_messages.__file__).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]
    borrowed = [argument.value for call in calls for argument in call.args[:2] if isinstance(argument, ast.Constant)]
    assert len(borrowed) > 80
    assert [text for text in borrowed if text not in said] == []
