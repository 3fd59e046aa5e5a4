"""Guards over the whole tree: templates in use and in gettext, no inline code, no swallowed failures, every address name known."""

import ast
import html
import re
import socket
import warnings
from collections.abc import Iterator
from fnmatch import fnmatch
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import Context, Template, engines
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from tests.unknown_variables import Refusal, UnknownTemplateVariable

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "templates"
# The form library puts these together by names of its own; Django looks for the others when something goes wrong.
NAMED_ELSEWHERE = ("setu/*", "django/forms/*", "400.html", "403.html", "403_csrf.html", "404.html", "500.html")
# A mail has no stylesheet to link to: mail programs drop it.
MAILS = ("outbox/*",)


def templates(*suffixes: str) -> list[str]:
    return sorted(
        str(file.relative_to(TEMPLATES)) for file in TEMPLATES.rglob("*") if file.suffix in (suffixes or (".html", ".txt"))
    )


def sources() -> Iterator[tuple[Path, str]]:
    for package in ("portal", "sectors", "investors"):
        for file in sorted((ROOT / package).rglob("*.py")):
            yield file.relative_to(ROOT), file.read_text(encoding="utf-8")


def read(name: str) -> str:
    return re.sub(
        r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}", "", (TEMPLATES / name).read_text(encoding="utf-8"), flags=re.S
    )


def matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


# Templates


@pytest.mark.parametrize("name", templates())
def test_every_template_compiles(name: str) -> None:
    get_template(name)


def test_every_template_is_used() -> None:
    # A name made at run time (f"components/{kind}.html") stands for every template it could mean.
    texts = [text for _, text in sources()] + [read(name) for name in templates()]
    named = {
        re.sub(r"{[^}]*}", "*", one) for text in texts for one in re.findall(r"""["']([\w/{}.\-]+\.(?:html|txt))["']""", text)
    }
    unused = [name for name in templates() if not matches(name, NAMED_ELSEWHERE) and not matches(name, tuple(named))]
    assert unused == []


def test_every_template_that_is_named_exists() -> None:
    missing = []
    for name in templates():
        for tag, other in re.findall(r"""{%\s*(include|extends)\s+["']([^"']+)["']""", read(name)):
            if not (TEMPLATES / other).exists():
                missing.append(f"{name}: {tag} {other}")
    assert missing == []


INLINE = {
    r"<style\b": "an inline style sheet",
    r"\sstyle\s*=": "an inline style",
    r"\son[a-z]+\s*=\s*[\"']": "an inline handler",
    r"javascript:": "a script address",
    r"<script\b(?![^>]*\bsrc=)": "an inline script",
    r"\bhx-on\b|\bhx-vals\s*=\s*[\"']js:": "a script in an attribute",
}


def inline(text: str) -> list[str]:
    return [what for pattern, what in INLINE.items() if re.search(pattern, text)]


@pytest.mark.parametrize("name", templates(".html"))
def test_pages_hold_no_inline_style_or_script(name: str) -> None:
    found = inline(read(name))
    assert (found if not matches(name, MAILS) else [one for one in found if "style" not in one]) == []


def test_inline_code_would_be_found() -> None:
    for text in ('<p style="x">', "<style>", '<a onclick="x()">', "<script>x()</script>", '<a href="javascript:x">'):
        assert inline(text), text
    assert inline('<script type="module" src="/static/js/setu.js"></script>') == []


# Plain text has nothing to escape.
UNESCAPED_ALLOWED = {"outbox/mail.txt", "outbox/parts.txt"}


def test_nothing_reaches_a_page_unescaped() -> None:
    found = [name for name in templates() if re.search(r"\|\s*safe(seq)?\b|autoescape\s+off", read(name))]
    assert set(found) <= UNESCAPED_ALLOWED
    assert [str(file) for file, text in sources() if re.search(r"\bmark_safe\b|\bSafeString\b|\bSafeText\b", text)] == []


# Language

# The product's own name, and names that are the same in every language.
SAME_EVERYWHERE = {"Setu", "API", "JSON", "CSV", "OK", "ha", "INR", "EV", "ID", "km", "min"}
SPOKEN = ("alt", "title", "aria-label", "placeholder", "summary")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "path"}


class Words(HTMLParser):
    """Collects what a reader would read or hear and what no translation covers."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name in SPOKEN:
            self._hear(given.get(name) or "")
        if tag not in VOID:
            # Text that names its own language is meant to stay in it.
            self.silent.append(tag in ("script", "style", "code", "kbd") or bool(given.get("lang") and tag != "html"))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.silent:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.silent):
            self._hear(data)

    def _hear(self, text: str) -> None:
        # A script fills in what stands between two underscores.
        text = re.sub(r"__[a-z]+__", "", html.unescape(text))
        words = [word for word in re.findall(r"[^\W\d_]+", text) if word not in SAME_EVERYWHERE]
        if words:
            self.found.append(" ".join(text.split()))


def untranslated(text: str) -> list[str]:
    """Words of a template that stand outside gettext."""
    text = re.sub(r"{%\s*blocktrans(late)?\b.*?{%\s*endblocktrans(late)?\s*%}", "", text, flags=re.S)
    text = re.sub(r"(</?){{.*?}}", r"\1x", text)
    # `<{% if tag %}{{ tag }}{% else %}div{% endif %}` is an element whose name is chosen at run time.
    text = re.sub(r"(</?){%\s*if\b.*?%}.*?{%\s*endif\s*%}", r"\1x", text)
    text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.S)
    words = Words()
    words.feed(text)
    words.close()
    return words.found


@pytest.mark.parametrize("name", [name for name in templates() if name != "robots.txt"])
def test_every_word_is_in_gettext(name: str) -> None:
    assert untranslated(read(name)) == []


def test_a_word_outside_gettext_would_be_found() -> None:
    assert untranslated("<p>Meetings</p>") == ["Meetings"]
    assert untranslated('<img alt="A bridge">') == ["A bridge"]
    assert untranslated("<p>面談</p>") == ["面談"]
    assert untranslated('<p>{% translate "Meetings" %} · {{ count }} <span lang="kn">ಸೇತು</span></p>') == []
    assert untranslated("{% blocktranslate %}<b>All</b> of it{% endblocktranslate %}") == []


# Unknown variables


def test_the_refusal_stands_in_the_engine_that_renders_pages() -> None:
    assert isinstance(engines["django"].engine.string_if_invalid, Refusal)


@pytest.mark.parametrize(
    "text", ["{{ nothing }}", "{{ page.nothing }}", "{{ nothing|upper }}", '{% include "components/logo.html" with a=nothing %}']
)
def test_an_unknown_variable_fails_in_our_templates(text: str) -> None:
    template = Template(text)
    template.origin.name = str(TEMPLATES / "invented.html")
    with pytest.raises(UnknownTemplateVariable, match="nothing"):
        template.render(Context({"page": {}}))


def test_asking_whether_there_is_a_variable_is_no_mistake() -> None:
    template = Template("{% if nothing %}x{% endif %}{% if page.nothing or nothing %}x{% endif %}")
    template.origin.name = str(TEMPLATES / "invented.html")
    assert template.render(Context({"page": {}})) == ""


def test_templates_of_libraries_keep_djangos_silence() -> None:
    template = Template("{{ nothing }}")
    template.origin.name = "/somewhere/site-packages/django/contrib/admin/templates/x.html"
    assert template.render(Context()) == ""


# Code


def swallowed(text: str) -> list[int]:
    """Lines of handlers that catch everything and neither raise nor count it.

    Counted means: logged with its traceback, and on the handler's own line a comment `# counted: …` that says where people see it.
    """
    found, lines = [], text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.ExceptHandler):
            continue
        kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        if not any(
            kind is None or getattr(kind, "id", getattr(kind, "attr", "")) in ("Exception", "BaseException") for kind in kinds
        ):
            continue
        inside = [one for part in node.body for one in ast.walk(part)]
        logged = any(isinstance(one, ast.Call) and getattr(one.func, "attr", "") == "exception" for one in inside)
        counted = logged and re.search(r"# counted: \w+", lines[node.lineno - 1])
        if not counted and not any(isinstance(one, ast.Raise) for one in inside):
            found.append(node.lineno)
    return found


def test_no_failure_is_swallowed() -> None:
    assert [f"{file}:{line}" for file, text in sources() for line in swallowed(text)] == []


def test_a_swallowed_failure_would_be_found() -> None:
    for kind in ("", " Exception", " BaseException as e", " (ValueError, Exception)"):
        assert swallowed(f"try:\n    x()\nexcept{kind}:\n    pass") == [3], kind
    assert swallowed("try:\n    x()\nexcept Exception:\n    undo()\n    raise") == []
    assert swallowed("try:\n    x()\nexcept Exception:\n    log.exception(1)") == [3]
    assert swallowed("try:\n    x()\nexcept Exception:  # counted: on the row\n    pass") == [3]
    assert swallowed("try:\n    x()\nexcept Exception:  # counted: on the row\n    log.exception(1)") == []
    assert swallowed("try:\n    x()\nexcept ValueError:\n    pass") == []


UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def test_nothing_is_left_for_later() -> None:
    files = [*sources(), *((Path(name), read(name)) for name in templates())]
    assert [str(file) for file, text in files if UNFINISHED.search(text) or "NotImplementedError" in text] == []


# Addresses


def address_names(resolver: URLResolver | None = None, prefix: str = "") -> set[str]:
    found: set[str] = set()
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            if one.name:
                found.add(prefix + one.name)
        else:
            found |= address_names(one, f"{prefix}{one.namespace}:" if one.namespace else prefix)
    return found


def test_every_address_name_resolves() -> None:
    known = address_names()
    used: dict[str, str] = {}
    for name in templates():
        for one in re.findall(r"""{%\s*url\s+["']([^"']+)["']""", read(name)):
            used.setdefault(one, name)
    for file, text in sources():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called, first = getattr(node.func, "attr", getattr(node.func, "id", "")), node.args[0].value
                if called in ("reverse", "reverse_lazy", "redirect") and isinstance(first, str) and "/" not in first:
                    used.setdefault(first, str(file))
    assert {one: where for one, where in used.items() if one not in known} == {}


# The tests themselves


def test_a_test_that_reaches_out_fails() -> None:
    # 192.0.2.1 is kept for documentation (RFC 5737): nobody answers there should the guard be gone.
    with socket.socket() as line, pytest.raises(AssertionError, match="reached out"):
        line.settimeout(0.1)
        line.connect(("192.0.2.1", 9))


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=2):
        pass


def test_a_warning_is_an_error() -> None:
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


# Documents


@pytest.mark.parametrize(
    "document", ["README.md", *(str(file.relative_to(ROOT)) for file in sorted((ROOT / "docs").rglob("*.md")))]
)
def test_a_file_that_a_document_names_exists(document: str) -> None:
    named = re.findall(r"`([\w.{},/-]+/[\w.-]+\.(?:py|html|css|js|toml|txt))`", (ROOT / document).read_text(encoding="utf-8"))
    # The walkthrough shortens names within the two apps it is about.
    bases = (ROOT, ROOT / "investors", ROOT / "portal" / "outbox", ROOT / "templates")
    assert [name for name in named if not name.startswith("var/") and not any((base / name).exists() for base in bases)] == []
