"""Numbers, days and times in whatever digits they are typed, at both doors; what is none gets a clear message."""

import datetime
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import get_resolver
from django.utils import translation
from django_filters import FilterSet
from hypothesis import given
from hypothesis import strategies as st

from portal.core import formats
from portal.core.digits import plain_day, plain_number, plain_time
from portal.core.forms.figures import FOR_COLUMNS, AmountField, DayField, MomentField, TimeOfDayField, WholeNumberField

DIGITS = ["0123456789", "０１２３４５６７８９", "०१२३४५६७८९", "೦೧೨೩೪೫೬೭೮೯"]


def written(text: str, digits: str) -> str:
    return text.translate(str.maketrans(DIGITS[0], digits))


@pytest.mark.parametrize("digits", DIGITS)
@pytest.mark.parametrize(
    "shape", ["1234567", "12,34,567", "1,234,567", "12，34，567", "1、234、567", " 1234567 ", "\u30001,234,567", "+1234567"]
)
def test_a_whole_number_is_read_in_any_digits_and_groups(shape: str, digits: str) -> None:
    assert WholeNumberField().clean(written(shape, digits)) == 1_234_567


@pytest.mark.parametrize("digits", DIGITS)
@pytest.mark.parametrize("shape", ["3237.30", "3,237.30", "３，２３７．３", "3237．30"])
def test_an_amount_is_read_in_any_digits_and_groups(shape: str, digits: str) -> None:
    assert AmountField().clean(written(shape, digits)) == Decimal("3237.30")


@pytest.mark.parametrize(
    "text",
    [
        "1,2",
        "12,34",
        "1,23,4567",
        "1,2345",
        ",123",
        "1,,234",
        "1.234.567",
        "1 234",
        "12a",
        "一二三",
        "x",
        "1e5",
        "NaN",
        "Infinity",
        "½",
        "²",
        "٣x",
        "-",
        ".",
        "1\x00",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    for field in (WholeNumberField(), AmountField()):
        with pytest.raises(forms.ValidationError) as refused:
            field.clean(text)
        assert [error.code for error in refused.value.error_list] == ["invalid"]


@pytest.mark.parametrize(("language", "word"), [("en", "whole number"), ("ja", "整数"), ("kn", "ಪೂರ್ಣ ಸಂಖ್ಯೆ")])
def test_the_refusal_is_in_the_visitors_language(language: str, word: str) -> None:
    with translation.override(language), pytest.raises(forms.ValidationError, match=word):
        WholeNumberField().clean("x")


@pytest.mark.parametrize("text", ["-5", "－５", "−५", "ー೫"])
def test_a_minus_sign_of_any_keyboard_is_one(text: str) -> None:
    assert WholeNumberField().clean(text) == -5


def test_bounds_hold_whatever_the_digits() -> None:
    with pytest.raises(forms.ValidationError):
        WholeNumberField(max_value=100).clean("１２３")
    assert WholeNumberField(required=False).clean("") is None


@given(st.integers(-(10**15), 10**15), st.sampled_from(DIGITS), st.sampled_from(["en", "ja", "kn"]))
def test_every_number_that_a_page_writes_can_be_typed_back(value: int, digits: str, language: str) -> None:
    assert int(plain_number(written(formats.number(value, language), digits))) == value


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2), st.sampled_from(DIGITS), st.sampled_from(["en", "ja", "kn"]))
def test_every_amount_that_a_page_writes_can_be_typed_back(value: Decimal, digits: str, language: str) -> None:
    assert Decimal(plain_number(written(formats.number(value, language), digits))) == value


@given(st.text(max_size=12))
def test_no_text_breaks_the_reading(text: str) -> None:
    plain_day(text), plain_time(text)
    try:
        number = plain_number(text)
    except ValueError:
        return
    assert Decimal(number).is_finite()


def test_every_script_with_digits_is_known() -> None:
    # Unicode knows about seventy; each has its ten in one row.
    for code in range(0x110000):
        if (value := unicodedata.decimal(chr(code), None)) is not None:
            assert plain_number(chr(code)) == str(value)


@pytest.mark.parametrize("digits", DIGITS)
@pytest.mark.parametrize(
    "shape", ["2024-01-10", "2024/1/10", "2024.1.10", "2024年1月10日", "2024－01－10", "2024ー01ー10", " 2024／01／10 "]
)
def test_a_day_is_read_in_any_digits(shape: str, digits: str) -> None:
    assert DayField().clean(written(shape, digits)) == datetime.date(2024, 1, 10)


@pytest.mark.parametrize(
    "text", ["10/1/2024", "2024-13-10", "2024年2月30日", "1066-10-14", "yesterday", "2024-01-10-", "20240110"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(forms.ValidationError):
        DayField().clean(text)


@pytest.mark.parametrize("digits", DIGITS)
@pytest.mark.parametrize(
    ("shape", "time"),
    [
        ("10:05", (10, 5)),
        ("10：05", (10, 5)),
        ("10.05", (10, 5)),
        ("9時5分", (9, 5)),
        ("10時", (10, 0)),
        ("10:05:00", (10, 5)),
        ("9:05", (9, 5)),
    ],
)
def test_a_time_is_read_in_any_digits(shape: str, time: tuple[int, int], digits: str) -> None:
    assert TimeOfDayField().clean(written(shape, digits)) == datetime.time(*time)


@pytest.mark.parametrize("text", ["25:00", "10:60", "10", "noon", "10時60分", "1000"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(forms.ValidationError):
        TimeOfDayField().clean(text)


# Every form takes these fields, and no other for a number, a day or a time

OTHERS = (forms.IntegerField, forms.DateField, forms.TimeField, forms.DateTimeField, forms.SplitDateTimeField)
OURS = (WholeNumberField, AmountField, DayField, TimeOfDayField, MomentField)
ROOMS = ("portal.", "sectors.", "investors.")


def subclasses(base: type) -> Iterator[type]:
    for one in base.__subclasses__():
        yield one
        yield from subclasses(one)


def foreign(fields: dict[str, Any]) -> list[str]:
    return [name for name, field in fields.items() if isinstance(field, OTHERS) and not isinstance(field, OURS)]


def test_every_form_reads_numbers_as_people_type_them() -> None:
    assert get_resolver().url_patterns  # every view and so every form is imported
    found = {
        form.__qualname__: foreign(form.base_fields)
        for form in subclasses(forms.BaseForm)
        # The administration's are asked about below.
        if form.__module__.startswith(ROOMS) and not form.__module__.endswith(".admin") and hasattr(form, "base_fields")
    }
    assert found
    assert {name: fields for name, fields in found.items() if fields} == {}


def test_every_filter_reads_numbers_as_people_type_them() -> None:
    assert get_resolver().url_patterns
    found = {
        one.__qualname__: foreign(
            {name: filter.field for name, filter in one.base_filters.items() if issubclass(filter.field_class, OTHERS)}
        )
        for one in subclasses(FilterSet)
        if one.__module__.startswith(ROOMS)
    }
    assert found
    assert {name: fields for name, fields in found.items() if fields} == {}


def test_the_administration_reads_numbers_as_people_type_them(rf: Any) -> None:
    asked = 0
    for model, model_admin in admin.site._registry.items():
        if not model.__module__.startswith(ROOMS):
            continue
        for column in model._meta.concrete_fields:
            if column.editable and not column.auto_created and isinstance(column, tuple(FOR_COLUMNS)):
                field = model_admin.formfield_for_dbfield(column, rf.get("/"))
                # A column with choices is chosen and not typed.
                if field is not None and not column.choices:
                    asked += 1
                    assert isinstance(field, OURS), f"{model.__name__}.{column.name}"
    assert asked > 10


def test_the_administration_saves_what_was_typed_in_other_digits(admin_client: Client) -> None:
    from portal.core.models import Holiday

    answer = admin_client.post("/admin/core/holiday/add/", {"calendar": "JP", "date": "２０２４年１月８日", "name": "成人の日"})
    assert answer.status_code == 302
    assert Holiday.objects.get().date == datetime.date(2024, 1, 8)


def test_a_moment_in_two_boxes() -> None:
    with translation.override("en"):
        moment = models.DateTimeField().formfield(form_class=MomentField)
        assert moment.clean(["２０２４/１/１０", "１０時３０分"]).isoformat().startswith("2024-01-10T10:30:00")


# Both doors


@pytest.mark.django_db
@pytest.mark.parametrize("digits", DIGITS)
def test_a_list_is_narrowed_alike_on_its_page_and_in_the_api(client: Client, digits: str) -> None:
    from investors.models import Commitment
    from tests.api_cast import make_api_cast
    from tests.cast import make_cast
    from tests.investors.views.desk_rows import log

    cast = make_cast()
    callers = make_api_cast(cast)
    log(cast, promises=2)
    _first, second = Commitment.objects.order_by("due_on")
    day = written(second.due_on.isoformat(), digits)
    client.force_login(cast.officer)
    page = client.get("/ja/desk/commitments/", {"due_from": day})
    assert [row.pk for row in page.context["page"].rows] == [second.pk]
    key = {"Authorization": f"Bearer {callers.secrets['full']}"}
    answer = client.get("/api/v1/commitments/", {"due_from": day, "limit": written("10", digits)}, headers=key)
    assert [row["id"] for row in answer.json()["results"]] == [str(second.pk)]


@pytest.mark.django_db
def test_what_is_no_day_is_said_so_at_both_doors(client: Client) -> None:
    from tests.api_cast import make_api_cast
    from tests.cast import make_cast

    cast = make_cast()
    callers = make_api_cast(cast)
    client.force_login(cast.officer)
    assert "2024-01-10 のような形式で" in client.get("/ja/desk/commitments/", {"due_from": "昨日"}).content.decode()
    key = {"Authorization": f"Bearer {callers.secrets['full']}", "Accept-Language": "ja"}
    answer = client.get("/api/v1/commitments/", {"due_from": "昨日"}, headers=key)
    assert answer.status_code == 400
    assert "2024-01-10 のような形式で" in answer.json()["errors"][0]["message"]
