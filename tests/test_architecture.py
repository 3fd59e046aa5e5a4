"""Lower rooms never import higher ones, and within an app the layers are used in one direction only.

The rule: portal.core < portal.accounts < portal.outbox < portal.partners < sectors < investors < the roof, and inside an app
models < shapes, emails < actions < reports < forms, filters, serializers < views, api, tasks, admin, commands < urls.
Every import counts: at the top of a module, inside a function, for types only, by `import_module("…")`, and a model or setting
that is named in a string ("investors.Meeting").
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

ROOMS = ("portal.core", "portal.accounts", "portal.outbox", "portal.partners", "sectors", "investors")
LAUNCH = "portal.launch"
ROOF = "the roof"
PACKAGES = ("portal", "sectors", "investors")
TOP_LEVEL = {"portal", "sectors", "investors", "templates", "static", "tests", "locale", "docs", "requirements"}
NOT_OURS = {"var", "node_modules", "build", "dist", "htmlcov", "__pycache__"}
NAMELESS = {"utils", "util", "helpers", "helper", "misc", "common", "shared", "tools", "stuff"}
# Calls whose first argument names a module.
IMPORTING = {"import_module", "__import__", "import_string", "include"}
# How a model's label in a string ("outbox.Delivery") names its room.
LABELS = {room.rpartition(".")[2]: room for room in ROOMS}

TIERS = (
    {"models", "migrations"},
    {"shapes", "emails"},
    {"actions"},
    {"reports"},
    {"forms", "filters", "serializers"},
    {"views", "api", "tasks", "admin", "management"},
    {"urls"},
    # Where an app is put together: it may know everything of its own, and nothing knows it.
    {"apps", "translation"},
)
TIER_OF = {layer: number for number, layers in enumerate(TIERS) for layer in layers}


@dataclass(frozen=True)
class Import:
    """One module's knowledge of another: where it is written and what it names."""

    importer: str
    line: int
    target: str
    by_name: bool = False

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} names {self.target}"


@dataclass
class Tree:
    """All our modules below a directory."""

    root: Path
    files: dict[str, Path] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for package in PACKAGES:
            for file in sorted((self.root / package).rglob("*.py")):
                parts = file.relative_to(self.root).with_suffix("").parts
                self.files[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file

    def imports(self) -> list[Import]:
        return [one for module in self.files for one in self._of(module)]

    def _of(self, module: str) -> Iterator[Import]:
        file = self.files[module]
        package = module if file.name == "__init__.py" else module.rpartition(".")[0]
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"), str(file))):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(module, node.lineno, alias.name)
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                if node.level:
                    above = package.split(".")[: len(package.split(".")) - node.level + 1]
                    base = ".".join([*above, *([node.module] if node.module else [])])
                for alias in node.names:
                    whole = f"{base}.{alias.name}"
                    yield Import(module, node.lineno, whole if whole in self.files else base)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                # A model named in a string: `ForeignKey("investors.Meeting")`.
                if (label := re.fullmatch(r"([a-z]+)\.[A-Z]\w*", node.value)) and label[1] in LABELS:
                    yield Import(module, node.lineno, LABELS[label[1]], by_name=True)
            elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called, first = getattr(node.func, "attr", getattr(node.func, "id", "")), node.args[0].value
                if called in IMPORTING and isinstance(first, str):
                    yield Import(module, node.lineno, first if first in self.files else first.rpartition(".")[0])
                elif called == "get_model" and first in LABELS:
                    yield Import(module, node.lineno, LABELS[first], by_name=True)


def room_of(module: str) -> str | None:
    """The room a module stands in; None if it is not ours."""
    for room in (*ROOMS, LAUNCH):
        if module == room or module.startswith(room + "."):
            return room
    return ROOF if module.partition(".")[0] == "portal" else None


def height(room: str) -> int:
    return len(ROOMS) if room == ROOF else -1 if room == LAUNCH else ROOMS.index(room)


def climbing(tree: Tree) -> list[str]:
    """Imports of a higher room by a lower one, or of the roof by anybody but the roof."""
    found = []
    for one in tree.imports():
        above, below = room_of(one.target), room_of(one.importer)
        if above is None or below is None or above == below:
            continue
        if one.importer == "portal" and one.target == "portal.celery":
            continue
        if height(above) > height(below):
            found.append(f"{one}: {below} may not know {above}")
    return found


def layer_of(module: str) -> str | None:
    """The layer that a module belongs to inside its room; None for a module that is named for its content."""
    room = room_of(module)
    if room in (None, ROOF, LAUNCH):
        return None
    first = module.removeprefix(f"{room}").lstrip(".").partition(".")[0]
    return first if first in TIER_OF else None


def upside_down(tree: Tree) -> list[str]:
    """Imports inside an app against the order of its layers.

    A module that is named for its content (`outbox.queue`) stands as high as the highest layer that it uses itself.
    """
    inside: dict[str, list[Import]] = {}
    for one in tree.imports():
        if not one.by_name and room_of(one.importer) == room_of(one.target) in ROOMS:
            inside.setdefault(one.importer, []).append(one)

    def tier(module: str, seen: frozenset[str]) -> int:
        layer = layer_of(module)
        if layer is not None:
            return TIER_OF[layer]
        if module in seen:
            return 0
        return max((tier(one.target, seen | {module}) for one in inside.get(module, [])), default=0)

    found = []
    for importer, imports in inside.items():
        own = layer_of(importer)
        if own is None or own == "migrations":
            continue
        for one in imports:
            other = layer_of(one.target)
            beside = other is not None and other != own and TIER_OF[other] == TIER_OF[own]
            # One noun's form may show what its filter shows; doors stand apart.
            if tier(one.target, frozenset()) > TIER_OF[own] or (beside and own in TIERS[5]):
                found.append(f"{one}: {own} may not use {other or 'what stands on a higher layer'}")
    return found


def beyond_the_library(tree: Tree) -> list[str]:
    """Imports of the launcher that need anything installed."""
    return [
        str(one)
        for one in tree.imports()
        if room_of(one.importer) == LAUNCH
        and not one.by_name
        and room_of(one.target) != LAUNCH
        and one.target.partition(".")[0] not in {*sys.stdlib_module_names, "launch"}
    ]


@pytest.fixture(scope="module")
def house() -> Tree:
    return Tree(ROOT)


def test_the_walk_sees_the_whole_house(house: Tree) -> None:
    assert {
        "portal",
        "portal.core.clock",
        "sectors.models",
        "investors.actions.meetings",
        "portal.launch.cli",
    } <= house.files.keys()
    rooms = {(room_of(one.importer), room_of(one.target)) for one in house.imports()}
    assert ("investors", "sectors") in rooms
    assert ("portal.accounts", "portal.core") in rooms


def test_no_room_imports_a_higher_one(house: Tree) -> None:
    assert climbing(house) == []


def test_inside_an_app_layers_are_used_in_one_direction(house: Tree) -> None:
    assert upside_down(house) == []


def test_the_launcher_needs_only_the_standard_library(house: Tree) -> None:
    assert beyond_the_library(house) == []


def test_every_module_is_named_for_its_content(house: Tree) -> None:
    assert [module for module in house.files if NAMELESS & set(module.split("."))] == []


def test_no_further_top_level_packages() -> None:
    found = {entry.name for entry in ROOT.iterdir() if entry.is_dir() and not entry.name.startswith(".")}
    assert found - NOT_OURS <= TOP_LEVEL
    assert [file.name for file in ROOT.glob("*.py")] == ["manage.py"]


def test_below_the_frame_only_rooms_and_the_roof() -> None:
    entries = {entry.stem for entry in (ROOT / "portal").iterdir() if entry.name != "__pycache__"}
    assert entries <= {
        "__init__",
        "core",
        "accounts",
        "outbox",
        "partners",
        "launch",
        "settings",
        "urls",
        "api",
        "celery",
        "wsgi",
    }


WRONG = {
    "portal/core/a.py": ("def late():\n    from portal.accounts.models import User", climbing),
    "portal/accounts/b.py": ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ..outbox import queue", climbing),
    "portal/outbox/c.py": ('from importlib import import_module\nimport_module("sectors.models")', climbing),
    "portal/partners/models.py": ('F = ForeignKey("investors.Company")', climbing),
    "sectors/d.py": ('from django.apps import apps\napps.get_model("investors", "Meeting")', climbing),
    "sectors/e.py": ("from investors.models import Company", climbing),
    "investors/f.py": ("from portal.settings import DEBUG", climbing),
    "investors/g.py": ("from portal import celery_app", climbing),
    "investors/models/meeting.py": ("from ..actions import meetings", upside_down),
    "investors/actions/h.py": ("from investors.forms.meetings import MeetingForm", upside_down),
    "investors/views/i.py": ("from ..urls import urlpatterns", upside_down),
    "investors/api/j.py": ("from ..views.meetings import listing", upside_down),
    "investors/actions/k.py": ("from ..roundabout import way", upside_down),
    "portal/launch/m.py": ("import django", beyond_the_library),
    "portal/launch/n.py": ("from portal.core import clock", beyond_the_library),
}
RIGHT = {
    "portal/__init__.py": "from portal.celery import app",
    "portal/celery.py": "from portal.settings import x",
    "portal/urls.py": 'from investors.urls import x\ninclude("investors.urls")',
    "portal/launch/errors.py": "import json\nfrom .paths import Paths",
    "portal/core/models.py": "from .fields import LineField",
    "sectors/models.py": 'from portal.core.clock import now\nF = ForeignKey("accounts.User")',
    "investors/actions/meetings.py": "from sectors.models import Township\nfrom ..models import Meeting\nfrom .parties import x",
    "investors/views/meetings.py": "from ..forms.meetings import x\nfrom ..actions import meetings",
    "investors/roundabout.py": "from .views.meetings import way",
    "sectors/views/x.py": 'text = "Nothing. Investors.Meet here"',
}


def build(root: Path, files: dict[str, str]) -> Tree:
    for name in ("sectors/models.py", "portal/accounts/models.py", "portal/outbox/queue.py", "portal/settings/__init__.py"):
        files.setdefault(name, "")
    for name in ("investors/forms/meetings.py", "investors/models/__init__.py", "investors/urls.py", "portal/core/clock.py"):
        files.setdefault(name, "")
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return Tree(root)


def test_a_right_tree_passes(tmp_path: Path) -> None:
    tree = build(tmp_path, dict(RIGHT))
    assert climbing(tree) + upside_down(tree) + beyond_the_library(tree) == []


@pytest.mark.parametrize("file", WRONG)
def test_a_wrong_import_is_found(tmp_path: Path, file: str) -> None:
    text, rule = WRONG[file]
    found = rule(build(tmp_path, {**RIGHT, file: text}))
    assert len(found) == 1, found
    assert found[0].startswith(file.removesuffix(".py").replace("/", "."))
