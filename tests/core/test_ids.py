"""Version 7 UUIDs as RFC 9562 lays them out."""

import time
import uuid
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from portal.core.ids import uuid7


@given(st.integers(0, 2**48 - 1))
def test_the_first_48_bits_are_the_milliseconds(milliseconds: int) -> None:
    with mock.patch("portal.core.ids.time.time_ns", return_value=milliseconds * 1_000_000 + 999_999):
        made = uuid7()
    assert made.int >> 80 == milliseconds
    assert made.version == 7
    assert made.variant == uuid.RFC_4122


def test_later_ids_sort_later() -> None:
    now = time.time_ns()
    with mock.patch("portal.core.ids.time.time_ns", side_effect=[now + n * 1_000_000 for n in range(200)]):
        made = [uuid7() for _ in range(200)]
    assert made == sorted(made)


def test_ids_of_one_millisecond_differ() -> None:
    with mock.patch("portal.core.ids.time.time_ns", return_value=time.time_ns()):
        assert len({uuid7() for _ in range(1000)}) == 1000
