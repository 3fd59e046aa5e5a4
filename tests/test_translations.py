"""Every message of ours in Japanese and Kannada: there, not fuzzy, in its own letters, with the same placeholders."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
LETTERS = {"ja": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]"), "kn": re.compile(r"[\u0c80-\u0cff]")}
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[a-z0-9]|%[sd]")
# Names and signs that are the same in every language.
ALIKE = {"API"}


def messages(language: str) -> list[Message]:
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as source:
        return [message for message in read_po(source, locale=language, abort_invalid=True) if message.id]


def texts(value: str | list[str] | tuple[str, ...]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


@pytest.mark.parametrize("language", LETTERS)
def test_no_message_is_missing_or_guessed(language: str) -> None:
    assert [m.id for m in messages(language) if m.fuzzy or not all(texts(m.string))] == []


@pytest.mark.parametrize("language", LETTERS)
def test_every_text_is_written_in_its_own_letters(language: str) -> None:
    wrong = []
    for message in messages(language):
        if texts(message.id)[0] in ALIKE:
            continue
        # What is only placeholders and markup has no letters of any language.
        bare = re.sub(r"<[^>]+>|%\([a-z_]+\)[a-z0-9]", "", texts(message.id)[0])
        if re.search(r"[A-Za-z]", bare) and not all(LETTERS[language].search(text) for text in texts(message.string)):
            wrong.append((message.id, message.string))
    assert wrong == []


@pytest.mark.parametrize("language", LETTERS)
def test_placeholders_are_the_same(language: str) -> None:
    wrong = [
        (m.id, text)
        for m in messages(language)
        for text in texts(m.string)
        if set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(" ".join(texts(m.id))))
    ]
    assert wrong == []
