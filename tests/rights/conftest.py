from typing import Any

import pytest
from django.utils import translation

from tests.cast import Cast

from .scene import Scene, make_scene


@pytest.fixture(autouse=True)
def uncounted(settings: Any) -> None:
    """One machine asks for everybody here: what is counted by address would run out."""
    settings.API_CALLS_PER_MINUTE = settings.API_CALLS_PER_MINUTE_WITHOUT_KEY = 10**9


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """Two of everything, and everybody."""
    with translation.override("en"):
        return make_scene(cast)
