"""Every message of ours, found where it is written, without GNU gettext: in Python by Babel, in templates by their compiled nodes.

Django's own extractor turns a template into text for xgettext; here the template is compiled as for a page and its nodes are read, so
that what is found is what will be asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.apps import apps
from django.conf import settings
from django.template import Template, engines
from django.template.base import FilterExpression, Node, filter_re
from django.template.smartif import TokenBase
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.text import unescape_string_literal

KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


@dataclass(frozen=True)
class Found:
    """One message where it stands: `text` is one text, or its singular and plural."""

    text: str | tuple[str, str]
    context: str | None
    file: str


def messages_of_ours() -> Iterator[Found]:
    """All of them, file by file in the order of their paths, within a file from top to bottom."""
    root = Path(settings.BASE_DIR)
    rooms = {config.name.partition(".")[0] for config in apps.get_app_configs()}
    files = [file for room in rooms if (root / room).is_dir() for file in (root / room).rglob("*.py")]
    files += [
        file for folder in settings.TEMPLATES[0]["DIRS"] for file in Path(folder).rglob("*") if file.suffix in (".html", ".txt")
    ]
    for file in sorted(files, key=lambda one: one.relative_to(root).as_posix()):
        name = file.relative_to(root).as_posix()
        yield from (in_python(file, name) if file.suffix == ".py" else in_template(file.read_text(encoding="utf-8"), name))


def in_python(file: Path, name: str) -> Iterator[Found]:
    """Messages of one module. A call whose argument is no literal names no message: the text was marked elsewhere (gettext_noop)."""
    with file.open("rb") as source:
        for _line, text, _comments, context in extract("python", source, KEYWORDS, options={"encoding": "utf-8"}):
            yield Found(text if isinstance(text, str) else (text[0], text[1]), context, name)


def in_template(text: str, name: str) -> Iterator[Found]:
    """Messages of one template: `translate`, `blocktranslate`, and `_("…")` wherever an expression may stand."""
    template: Template = engines["django"].engine.from_string(text)
    seen: set[int] = set()
    for part in template.nodelist:
        yield from _in_part(part, name, seen)


def _in_part(part: Any, name: str, seen: set[int]) -> Iterator[Found]:
    # A node holds its expressions and inner nodes under names of its own choosing: look into whatever it holds.
    if id(part) in seen:
        return
    if isinstance(part, FilterExpression):
        seen.add(id(part))
        for literal in _literals(part):
            if literal.startswith("_("):
                yield Found(_msgid(literal[2:-1]), None, name)
    elif isinstance(part, Node | TokenBase):
        seen.add(id(part))
        if isinstance(part, TranslateNode):
            yield from _translate(part, name)
        elif isinstance(part, BlockTranslateNode):
            yield from _block(part, name)
        for value in vars(part).values():
            yield from _in_part(value, name, seen)
    elif isinstance(part, dict):
        for value in part.values():
            yield from _in_part(value, name, seen)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _in_part(value, name, seen)


def _literals(expression: FilterExpression) -> list[str]:
    """The quoted texts of an expression and of its filters, as written."""
    return [literal for match in filter_re.finditer(expression.token) if (literal := match["constant"] or match["constant_arg"])]


def _msgid(quoted: str) -> str:
    # Django doubles a percent sign before it asks the catalogue.
    return unescape_string_literal(quoted).replace("%", "%%")


def _translate(node: TranslateNode, name: str) -> Iterator[Found]:
    first = filter_re.match(node.filter_expression.token)
    if first is not None and (literal := first["constant"]):
        quoted = literal[2:-1] if literal.startswith("_(") else literal
        yield Found(_msgid(quoted), _context(node.message_context, name), name)


def _block(node: BlockTranslateNode, name: str) -> Iterator[Found]:
    one, _variables = node.render_token_list(node.singular)
    context = _context(node.message_context, name)
    if node.plural:
        many, _variables = node.render_token_list(node.plural)
        yield Found((one, many), context, name)
    else:
        yield Found(one, context, name)


def _context(expression: FilterExpression | None, name: str) -> str | None:
    if expression is None:
        return None
    if expression.is_var:
        raise ValueError(f"{name}: the context of a message must be written out, not {expression}")
    return str(expression.var)
