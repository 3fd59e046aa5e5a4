"""Doors that lower rooms offer and higher rooms fill, in `AppConfig.ready()`: so a township page shows companies without
the offer knowing of any."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Panel = dict[str, Any]
PanelMaker = Callable[[Any, Any], Panel | None]


@dataclass
class Panels:
    """Parts of a page by the kind of its subject ("township", "segment", "opportunity")."""

    _makers: dict[str, list[PanelMaker]] = field(default_factory=lambda: defaultdict(list))

    def register(self, subject: str, make: PanelMaker) -> None:
        """`make(subject, viewer)` answers `{"template": name, "context": {...}}`, or None when there is nothing to show."""
        if make not in self._makers[subject]:
            self._makers[subject].append(make)

    def of(self, kind: str, subject: Any, viewer: Any) -> list[Panel]:
        """The panels to show on this subject's page to this viewer, in the order they were registered."""
        return [panel for make in self._makers[kind] if (panel := make(subject, viewer)) is not None]


panels = Panels()
