"""The catalogues in `locale/`: brought up to date with the sources and compiled, without GNU gettext, by Python alone."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

from .message_sources import Found

# A line that changes with every run makes every branch conflict with every other.
_DATES_AND_PEOPLE = (b'"Report-Msgid-Bugs-To', b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Last-Translator')


def catalogues(directory: Path | None = None) -> list[Path]:
    """The `.po` files, one a language."""
    return sorted((directory or Path(settings.LOCALE_PATHS[0])).glob("*/LC_MESSAGES/*.po"))


def build(directory: Path | None = None) -> list[Path]:
    """Compile every `.po` below `locale/` whose `.mo` is missing or older; answers what was written. Fuzzy ones are left out."""
    written = []
    for source in catalogues(directory):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        catalog = read(source)
        aside = target.with_suffix(".new")
        with aside.open("wb") as compiled:
            write_mo(compiled, catalog)
        aside.replace(target)
        written.append(target)
    return written


def read(file: Path) -> Catalog:
    """A catalogue as it stands. Raises PoFileError where it cannot be read."""
    with file.open("rb") as text:
        return read_po(text, locale=file.parts[-3], abort_invalid=True)


def key(text: str | Iterable[str], context: str | None) -> tuple[str, str | None]:
    """What makes a message the same message: its (singular) text and its context."""
    return (text if isinstance(text, str) else next(iter(text))), context or None


def waiting(catalog: Catalog) -> list[str]:
    """The texts that are not translated yet, or only guessed."""

    def is_done(translated: str | Iterable[str] | None) -> bool:
        return bool(translated) if isinstance(translated, str) else all(translated or [""])

    return [key(one.id, None)[0] for one in catalog if one.id and (one.fuzzy or not is_done(one.string))]


def updated(old: Catalog, found: Iterable[Found]) -> Catalog:
    """A catalogue of exactly the messages found, in their order: what `old` translates is kept, what is new is empty."""
    new = Catalog(locale=old.locale, header_comment=old.header_comment, charset=old.charset, fuzzy=False)
    # The constructor takes "" for "not given".
    new.project, new.version, new.language_team = old.project, old.version, old.language_team
    for one in found:
        # No line: it would change with every edit.
        new.add(one.text, locations=[(one.file, None)], context=one.context)  # type: ignore[list-item]
    known = {key(message.id, message.context): message for message in old if message.id}
    for message in new:
        before = known.get(key(message.id, message.context)) if message.id else None
        # A message that has got a plural is another sentence: half a translation would be a wrong one.
        if before is not None and isinstance(before.id, str) == isinstance(message.id, str):
            message.string, message.user_comments = before.string, before.user_comments
            message.flags |= before.flags & {"fuzzy"}
    return new


def write(file: Path, catalog: Catalog) -> bool:
    """Write a catalogue as every tool of ours writes it; answers whether that changed the file."""
    text = BytesIO()
    write_po(text, catalog, width=130, include_lineno=False)
    after = b"".join(line for line in text.getvalue().splitlines(keepends=True) if not line.startswith(_DATES_AND_PEOPLE))
    if file.exists() and file.read_bytes() == after:
        return False
    file.write_bytes(after)
    return True
