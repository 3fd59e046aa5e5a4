"""Numbers, money, areas, dates: exact in three languages."""

import datetime
import re
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portal.core import formats
from portal.core.fields import Precision
from portal.core.quantities import quantity

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2)
WHOLE = st.integers(min_value=-(10**18), max_value=10**18)
NEVER_A_FLOAT = [1.5, 525.0]


@pytest.mark.parametrize(
    ("value", "indian", "japanese"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1000, "1,000", "1,000"),
        (99999, "99,999", "99,999"),
        (100000, "1,00,000", "100,000"),
        (1234567, "12,34,567", "1,234,567"),
        (123456789012, "1,23,45,67,89,012", "123,456,789,012"),
        (-1234567, "-12,34,567", "-1,234,567"),
        (Decimal("1490.650000"), "1,490.65", "1,490.65"),
        (Decimal("1E+5"), "1,00,000", "100,000"),
        (Decimal("-0.00"), "0", "0"),
        ("519.55", "519.55", "519.55"),
    ],
)
def test_numbers_are_grouped_as_the_reader_groups_them(value: object, indian: str, japanese: str) -> None:
    assert formats.number(value, "en") == indian
    assert formats.number(value, "kn") == indian
    assert formats.number(value, "ja") == japanese


@given(WHOLE)
def test_grouping_loses_no_digit(value: int) -> None:
    for language in ("en", "ja", "kn"):
        assert int(formats.number(value, language).replace(",", "")) == value


@given(st.integers(min_value=0, max_value=10**18))
def test_indian_groups_are_three_digits_then_twos(value: int) -> None:
    groups = formats.number(value, "en").split(",")
    assert all(len(group) == 2 for group in groups[1:-1])
    assert len(groups) == 1 or (len(groups[-1]) == 3 and 1 <= len(groups[0]) <= 2)


@pytest.mark.parametrize("value", NEVER_A_FLOAT)
def test_a_float_is_refused(value: float) -> None:
    for write in (formats.number, formats.crore, formats.rupees, formats.acres):
        with pytest.raises(TypeError):
            write(value)  # type: ignore[operator]


@pytest.mark.parametrize("value", ["many", "NaN", "Infinity", Decimal("NaN")])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        formats.number(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "english", "japanese", "kannada"),
    [
        (1, "INR 1 crore", "1,000万ルピー", "₹1 ಕೋಟಿ"),
        (10, "INR 10 crore", "1億ルピー", "₹10 ಕೋಟಿ"),
        (Decimal("0.10"), "INR 0.10 crore", "100万ルピー", "₹0.10 ಕೋಟಿ"),
        (Decimal("0.01"), "INR 0.01 crore", "10万ルピー", "₹0.01 ಕೋಟಿ"),
        (Decimal("0.001"), "INR 0.001 crore", "1万ルピー", "₹0.001 ಕೋಟಿ"),
        (Decimal("0.00001"), "INR 0.00001 crore", "100ルピー", "₹0.00001 ಕೋಟಿ"),
        (Decimal("3237.30"), "INR 3,237.30 crore", "323億7,300万ルピー", "₹3,237.30 ಕೋಟಿ"),
        (Decimal("1701.81"), "INR 1,701.81 crore", "170億1,810万ルピー", "₹1,701.81 ಕೋಟಿ"),
        (50000, "INR 50,000 crore", "5,000億ルピー", "₹50,000 ಕೋಟಿ"),
        (100000, "INR 1,00,000 crore", "1兆ルピー", "₹1,00,000 ಕೋಟಿ"),
        (750000, "INR 7,50,000 crore", "7兆5,000億ルピー", "₹7,50,000 ಕೋಟಿ"),
        (0, "INR 0 crore", "0ルピー", "₹0 ಕೋಟಿ"),
    ],
)
def test_crore_becomes_man_oku_and_cho(value: object, english: str, japanese: str, kannada: str) -> None:
    assert formats.crore(value, "en") == english
    assert formats.crore(value, "ja") == japanese
    assert formats.crore(value, "kn") == kannada


def read_myriads(text: str) -> Decimal:
    """The number that a Japanese reader reads."""
    total = Decimal(0)
    for mark, size in (("兆", 10**12), ("億", 10**8), ("万", 10**4)):
        head, found, tail = text.partition(mark)
        if found:
            total += Decimal(head.replace(",", "")) * size
            text = tail
    return total + Decimal(text.replace(",", "") or "0")


@given(AMOUNTS)
def test_a_japanese_reader_reads_the_same_rupees(value: Decimal) -> None:
    assert read_myriads(formats.crore(value, "ja").removesuffix("ルピー")) == value * 10_000_000


@given(AMOUNTS)
def test_an_english_reader_reads_the_same_crore(value: Decimal) -> None:
    words = formats.crore(value, "en")
    assert Decimal(words.removeprefix("INR ").removesuffix(" crore").replace(",", "")) == value


@pytest.mark.parametrize(
    ("value", "english", "japanese", "kannada"),
    [
        (50000, "INR 50,000", "5万ルピー", "₹50,000"),
        (100000, "INR 1 lakh", "10万ルピー", "₹1 ಲಕ್ಷ"),
        (2500000, "INR 25 lakh", "250万ルピー", "₹25 ಲಕ್ಷ"),
        (1234567, "INR 12,34,567", "123万4,567ルピー", "₹12,34,567"),
        (1250000, "INR 12.50 lakh", "125万ルピー", "₹12.50 ಲಕ್ಷ"),
        (100000000, "INR 10 crore", "1億ルピー", "₹10 ಕೋಟಿ"),
        (Decimal("99.50"), "INR 99.50", "99.5ルピー", "₹99.50"),
    ],
)
def test_rupees_are_said_in_lakh_and_crore(value: object, english: str, japanese: str, kannada: str) -> None:
    assert formats.rupees(value, "en") == english
    assert formats.rupees(value, "ja") == japanese
    assert formats.rupees(value, "kn") == kannada


@given(st.decimals(min_value=0, max_value=Decimal("9999999999999999.99"), places=2))
def test_no_rupee_is_rounded_away(value: Decimal) -> None:
    _inr, digits, *unit = formats.rupees(value, "en").split(" ")
    size = {"crore": 10_000_000, "lakh": 100_000}.get(unit[0] if unit else "", 1)
    assert Decimal(digits.replace(",", "")) * size == value
    assert read_myriads(formats.rupees(value, "ja").removesuffix("ルピー")) == value


def test_areas_stand_in_the_units_of_every_reader() -> None:
    assert formats.acres(Decimal("519.55"), "en") == "519.55 acres (210.3 ha)"
    assert formats.acres(Decimal("519.55"), "ja") == "519.55エーカー（約210.3 ha、約63万6,020坪）"
    assert formats.acres(Decimal("519.55"), "kn") == "519.55 ಎಕರೆ (210.3 ha)"
    assert formats.acres(Decimal("8500.00"), "en") == "8,500 acres (3,439.8 ha)"
    assert formats.acres(1, "en") == "1 acre (0.4 ha)"
    assert formats.acres(2, "en") == "2 acres (0.81 ha)"
    assert formats.square_metres(1, "en") == "4,047 m² · 1,224 tsubo (坪)"
    assert formats.square_metres(1, "kn") == "4,047 m² · 1,224 tsubo (坪)"
    # 坪 stands beside the acres already.
    assert formats.square_metres(1, "ja") == "4,047 m²"


@given(st.decimals(min_value=Decimal("0.01"), max_value=10**6, places=2))
def test_a_japanese_reader_always_reads_tsubo_of_the_same_land(acres: Decimal) -> None:
    said = re.fullmatch(r"([\d,.]+)エーカー（約([\d,.]+) ha、約(.+)坪）", formats.acres(acres, "ja"))
    assert said is not None
    assert Decimal(said[1].replace(",", "")) == acres
    assert abs(read_myriads(said[3]) - formats.area(acres).tsubo) <= Decimal("0.5")


def test_the_factors_of_area_are_exact() -> None:
    land = formats.area(1)
    assert land.square_metres == Decimal("4046.8564224")
    assert land.hectares == Decimal("0.40468564224")
    assert land.tsubo == Decimal("4046.8564224") * 121 / 400
    # 400 m² are exactly 121 坪.
    assert land.tsubo * 400 == land.square_metres * 121


def test_dates_are_as_exact_as_they_are_known() -> None:
    day = datetime.date(2024, 1, 10)
    assert [formats.partial_date(day, precision, "en") for precision in ("day", "month", "year", "unknown")] == [
        "10 January 2024",
        "January 2024",
        "2024",
        "",
    ]
    assert formats.partial_date(day, "day", "ja") == "2024年1月10日"
    assert formats.partial_date(day, "month", "ja") == "2024年1月"
    assert formats.partial_date(day, "year", "ja") == "2024年"
    assert formats.partial_date(day, "day", "kn") == "10 ಜನವರಿ 2024"
    assert formats.partial_date(day, "month", "kn") == "ಜನವರಿ 2024"
    assert formats.partial_date(None) == ""


@pytest.mark.parametrize(
    ("day", "english"),
    [
        (datetime.date(2024, 3, 31), "FY 2023-24"),
        (datetime.date(2024, 4, 1), "FY 2024-25"),
        (datetime.date(2025, 1, 1), "FY 2024-25"),
        (datetime.date(1999, 4, 1), "FY 1999-2000"),
        (datetime.date(2008, 4, 1), "FY 2008-09"),
    ],
)
def test_fiscal_years_run_from_april_to_march(day: datetime.date, english: str) -> None:
    assert formats.fiscal_year(day, "en") == english
    assert formats.fiscal_year(day, "ja") == f"{english.removeprefix('FY ')}年度"
    assert formats.fiscal_year(day, "kn").startswith(english.removeprefix("FY "))


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)))
def test_a_fiscal_year_holds_the_day_and_lasts_from_april_to_march(day: datetime.date) -> None:
    first = int(formats.fiscal_year(day, "en").removeprefix("FY ")[:4])
    assert datetime.date(first, 4, 1) <= day <= datetime.date(first + 1, 3, 31)
    assert formats.fiscal_year(day, "ja").endswith("年度")


@given(WHOLE, st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)), st.sampled_from(["en", "ja", "kn"]))
def test_every_language_writes_the_digits_of_the_ledgers(value: int, day: datetime.date, language: str) -> None:
    # Kannada offices write 0-9 in figures; docs/languages.md says why.
    written = "".join(
        (
            formats.number(value, language),
            formats.crore(value, language),
            formats.partial_date(day, Precision.DAY, language),
            formats.fiscal_year(day, language),
        )
    )
    assert {one for one in written if one.isdecimal()} <= set("0123456789")


def test_a_moment_is_shown_in_its_zone_and_names_it() -> None:
    instant = datetime.datetime(2024, 1, 10, 12, 35, tzinfo=datetime.UTC)
    assert formats.moment(instant, "Asia/Kolkata", "en") == "10 January 2024, 18:05 (India Standard Time)"
    assert formats.moment(instant, "Asia/Tokyo", "ja") == "2024年1月10日 21:35（日本標準時）"
    assert formats.moment(instant, "Asia/Kolkata", "kn").startswith("10 ಜನವರಿ 2024, 18:05 (")
    with pytest.raises(ValueError):
        formats.moment(datetime.datetime(2024, 1, 10, 12, 35), "Asia/Kolkata")


def test_a_span_says_once_what_its_ends_share() -> None:
    start = datetime.datetime(2024, 1, 10, 5, 0, tzinfo=datetime.UTC)
    later, next_day = start + datetime.timedelta(minutes=75), start + datetime.timedelta(days=1)
    assert formats.span(start, later, "Asia/Kolkata", "en") == "10 January 2024, 10:30 – 11:45 (India Standard Time)"
    assert formats.span(start, later, "Asia/Kolkata", "ja") == "2024年1月10日 10:30 – 11:45（インド標準時）"
    assert formats.span(start, None, "Asia/Kolkata", "en") == formats.moment(start, "Asia/Kolkata", "en")
    assert formats.span(start, next_day, "Asia/Kolkata", "en") == (
        "10 January 2024, 10:30 (India Standard Time) – 11 January 2024, 10:30 (India Standard Time)"
    )


def test_django_writes_dates_as_the_pages_do() -> None:
    with translation.override("en"):
        assert (
            Template('{{ day|date:"DATE_FORMAT" }}').render(Context({"day": datetime.date(2026, 11, 17)})) == "17 November 2026"
        )


def test_countries_are_named_in_the_readers_language() -> None:
    assert [formats.country("JP", language) for language in ("en", "ja", "kn")] == ["Japan", "日本", "ಜಪಾನ್"]
    assert formats.country("ZZ9", "en") == "ZZ9"
    assert formats.country("", "en") == ""


def test_what_is_not_known_prints_nothing() -> None:
    for write in (
        formats.number,
        formats.crore,
        formats.rupees,
        formats.acres,
        formats.square_metres,
        formats.up_to_percent,
        formats.percent,
    ):
        assert write(None) == write("") == ""


def test_a_figure_carries_its_unit_and_its_speakers_doubt() -> None:
    with translation.override("en"):
        assert formats.qualified(quantity(525, "firms"), "over") == "over 525 firms"
        assert formats.qualified(quantity(70, "firms"), "about") == "about 70 firms"
        assert formats.qualified(quantity(1, "jobs"), "exact") == "1 job"
        assert quantity(Decimal("0.5"), "percent") == "0.5 %"
        assert quantity(None, "date", day=datetime.date(2030, 3, 31), precision=Precision.MONTH) == "March 2030"
        assert quantity(3, "prefab_halls") == "3 prefab halls"
        assert quantity(100, "jpy_billion") == "JPY 100 billion"
        assert formats.up_to_percent(Decimal("25.000")) == "up to 25 %"
    with translation.override("ja"):
        assert quantity(Decimal(100), "jpy_billion") == "1,000億円"
        assert quantity(Decimal("0.5"), "percent") == "0.5%"
        assert quantity(Decimal("519.55"), "acre").endswith("坪）")
        assert quantity(Decimal("12.5"), "usd_million") == "1,250万米ドル"


def render(source: str, **context: object) -> str:
    return Template("{% load setu %}" + source).render(Context(context))


def test_templates_write_the_same_figures() -> None:
    day = datetime.date(2024, 1, 10)
    with translation.override("en"):
        assert render(
            "{{ n|number }} {{ c|crore }} {{ a|acres }} {{ 'JP'|country }}", n=1234567, c=Decimal("3237.30"), a=Decimal("519.55")
        ) == ("12,34,567 INR 3,237.30 crore 519.55 acres (210.3 ha) Japan")
        assert render("{% partial_date d 'month' %}", d=day) == "January 2024"
        assert render("{% moment t 'Asia/Kolkata' %}", t=datetime.datetime(2024, 1, 10, tzinfo=datetime.UTC)) == (
            "10 January 2024, 05:30 (India Standard Time)"
        )


def test_links_keep_the_rest_of_the_query() -> None:
    request = RequestFactory().get("/", {"q": "電池 & co", "cursor": "x"})
    assert render("{% query_with cursor=None segment='oem' %}", request=request) == "?q=%E9%9B%BB%E6%B1%A0+%26+co&amp;segment=oem"
    assert render("{% query_with cursor='' q=None %}", request=request) == "?"
