"""What this process was started from, in one word: the same on every machine that runs the same code, texts and settings."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

_PACKAGES = ("portal", "sectors", "investors")


def _files() -> Iterator[Path]:
    root: Path = settings.BASE_DIR
    for package in _PACKAGES:
        yield from (root / package).rglob("*.py")
    yield from (path for path in (root / "templates").rglob("*") if path.is_file())
    yield from (root / "locale").rglob("*.mo")
    # Names of style sheets and scripts carry their contents.
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists():
        yield manifest


@cache
def build() -> str:
    """A hash of code, templates, translations and of the settings that pages print. Read once, in some 20 ms."""
    found = hashlib.sha256()
    for path in sorted(_files()):
        found.update(str(path.relative_to(settings.BASE_DIR) if path.is_relative_to(settings.BASE_DIR) else path.name).encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    printed = {name: getattr(settings, name) for name in dir(settings) if name.startswith("SITE_")}
    found.update(repr([sorted(printed.items()), settings.SETU_DEMO]).encode())
    return found.hexdigest()[:20]
