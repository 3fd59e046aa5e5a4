import pytest
from django.core.cache import cache

from tests.api_cast import ApiCast, make_api_cast
from tests.cast import Cast


@pytest.fixture
def callers(cast: Cast) -> ApiCast:
    """Keys of every kind."""
    cache.clear()
    return make_api_cast(cast)
