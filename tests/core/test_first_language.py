"""Whichever language is spoken first in a process, addresses are the same: the worker may begin with a Japanese mail."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASK = """
import django
django.setup()
from django.urls import reverse
from django.utils import translation
with translation.override({language!r}):
    print(reverse("investors:desk"), reverse("api-segments"))
"""


@pytest.mark.parametrize(("language", "desk"), [("ja", "/ja/desk/"), ("kn", "/kn/desk/"), ("en", "/desk/")])
def test_addresses_are_known_in_every_language_from_the_start(language: str, desk: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(language=language)],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [desk, "/api/v1/segments/"]
