"""JSON is read with bounds."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.api.parsers import MAX_DEPTH, depth_of, parse
from portal.core.api.problems import Problem


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "parse_error"),
        (b"{", "parse_error"),
        (b"{'a': 1}", "parse_error"),
        (b'\xef\xbb\xbf{"a": 1}', "parse_error"),
        (b'"\xff"', "encoding"),
        (b'{"a": 1, "a": 2}', "duplicate"),
        (b'{"a": [{"b": 1, "b": 1}]}', "duplicate"),
        (b"NaN", "not_finite"),
        (b'{"a": -Infinity}', "not_finite"),
        (b'{"a": 1e400}', "not_finite"),
        (b"1" * 5000, "parse_error"),
        (b"[" * 65 + b"]" * 65, "too_deep"),
        (b"[" * 100_000, "too_deep"),
        (b'{"a":' * 100_000, "too_deep"),
        (b'"\x00"', "parse_error"),
    ],
)
def test_what_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(Problem) as refused:
        parse(body)
    assert refused.value.status_code == 400
    assert refused.value.errors[0]["code"] == code


def test_the_deepest_allowed_is_read() -> None:
    assert parse(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)


def test_brackets_inside_text_are_text() -> None:
    assert depth_of(rb'{"a": "[[[[\"[[{", "b": "\\"}') == 1


def test_hostile_quotes_cost_no_more_than_one_pass() -> None:
    start = time.perf_counter()
    depth_of(b'\\"' * 500_000)
    depth_of(b'"\\' * 500_000)
    assert time.perf_counter() - start < 3


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(_json)
def test_what_json_writes_is_read_back(value: object) -> None:
    import json

    assert parse(json.dumps(value).encode()) == value
