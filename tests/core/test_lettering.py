"""Text is measured without a browser: never wider than its room, never broken where a script forbids it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.lettering import lines, width

TEXTS = st.text(
    st.one_of(
        st.sampled_from("abc MWil-/() 0123"),
        st.sampled_from("電池製造部品ーャュョ、。（）・カナひらがな"),
        st.sampled_from("ಬ್ಯಾಟರಿ ಮತ್ತು ಸೆಲ್ ತಯಾರಿಕೆ‌"),
    ),
    max_size=60,
)


@given(text=TEXTS, room=st.integers(60, 400), size=st.sampled_from([14, 15, 17]))
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text: str, room: int, size: int) -> None:
    found = lines(text, room, size)
    assert "".join("".join(found).split()) == "".join(text.split())
    for line in found:
        marks = sum(unicodedata.category(one)[0] == "M" for one in line)
        # One letter with all its marks stays together whatever the room.
        assert width(line, size) <= room or len(line) - marks <= 6, line


@given(text=TEXTS, room=st.integers(60, 400))
def test_no_line_begins_with_a_mark_or_a_small_kana(text: str, room: int) -> None:
    for line in lines(text, room, 15)[1:]:
        assert unicodedata.category(line[0])[0] != "M"
        assert line[0] not in "、。・）ーャュョ"


def test_lines_are_as_few_as_fit_and_of_even_length() -> None:
    assert lines("Research and development", 400, 17) == ("Research and development",)
    assert lines("Charging and testing infrastructure", 260, 17) == ("Charging and testing", "infrastructure")
    assert lines("one two three four", 120, 17) == ("one two", "three four")


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("セル部材(正極・負極・セパレータ・電解液)", ("セル部材(正極・負極・", "セパレータ・電解液)")),
        ("充電対応プラットフォーム", ("充電対応", "プラットフォーム")),
        ("ಬ್ಯಾಟರಿ ನಿರ್ವಹಣಾ ವ್ಯವಸ್ಥೆಗಳು", ("ಬ್ಯಾಟರಿ ನಿರ್ವಹಣಾ", "ವ್ಯವಸ್ಥೆಗಳು")),
    ],
)
def test_each_script_breaks_where_its_readers_expect_it(text: str, broken: tuple[str, ...]) -> None:
    assert lines(text, 190, 17) == broken


def test_nothing_has_no_lines_and_a_long_word_is_broken() -> None:
    assert lines("", 100, 15) == () == lines("   ", 100, 15)
    assert len(lines("Vasanthanarasapura" * 3, 120, 15)) > 2


def test_kannada_clusters_and_japanese_letters_take_the_room_they_take() -> None:
    assert width("電池", 10) == 20
    assert width("ಕ್ಕ", 10) < width("ಕಕ", 10)
    assert width("iii", 10) < width("mmm", 10)
