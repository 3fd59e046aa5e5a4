"""Fails when a lock file names an address, a package without its hash, or misses a dependency that pyproject.toml asks for."""

import json
import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
ADDRESS = re.compile(r"\w+://|^\s*(-i|--(extra-)?index-url|-f|--find-links)\b|@\s*git\+", re.M)
# Which groups of pyproject.toml each lock holds, beside the product's own dependencies.
LOCKS = {"runtime": (), "demo": ("embedded",), "dev": ("embedded", "test", "lint")}


def pinned(text: str) -> dict[str, list[tuple[Version, int]]]:
    """Every package with its versions (markers may choose) and the number of hashes of each."""
    found: dict[str, list[tuple[Version, int]]] = {}
    for entry in re.split(r"^(?=[A-Za-z0-9])", text.replace("\\\n", " "), flags=re.M):
        if match := re.match(r"([\w.-]+)(?:\[[^\]]*\])?==([^\s;]+)", entry):
            found.setdefault(canonicalize_name(match[1]), []).append((Version(match[2]), entry.count("--hash=sha256:")))
    return found


def faults() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found = []
    for file in sorted((ROOT / "requirements").glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        if ADDRESS.search(text):
            found.append(f"{file.name} holds an address")
        found += [
            f"{file.name}: {name} has no hash" for name, versions in pinned(text).items() if not all(n for _, n in versions)
        ]
    for name, groups in LOCKS.items():
        packages = pinned((ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8"))
        asked = [*project["project"]["dependencies"], *(one for group in groups for one in project["dependency-groups"][group])]
        for requirement in map(Requirement, asked):
            versions = packages.get(canonicalize_name(requirement.name), [])
            if not versions or not all(requirement.specifier.contains(version, prereleases=True) for version, _ in versions):
                found.append(f"{name}.txt does not hold {requirement}: run ./setu lock")
    for directory in (ROOT, ROOT / "portal" / "launch" / "lighthouse"):
        found += browser_faults(directory)
    return found


def browser_faults(directory: Path) -> list[str]:
    """What is wrong with the lock of npm's packages in this directory."""
    found = []
    name_of_lock = (directory / "package-lock.json").relative_to(ROOT)
    lock = json.loads((directory / "package-lock.json").read_text(encoding="utf-8"))
    for name, package in lock["packages"].items():
        if "resolved" in package:
            found.append(f"{name_of_lock}: {name} holds an address")
        if name and "integrity" not in package:
            found.append(f"{name_of_lock}: {name} has no hash")
    wanted = json.loads((directory / "package.json").read_text(encoding="utf-8"))
    kinds = ("dependencies", "devDependencies")
    if any(wanted.get(kind, {}) != lock["packages"][""].get(kind, {}) for kind in kinds):
        found.append(f"{name_of_lock} is not in line with its package.json: run ./setu lock")
    return found


if __name__ == "__main__":
    for fault in (wrong := faults()):
        print(fault, file=sys.stderr)
    sys.exit(1 if wrong else 0)
