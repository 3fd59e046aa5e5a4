"""Words in three scripts: folded, cut, asked for and marked; the database cuts by the same rules."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from portal.core.search import excerpt, marked, opening, terms_of
from portal.core.search.words import fold

LETTERS = st.text(
    st.one_of(
        st.characters(min_codepoint=0x20, max_codepoint=0x24F),
        st.characters(min_codepoint=0x0C80, max_codepoint=0x0CF2),
        st.characters(min_codepoint=0x3000, max_codepoint=0x30FF),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x4FFF),
        st.characters(min_codepoint=0xFF00, max_codepoint=0xFFEF),
        st.sampled_from("'\"\\:*&|!<>()\u200c\u200d\u0301\u3099\ufe00\U000e0100\U00020bb7\U0001f50b㈱㌔½İßΣς೧१"),
    ),
    max_size=60,
)


def asked(sql: str, *values: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def finds(text: str, query: str) -> bool:
    """Whether the database finds `query` in `text`."""
    terms = terms_of(query)
    assert terms, query
    return bool(asked("SELECT setu_terms(%s) @@ %s::tsquery", text, " & ".join(term.query for term in terms)))


class TestTheDatabase(TestCase):
    @settings(max_examples=300, deadline=None)
    @given(LETTERS)
    def test_folds_as_we_do(self, text: str) -> None:
        assert asked("SELECT setu_fold(%s)", text) == fold(text)

    @settings(max_examples=300, deadline=None)
    @given(LETTERS)
    def test_finds_a_text_by_its_own_words(self, text: str) -> None:
        if terms_of(text):
            assert finds(text, text)
            assert any(piece.is_match for piece in marked(text, terms_of(text)))


@given(LETTERS, LETTERS)
def test_marking_loses_and_adds_nothing(text: str, query: str) -> None:
    assert "".join(piece.text for piece in marked(text, terms_of(query))) == text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("電池・セル製造", "電池"),
        ("電池・セル製造", "製造"),
        ("EV部品の生産", "部品"),
        ("EV部品の生産", "ev部品"),
        ("EV部品の生産", "品"),
        ("日本工業団地", "業団地"),
        ("日本工業団地", "地"),
        ("バッテリーセル", "ﾊﾞｯﾃﾘｰ"),
        ("バッテリーセル", "ばってりー"),
        ("モータ用の磁石", "モーター"),
        ("モーター用の磁石", "モータ"),
        ("２０２４年の５２５社", "2024"),
        ("525 firms", "５２５"),
        ("525 firms", "೫೨೫"),
        ("Bengalūru Urban", "bengaluru"),
        ("Bengaluru Urban", "BENGALŪRU"),
        ("battery packs", "Batteries"),
        ("batteries", "battery"),
        ("electric vehicle", "vehicles"),
        ("manufacturing", "manufact"),
        ("R&D centre", "r&d"),
        ("ಬ್ಯಾಟರಿ ಮತ್ತು ಸೆಲ್ ತಯಾರಿಕೆ", "ಬ್ಯಾಟರಿ"),
        ("ಬ್ಯಾಟರಿಗಳನ್ನು ತಯಾರಿಸುವ", "ಬ್ಯಾಟರಿ"),
        ("ಬ್ಯಾಟರಿ ತಯಾರಿಕೆ", "ಬ್ಯಾಟರಿಗಳು"),
        ("ಬೆಂಗಳೂರಿನಲ್ಲಿ ಭೂಮಿ", "ಬೆಂಗಳೂರು"),
        ("ಬೆಂಗಳೂರು ನಗರ", "ಬೆಂಗಳೂರಿನಲ್ಲಿ"),
        ("ಕೈಗಾರಿಕಾ ಟೌನ್‌ಶಿಪ್", "ಕೈಗಾರಿಕೆ"),
        ("ಟೌನ್‌ಶಿಪ್", "ಟೌನ್ಶಿಪ್"),
        ("ಉತ್ಪಾದನೆ", "ಉತ್ಪಾದ"),
        ("電池 battery ಬ್ಯಾಟರಿ", "ಬ್ಯಾಟರಿಗಳು 電池"),
    ],
)
def test_it_is_found_however_it_is_written(text: str, query: str) -> None:
    assert finds(text, query)
    assert any(piece.is_match for piece in marked(text, terms_of(query)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("every motor", "ev"),
        ("500 acres", "50"),
        ("電力と池", "電池"),
        ("セル・パック", "セパ"),
        ("battery", "attery"),
        ("ಬೆಳಗಾವಿ", "ಬೆಂಗಳೂರು"),
        ("cells", "cells packs"),
    ],
)
def test_it_is_not_found_by_what_it_does_not_say(text: str, query: str) -> None:
    assert not finds(text, query)


@pytest.mark.parametrize("text", ["", "   ", "!!!", "・、。", "🔋🚗", "&|!:*<->", "\u200d\u200c", "।"])
def test_what_holds_no_letter_and_no_digit_asks_for_nothing(text: str) -> None:
    assert terms_of(text) == []


def test_at_most_ten_terms_are_asked_for_and_none_twice() -> None:
    assert len(terms_of(" ".join(f"word{n}" for n in range(50)))) == 10
    assert len(terms_of("cell CELL ｃｅｌｌ cells")) == 1


def test_a_word_is_marked_with_its_ending_and_as_it_was_written() -> None:
    said = [(piece.text, piece.is_match) for piece in marked("Makers of Bengalūru’s Batteries.", terms_of("battery bengaluru"))]
    assert said == [("Makers of ", False), ("Bengalūru", True), ("’s ", False), ("Batteries", True), (".", False)]
    said = [(piece.text, piece.is_match) for piece in marked("全固体電池と電池材料", terms_of("電池"))]
    assert said == [("全固体", False), ("電池", True), ("と", False), ("電池", True), ("材料", False)]
    said = [(piece.text, piece.is_match) for piece in marked("ﾊﾞｯﾃﾘｰの㈱", terms_of("バッテリ"))]
    assert said == [("ﾊﾞｯﾃﾘ", True), ("ｰの㈱", False)]


def test_an_excerpt_stands_around_the_first_match() -> None:
    text = "Land " * 100 + "and recyclers of cells. " + "Water " * 100
    said = excerpt(text, terms_of("recycler"), 120)
    assert [piece.text for piece in said if piece.is_match] == ["recyclers"]
    assert said[0].text == "… " and said[-1].text == " …"
    assert len("".join(piece.text for piece in said)) < 130
    assert excerpt(text, terms_of("nothing")) == []
    kannada = excerpt("ಕ್ಷೇತ್ರ" * 60 + "電池" + "ಕ್ಷೇತ್ರ" * 60, terms_of("電池"), 90)
    assert [piece.text for piece in kannada if piece.is_match] == ["電池"]


def test_an_opening_ends_between_words() -> None:
    assert [piece.text for piece in opening("Short.", 20)] == ["Short."]
    assert [piece.text for piece in opening("One two three four five six", 20)] == ["One two three four", " …"]
    assert opening("") == []
    assert "".join(piece.text for piece in opening("電" * 300, 100)) == "電" * 100 + " …"
