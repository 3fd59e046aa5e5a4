"""rules.toml read: which answer each person gets at each address."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from .scene import GROUPS, KEYS, PEOPLE

RULES = tomllib.loads((Path(__file__).parent / "rules.toml").read_text(encoding="utf-8"))
ANSWERS = {"ok", "sign-in", "absent", "refused", "no", "moved", "over", "keyless"}
# Django's administration: its many addresses are one rule, tried on what is listed there (tests/test_admin.py tries them all).
LEFT_TO_THE_ADMINISTRATION = "admin:"


@dataclass(frozen=True)
class Route:
    """One line of the table."""

    name: str
    rule: str
    object: str = ""
    more: dict[str, Any] = field(default_factory=dict)
    body: dict[str, str] = field(default_factory=dict)

    def answers(self, method: str, which: str) -> dict[str, str]:
        """What each person of whom the rule speaks gets; `which` is own or foreign."""
        rule = RULES["rules"][self.rule]
        told = {**rule.get(method, {}), **rule.get(f"{method}-{which}", {})}
        found: dict[str, str] = {}
        for who, answer in told.items():
            found |= dict.fromkeys(GROUPS.get(who, (who,)), answer)
        # A browser's page does not know keys, and the API no sessions: neither is asked at the other's door.
        here = ("nobody", *KEYS) if self.name.startswith("api-") else PEOPLE
        return {who: answer for who, answer in found.items() if who in here}


def routes() -> list[Route]:
    """Every line of the table."""
    found = []
    for name, line in RULES["routes"].items():
        line = {"rule": line} if isinstance(line, str) else line
        found.append(Route(name, line["rule"], line.get("object", ""), line.get("with", {}), line.get("body", {})))
    return found


def addresses(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """The name of every address that the portal answers at; one without a name is told by its pattern."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            yield space + (one.name or f"({one.pattern})")
        else:
            yield from addresses(one, f"{space}{one.namespace}:" if one.namespace else space)
