"""What is wrong with the files, told so that a person can find the cell."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

# More would scroll away; whoever mends these sees the rest on the next run.
MOST = 50
SHOWN = 80


@dataclass(frozen=True)
class Problem:
    """One error: the file, the physical line on which the row starts (the header is line 1), the column, what is wrong."""

    file: str
    line: int | None
    column: str
    message: str

    def __str__(self) -> str:
        where = self.file
        if self.line is not None:
            where += _(", line %(line)d") % {"line": self.line}
        if self.column:
            where += _(", column “%(column)s”") % {"column": self.column}
        return f"{where}: {self.message}"


class ReferenceErrors(Exception):
    """The files were refused and nothing was loaded. `problems` holds the first of them, at most `MOST`."""

    def __init__(self, problems: "Problems") -> None:
        self.problems = list(problems.found)
        self.more = problems.more
        super().__init__("\n".join(map(str, self.problems)))


class Problems:
    """Collects errors across all files, so that one run names them all."""

    def __init__(self) -> None:
        self.found: list[Problem] = []
        self.more = 0

    def __bool__(self) -> bool:
        return bool(self.found)

    def add(self, file: str, line: int | None, column: str, message: str) -> None:
        if len(self.found) < MOST:
            self.found.append(Problem(file, line, column, message))
        else:
            self.more += 1

    def refuse_if_any(self) -> None:
        """Raise ReferenceErrors if anything was found."""
        if self.found:
            raise ReferenceErrors(self)


def shown(text: str, most: int = SHOWN) -> str:
    """A cell as an error may print it: bounded, with control and format characters spelled out."""
    cut = text if len(text) <= most else text[: most - 1] + "…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in cut)


def found(text: str, allowed: str) -> str:
    """The usual sentence: what stands there and what may."""
    if not text:
        return _("found nothing; allowed: %(allowed)s") % {"allowed": allowed}
    return _("found “%(text)s”; allowed: %(allowed)s") % {"text": shown(text), "allowed": allowed}


def listed(words: Iterable[str]) -> str:
    """Words side by side, for "allowed: …"."""
    return ", ".join(words)
