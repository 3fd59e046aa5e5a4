"""The lock files: complete, agreeing, hashed, and silent about where things come from."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from portal.launch.errors import LaunchError
from portal.launch.install import installed_lock
from portal.launch.locks import check_no_address
from portal.launch.paths import Paths
from portal.launch.stamps import Stamps, digest

from .conftest import ROOT

NAMES = ("runtime", "demo", "dev", "installer")


def pins(name: str) -> dict[str, str]:
    """Package -> pinned version(s) with markers."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    found: dict[str, str] = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        match = re.match(r"([a-z0-9-]+)(?:\[[^\]]*\])?==([^\s;]+)[^#]*?--hash=sha256:[0-9a-f]{64}", line)
        assert match, f"{name}.txt: not pinned by version and hash: {line[:80]}"
        found[match[1]] = found.get(match[1], "") + match[2] + " "
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_pinned_and_hashed_and_no_address_is_named(name: str) -> None:
    assert pins(name)
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    check_no_address(ROOT / "requirements" / f"{name}.txt")


def test_what_is_tested_is_what_runs() -> None:
    runtime, demo, dev = pins("runtime"), pins("demo"), pins("dev")
    assert runtime.items() <= demo.items() <= dev.items()


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    wanted = {
        "runtime": project["project"]["dependencies"],
        "demo": groups["embedded"],
        "dev": [*groups["test"], *groups["lint"]],
    }
    for name, requirements in wanted.items():
        locked = pins(name)
        for requirement in requirements:
            package = re.split(r"[^A-Za-z0-9_.-]", requirement)[0].lower().replace("_", "-").replace(".", "-")
            assert package in locked, f"./setu lock is needed: {package} is not in requirements/{name}.txt"


def test_the_browser_lock_names_no_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    for name, version in wanted.items():
        package = lock["packages"][f"node_modules/{name}"]
        assert package["version"] == version
        assert package["integrity"].startswith("sha512-")
        assert "resolved" not in package
    check_no_address(ROOT / "package-lock.json")


@pytest.mark.parametrize("line", ['"resolved": "x"', "--index-url x", "--find-links y", "a @ file://b"])
def test_an_address_is_found(tmp_path: Path, line: str) -> None:
    file = tmp_path / "lock.txt"
    file.write_text(f"fine==1\n{line}\n")
    with pytest.raises(LaunchError, match="line 2 holds an address"):
        check_no_address(file)


def test_an_installation_counts_while_its_lock_is_unchanged(tmp_path: Path) -> None:
    paths = Paths(root=tmp_path, var=tmp_path / "var")
    (tmp_path / "requirements").mkdir()
    for name in ("demo", "dev"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(name)
    assert installed_lock(paths, "demo") is None
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").touch()
    Stamps(paths.venv / "setu-installed.json").put("dev", digest([tmp_path / "requirements" / "dev.txt"]))
    # The larger one serves for the smaller.
    assert installed_lock(paths, "demo") == "dev"
    (tmp_path / "requirements" / "dev.txt").write_text("changed")
    assert installed_lock(paths, "demo") is None
