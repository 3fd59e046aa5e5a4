"""A file is what its content is, wholly, and named so; everything else is refused with the reason."""

import contextlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.attachments.judging import judge
from portal.core.attachments.kinds import ENDINGS, KINDS, NotTaken, label_of
from portal.core.attachments.names import LONGEST, ending, shown
from portal.core.attachments.sizes import size_label

from .samples import BAD, GOOD, office, package, pdf


@pytest.mark.parametrize("name", GOOD)
def test_every_kind_on_the_list_is_taken_with_a_safe_type(name: str) -> None:
    content, media_type = GOOD[name]
    assert judge(io.BytesIO(content), name).media_type == media_type


@pytest.mark.parametrize("name", BAD)
def test_everything_else_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(NotTaken) as refused:
        judge(io.BytesIO(BAD[name]), name)
    assert refused.value.field == "file"
    assert refused.value.messages[0].endswith(".")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("html.pdf", "ends in .pdf, but the content is something else"),
        ("pdf.bat", "must end in .pdf"),
        ("sheet.docx", "must end in .xlsx"),
        ("script.bat", "must end in .txt"),
        ("macro.docx", "macros"),
        ("password.docx", "password"),
        ("empty.txt", "empty"),
        ("picture.svg", "not taken"),
        ("png-and-more.png", "damaged"),
    ],
)
def test_the_refusal_says_what_to_do(name: str, said: str) -> None:
    with pytest.raises(NotTaken, match=said):
        judge(io.BytesIO(BAD[name]), name)


def test_a_package_under_a_password_is_refused() -> None:
    content = bytearray(package(office()))
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    with pytest.raises(NotTaken, match="password"):
        judge(io.BytesIO(bytes(content)), "a.docx")


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=600),
    st.sampled_from([b"", b"%PDF-1.7", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"RIFF"]),
    st.sampled_from(ENDINGS),
)
def test_no_bytes_make_the_judge_fail(content: bytes, start: bytes, kind: str) -> None:
    with contextlib.suppress(NotTaken):
        judge(io.BytesIO(start + content), f"a.{kind}")


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_broken_package_makes_the_judge_fail(data: st.DataObject) -> None:
    content = bytearray(package(office()))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(NotTaken):
        judge(io.BytesIO(bytes(content)), "a.docx")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("日本語.pdf", "日本語.pdf"),
        ("ಸಭೆ ಟಿಪ್ಪಣಿ.pdf", "ಸಭೆ ಟಿಪ್ಪಣಿ.pdf"),
        ("か\u3099.pdf", "が.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\plan.pdf", "plan.pdf"),
        ("ann\u202efdp.exe", "annfdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ('a"b<c>:d|e?f*.pdf', "abcdef.pdf"),
        (" .hidden. ", "hidden"),
        ("...", "file"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("x" * 300, "x" * LONGEST),
    ],
)
def test_a_name_is_shown_as_typed_without_what_deceives(typed: str, kept: str) -> None:
    assert shown(typed) == kept


@given(st.text(max_size=400))
def test_every_name_is_one_line_of_bounded_text(typed: str) -> None:
    from portal.core.text import PlainText

    name = shown(typed)
    PlainText()(name)
    assert 0 < len(name) <= LONGEST and "/" not in name and "\\" not in name


def test_an_ending_is_what_stands_behind_the_last_dot() -> None:
    assert [ending(name) for name in ("a.PDF", "a.tar.gz", "a", "a.")] == ["pdf", "gz", "", ""]


@pytest.mark.parametrize(
    ("size", "said"),
    [(1, "1 kB"), (1_000, "1 kB"), (1_001, "2 kB"), (999_999, "1,000 kB"), (1_000_001, "1.1 MB"), (10_000_000, "10 MB")],
)
def test_a_size_is_never_said_smaller_than_it_is(size: int, said: str) -> None:
    assert size_label(size) == said


def test_a_kind_is_called_by_its_name_with_or_without_its_encoding() -> None:
    assert label_of("text/csv; charset=shift_jis") == "table (CSV)"
    assert label_of("application/pdf") == "PDF"
    assert label_of("something/else") == "something/else"
    assert all(kind.media_type.split("/")[1] not in ("html", "svg+xml", "xml", "javascript") for kind in KINDS)


def test_a_large_file_is_judged_without_being_unpacked() -> None:
    content = package(office(**{"word/media/zeros.bin": b"\0" * 20_000_000}))
    assert len(content) < 100_000
    assert judge(io.BytesIO(content), "a.docx").kind.endings == ("docx",)
    assert judge(io.BytesIO(pdf("x" * 5_000_000)), "a.pdf").kind.endings == ("pdf",)
