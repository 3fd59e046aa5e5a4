"""Read the people of a reported meeting: `Name (Post, note)`, or a post alone."""

from dataclasses import dataclass
from hashlib import sha256

from django.utils.text import slugify
from django.utils.translation import gettext as _

from sectors.reference.columns import Refused
from sectors.reference.problems import found

# Reports in Japanese or Chinese write the full-width forms.
_OPENING, _CLOSING, _COMMAS = "(（", ")）", ",，、"


@dataclass(frozen=True)
class Person:
    """Somebody as a report names them. An empty name: only the post is known."""

    name: str
    post: str
    note: str

    def key(self, meeting: str) -> str:
        """The same for the same person in the same post, whatever meeting; at most 140 characters.

        One word ("Taro", given name only in the press) does not tell who it is, so such a person belongs to one meeting.
        """
        identity = [self.name, self.post]
        if len(self.name.split()) < 2:
            identity.append(meeting)
        mark = sha256("\n".join(identity).encode()).hexdigest()[:16]
        return f"{slugify(self.name)[:80]}-{mark}".lstrip("-")


def read_person(text: str) -> Person:
    """Read one person. Brackets may be nested and a name may hold brackets too: the last pair holds the post.

    Raises Refused when the brackets do not close or something follows them.
    """
    text = " ".join(text.split())
    if not any(c in _OPENING + _CLOSING for c in text):
        return Person("", text, "")
    refusal = Refused(found(text, _("Name (Post, note), or a post without brackets")))
    opened: list[int] = []
    last = -1
    for at, c in enumerate(text):
        if c in _OPENING:
            opened.append(at)
        elif c in _CLOSING:
            if not opened:
                raise refusal
            start = opened.pop()
            if not opened:
                last = start
    if opened or text[-1] not in _CLOSING:
        raise refusal
    name, inside = text[:last].strip(), text[last + 1 : -1]
    post, note = _split(inside)
    if not name and not post:
        raise refusal
    return Person(name, post, note)


def _split(inside: str) -> tuple[str, str]:
    """Post and note: the first comma outside inner brackets parts them."""
    depth = 0
    for at, c in enumerate(inside):
        depth += (c in _OPENING) - (c in _CLOSING)
        if depth == 0 and c in _COMMAS:
            return inside[:at].strip(), inside[at + 1 :].strip()
    return inside.strip(), ""
