from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.api_cast import ApiCast, PartnerPeople, make_partner_people


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A Japanese page asked for by one test leaves Japanese active; rows of the next are written in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def people(callers: ApiCast) -> PartnerPeople:
    """Who acts for the two partners."""
    return make_partner_people(callers)
