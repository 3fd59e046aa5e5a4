"""What may stand in a text field."""

import pickle

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from portal.core.fields import AddressField, LineField, ProseField, ZoneField, parse_partial_date, validate_day
from portal.core.text import PlainText

LINE = PlainText()
PROSE = PlainText(lines=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plain words",
        "北九州市　議員",
        "ಜಪಾನ್ ಕೈಗಾರಿಕಾ ಟೌನ್\u200cಶಿಪ್",  # Kannada needs the zero-width non-joiner
        "ಕ್\u200dಷ",
        "𠮷野家 😀",
        "<img src=x onerror=alert(1)>",
        "{{7*7}} {% load x %}",
        "'; DROP TABLE meeting; --",
        "e\u0301",
        "1e400",
    ],
)
def test_what_people_type_is_kept(text: str) -> None:
    LINE(text)
    PROSE(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\x00b", "control_characters"),
        ("a\x1bb", "control_characters"),
        ("a\x7fb", "control_characters"),
        ("a\x85b", "control_characters"),
        ("a\u202eb", "direction"),
        ("a\u2066b", "direction"),
        ("a\ud800b", "surrogate"),
    ],
)
def test_what_nobody_typed_on_purpose_is_refused(text: str, code: str) -> None:
    for rule in (LINE, PROSE):
        with pytest.raises(ValidationError) as refusal:
            rule(text)
        assert refusal.value.code == code


@pytest.mark.parametrize("text", ["Bob\r\nBcc: all@x.example", "a\nb", "a\tb", "a\u2028b"])
def test_a_line_is_one_line_and_prose_may_have_many(text: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        LINE(text)
    assert refusal.value.code == "control_characters"
    PROSE(text)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp"))))
def test_every_letter_of_every_script_passes(text: str) -> None:
    LINE(text)


@given(st.text())
def test_what_passes_fits_into_a_mail_header_and_into_the_database(text: str) -> None:
    try:
        LINE(text)
    except ValidationError:
        return
    assert not {"\r", "\n", "\x00"} & set(text)
    text.encode("utf-8")


def test_rules_are_values_so_that_migrations_stay_quiet() -> None:
    assert PlainText() == PlainText(lines=False) != PlainText(lines=True)
    assert len({PlainText(), PlainText(), PlainText(lines=True)}) == 2
    assert pickle.loads(pickle.dumps(PlainText(lines=True))) == PlainText(lines=True)


@pytest.mark.parametrize(
    "address",
    ["a@x.example, b@x.example", "a@x.example\nBcc: b@x.example", "a@x.example\r\n", "a b@x.example", "nobody", "a@@x.example"],
)
def test_an_address_is_one_address(address: str) -> None:
    with pytest.raises(ValidationError):
        AddressField().run_validators(address)


def test_an_address_of_an_invented_guest_passes() -> None:
    AddressField().run_validators("guest.one@example.org")


def test_texts_have_an_end() -> None:
    LineField().run_validators("x" * 200)
    ProseField().run_validators("x" * 10_000)
    for field, length in ((LineField(), 201), (ProseField(), 10_001)):
        with pytest.raises(ValidationError) as refusal:
            field.run_validators("x" * length)
        assert refusal.value.error_list[0].code == "max_length"


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Asia/Tokyo", "UTC"])
def test_known_zones_pass(zone: str) -> None:
    ZoneField().run_validators(zone)


@pytest.mark.parametrize("zone", ["Asia/Bengaluru", "../../etc/passwd", "IST+5", "asia/tokyo\x00", "/etc/localtime"])
def test_unknown_zones_are_refused(zone: str) -> None:
    with pytest.raises(ValidationError):
        ZoneField().run_validators(zone)


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2024-01-10", "2024-01-10", "day"),
        ("2024-02-29", "2024-02-29", "day"),
        ("2024-01", "2024-01-01", "month"),
        ("2024", "2024-01-01", "year"),
        ("", "None", "unknown"),
    ],
)
def test_partial_dates_keep_their_precision(text: str, day: str, precision: str) -> None:
    date, found = parse_partial_date(text)
    assert (str(date), found) == (day, precision)


@pytest.mark.parametrize(
    "text", ["2024-02-30", "2023-02-29", "2024-13", "24", "2024-1-1", "2024-01-10T00:00", "２０２４", "2024-01-", "-2024", "0000"]
)
def test_days_that_never_were_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # the standard library words some of them
        parse_partial_date(text)


@given(st.dates())
def test_only_days_that_our_calendars_reach_pass(day) -> None:  # type: ignore[no-untyped-def]
    if 1900 <= day.year <= 2100:
        validate_day(day)
    else:
        with pytest.raises(ValidationError):
            validate_day(day)
