"""docker-compose.yml and Dockerfile as data, with variables filled in as Compose would."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "docker-compose.yml"
DOCKERFILE = ROOT / "Dockerfile"
# What somebody would write into `.env`; docs/production.md names the same.
ENV = {"SITE_HOST": "invest.example.org", "MAIL_FROM": "desk@invest.example.org", "MAIL_DOMAIN": "invest.example.org"}
_VARIABLE = re.compile(r"\$\$|\$\{(\w+)(?::([?-])([^}]*))?\}")


def filled_in(text: str, env: dict[str, str]) -> str:
    """Replace `${NAME}`, `${NAME:-default}`, `${NAME:?why}` and `$$`. Raises KeyError for a variable that has to be given."""

    def value(match: re.Match[str]) -> str:
        if match[0] == "$$":
            return "$"
        if match[1] in env:
            return env[match[1]]
        if match[2] == "-":
            return match[3]
        raise KeyError(match[1])

    return _VARIABLE.sub(value, text)


def compose(env: dict[str, str] = ENV) -> dict[str, Any]:
    """The compose file, anchors and variables resolved."""
    found: dict[str, Any] = yaml.safe_load(filled_in(COMPOSE.read_text(encoding="utf-8"), env))
    return found


def instructions() -> list[tuple[str, str]]:
    """Instructions of the Dockerfile with their text, lines joined, comments left out."""
    text = re.sub(r"^#.*\n", "", DOCKERFILE.read_text(encoding="utf-8"), flags=re.M)
    text = re.sub(r"\\\n\s*", " ", text)
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in text.splitlines() if line.strip())]


def words(command: str | list[str]) -> list[str]:
    """A command as a list of words, whichever way it is written."""
    if isinstance(command, list):
        return command
    found: list[str] = json.loads(command) if command.startswith("[") else shlex.split(command)
    return found
