"""The environment of everything that `setu` starts. What is set outside always wins."""

import os
import secrets
from pathlib import Path

from .paths import Paths


def given(name: str) -> bool:
    """Whether a setting comes from outside, directly or from a file (`<NAME>_FILE`)."""
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def base_environment(paths: Paths) -> dict[str, str]:
    """What every part gets, before the addresses of the servers are known."""
    environment = dict(os.environ)
    for name in ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__"):
        environment.pop(name, None)
    # Dozens of short-lived interpreters start here; compiling Django in each one makes every command seconds slower.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["VIRTUAL_ENV"] = str(paths.venv)
    environment["PATH"] = f"{paths.venv / 'bin'}{os.pathsep}{environment.get('PATH', os.defpath)}"
    environment.setdefault("PYTHONUNBUFFERED", "1")
    environment.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    environment["SETU_VAR"] = str(paths.var)
    return environment


def demo_environment(paths: Paths) -> dict[str, str]:
    """For `up` and commands beside it: a demonstration with its own secret."""
    environment = base_environment(paths)
    environment.setdefault("SETU_DEMO", "1")
    if not given("SECRET_KEY"):
        environment["SECRET_KEY"] = kept_secret(paths.var / "secret_key")
    return environment


def test_environment(paths: Paths) -> dict[str, str]:
    """For `test`: settings choose cheap hashes and a fixed key by SETU_TESTING."""
    environment = base_environment(paths)
    # Which settings the tests use is said beside them, in pyproject.toml; a variable would overrule that.
    if not given("DJANGO_SETTINGS_MODULE"):
        del environment["DJANGO_SETTINGS_MODULE"]
    environment.setdefault("SETU_TESTING", "1")
    return environment


def kept_secret(file: Path) -> str:
    """A random secret that stays the same from run to run, readable by us alone."""
    if not file.exists() or not file.read_text(encoding="ascii").strip():
        aside = file.with_name(file.name + ".new")
        aside.unlink(missing_ok=True)
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(60))
        aside.replace(file)
    return file.read_text(encoding="ascii").strip()
