"""Compiled translations, made without GNU gettext: a machine with Python alone can build them."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings


def build(directory: Path | None = None) -> list[Path]:
    """Compile every `.po` below `locale/` whose `.mo` is missing or older; answers what was written. Fuzzy ones are left out."""
    written = []
    for source in sorted((directory or Path(settings.LOCALE_PATHS[0])).glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as text:
            catalog = read_po(text, locale=source.parts[-3], abort_invalid=True)
        aside = target.with_suffix(".new")
        with aside.open("wb") as compiled:
            write_mo(compiled, catalog)
        aside.replace(target)
        written.append(target)
    return written
