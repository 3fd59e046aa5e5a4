"""A message as parts, from which come its plain text, its HTML and its notice: one source, so they cannot disagree.

Texts are what people typed or translators wrote; they are data here and never templates, so `{{ 7*7 }}` stays as typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Paragraph:
    """Running text. An empty line inside starts a new paragraph; a line break stays one."""

    text: str
    template: str = field(default="paragraph", init=False)


@dataclass(frozen=True)
class Facts:
    """Names and values, such as date, place and people. Pairs with an empty value are left out."""

    pairs: Sequence[tuple[str, str]]
    heading: str = ""
    template: str = field(default="facts", init=False)

    @property
    def known(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.pairs if value]


@dataclass(frozen=True)
class Items:
    """A list, such as the promises of a meeting."""

    items: Sequence[str]
    heading: str = ""
    template: str = field(default="items", init=False)


@dataclass(frozen=True)
class Link:
    """The way to a page of ours: `path` begins with a slash (as `reverse()` gives it)."""

    label: str
    path: str
    template: str = field(default="link", init=False)

    @property
    def url(self) -> str:
        return absolute(self.path)


@dataclass(frozen=True)
class Courtesy:
    """The lines with which a letter begins or ends. A notice under the bell leaves them out."""

    text: str
    template: str = field(default="paragraph", init=False)


Part = Paragraph | Facts | Items | Link | Courtesy


@dataclass(frozen=True)
class Message:
    """What one recipient is told. `path` is the page that a notice opens, beginning with a slash."""

    subject: str
    parts: Sequence[Part]
    path: str = ""

    def text(self, *, is_example: bool = False) -> str:
        """The whole mail as plain text, in the active language."""
        return _tidy(render_to_string("outbox/mail.txt", self._context(is_example)))

    def html(self, *, is_example: bool = False, language: str = "en") -> str:
        """The whole mail as one HTML document, in the active language."""
        return render_to_string("outbox/mail.html", {**self._context(is_example), "language": language})

    def body(self) -> str:
        """The plain text without greeting, closing or footer, for a notice. Links are left to `path`."""
        parts = [part for part in self.parts if not isinstance(part, Link | Courtesy)]
        return _tidy(render_to_string("outbox/parts.txt", {"parts": parts})).strip()

    def subject_line(self, *, is_example: bool = False) -> str:
        """The subject on one line, at most 400 characters, marked when the row behind it is invented."""
        line = " ".join(self.subject.split())
        if is_example:
            line = f"[{_('Example')}] {line}"
        return line if len(line) <= 400 else line[:399] + "…"

    def _context(self, is_example: bool) -> dict[str, object]:
        return {
            "subject": " ".join(self.subject.split()),
            "parts": self.parts,
            "is_example": is_example,
            "site_name": settings.SITE_NAME,
            "site_url": settings.SITE_URL,
        }


def absolute(path: str) -> str:
    """The address of one of our pages. A path that leads elsewhere is refused with ValueError."""
    if not path.startswith("/") or path.startswith("//") or "\\" in path:
        raise ValueError(f"not a path of ours: {path!r}")
    site: str = settings.SITE_URL
    return site + path


def _tidy(text: str) -> str:
    """At most one empty line in a row, no blanks at the ends of lines, a line break at the end."""
    lines: list[str] = []
    for raw in text.strip().splitlines():
        line = raw.rstrip()
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines) + "\n"
