from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A Japanese page asked for by one test leaves Japanese active; rows of the next are written in English."""
    with translation.override("en"):
        yield
