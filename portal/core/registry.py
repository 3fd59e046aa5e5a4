"""Doors that lower rooms offer and higher rooms fill, in `AppConfig.ready()`: so a township page shows companies without
the offer knowing of any."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
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

# Models whose rows may have files: which of their rows a viewer may see. `visible_to` of the files begins there.
attachables: dict[type[Any], Callable[[Any], Any]] = {}

TallyMaker = Callable[[Sequence[Any], Any], Mapping[Any, str]]


@dataclass
class Tallies:
    """Numbers that higher rooms know of rows of a lower one, in words ("4 establishments"), by the kind of row."""

    _makers: dict[str, list[TallyMaker]] = field(default_factory=lambda: defaultdict(list))

    def register(self, kind: str, make: TallyMaker) -> None:
        """`make(keys, viewer)` answers words for those keys of which there is something to count. One statement for all keys."""
        if make not in self._makers[kind]:
            self._makers[kind].append(make)

    def of(self, kind: str, keys: Sequence[Any], viewer: Any) -> dict[Any, list[str]]:
        """What is counted of each of these rows, in the order in which it was registered."""
        found: dict[Any, list[str]] = {key: [] for key in keys}
        for make in self._makers[kind]:
            for key, words in make(keys, viewer).items():
                found[key].append(words)
        return found


tallies = Tallies()


HomeFinder = Callable[[Any], str | None]


@dataclass
class Homes:
    """Where people go after signing in, for those whose place a higher room knows. The first that knows one counts."""

    _finders: list[HomeFinder] = field(default_factory=list)

    def register(self, find: HomeFinder) -> None:
        """`find(viewer)` answers the name of an address, or None where the viewer's place is not its matter."""
        if find not in self._finders:
            self._finders.append(find)

    def of(self, viewer: Any) -> str | None:
        """The name of the address, or None where no room knows better than the role."""
        return next((name for find in self._finders if (name := find(viewer))), None)


homes = Homes()
