"""What Lighthouse says of pages: reading its reports, medians, the table, and what is too low."""

import json
import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .errors import LaunchError

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LOWEST = 95


@dataclass
class Page:
    """One page's scores (0 to 100) by category, one for each run, and the audits that cost points in any of them."""

    name: str
    path: str
    runs: dict[str, list[float]] = field(default_factory=lambda: {category: [] for category in CATEGORIES})
    faults: dict[str, set[str]] = field(default_factory=lambda: {category: set() for category in CATEGORIES})

    def add(self, report: Path) -> None:
        """Take in one report. Raises LaunchError if it is none, is about another page, or a score is missing."""
        try:
            said = json.loads(report.read_text(encoding="utf-8"))
            if error := (said.get("runtimeError") or {}).get("message"):
                raise LaunchError(f"Lighthouse could not judge {self.path}: {error}")
            if not said["finalDisplayedUrl"].endswith(self.path):
                raise LaunchError(f"Lighthouse was led from {self.path} to {said['finalDisplayedUrl']}.")
            for category in CATEGORIES:
                found = said["categories"][category]
                self.runs[category].append(float(found["score"]) * 100)
                self.faults[category] |= {
                    ref["id"] for ref in found["auditRefs"] if ref["weight"] and (said["audits"][ref["id"]]["score"] or 0) < 0.9
                    and said["audits"][ref["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual", "informative")
                }  # fmt: skip
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise LaunchError(f"Lighthouse left no whole report of {self.path}: {error!r}") from None

    def median(self, category: str) -> float:
        return statistics.median(self.runs[category])

    @property
    def low(self) -> list[str]:
        """The categories whose median is below 95."""
        return [category for category in CATEGORIES if round(self.median(category)) < LOWEST]


def table(pages: Iterable[Page]) -> str:
    """One line a page: the median of each category, with the lowest run in brackets where it differs; what is too low is marked."""
    lines = [f"{'page':<16}" + "".join(f"{category:>18}" for category in CATEGORIES)]
    for page in pages:
        cells = []
        for category in CATEGORIES:
            median, lowest = round(page.median(category)), round(min(page.runs[category]))
            mark = "!" if category in page.low else ""
            cells.append(f"{mark}{median}" + (f" ({lowest})" if lowest != median else ""))
        lines.append(f"{page.name:<16}" + "".join(f"{cell:>18}" for cell in cells))
    return "\n".join(lines)


def verdict(pages: Iterable[Page]) -> str:
    """What is too low and which audits cost it; empty if nothing is."""
    return "\n".join(
        f"{page.path}: {category} is {round(page.median(category))}, below {LOWEST}: {', '.join(sorted(page.faults[category]))}"
        for page in pages
        for category in page.low
    )
