"""People cells of reported meetings."""

import pytest

from investors.reference.people import Person, read_person
from sectors.reference.columns import Refused


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Nakane Tsutomu (Consul General of Japan)", Person("Nakane Tsutomu", "Consul General of Japan", "")),
        (
            "Taro (Member of Parliament, given name only in the press)",
            Person("Taro", "Member of Parliament", "given name only in the press"),
        ),
        ("Chief Minister", Person("", "Chief Minister", "")),
        ("Minister, Industries", Person("", "Minister, Industries", "")),
        ("(Chief Minister)", Person("", "Chief Minister", "")),
        ("A B (Head (acting, since May), Tokyo)", Person("A B", "Head (acting, since May)", "Tokyo")),
        ("Ann (Annie) Lee (Consul)", Person("Ann (Annie) Lee", "Consul", "")),
        ("中根 勉（総領事、バンガロール）", Person("中根 勉", "総領事", "バンガロール")),
        ("Ger ()", Person("Ger", "", "")),
        ("  Two   words ( Post ,  note ) ", Person("Two words", "Post", "note")),
    ],
)
def test_a_person_is_read(text: str, person: Person) -> None:
    assert read_person(text) == person


@pytest.mark.parametrize("text", ["Taro (MP", "Taro MP)", "Taro (MP) and staff", "()", "Taro (A))"])
def test_brackets_that_do_not_close_are_refused(text: str) -> None:
    with pytest.raises(Refused, match="allowed: Name"):
        read_person(text)


def test_a_full_name_and_post_is_one_person_but_a_single_word_is_not() -> None:
    full, word = Person("Nakane Tsutomu", "Consul General", ""), Person("Taro", "Member of Parliament", "")
    assert full.key("one") == full.key("two")
    assert word.key("one") != word.key("two")
    assert len(Person("x" * 200, "y" * 300, "").key("z")) <= 140
    assert Person("中根 勉", "総領事", "").key("one")
