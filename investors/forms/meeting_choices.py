"""What the form of a meeting offers to choose from: five statements, each bounded however large the tables are."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from babel import Locale
from django.db.models import F, Model
from django.utils.translation import get_language

from portal.accounts.models import User
from portal.accounts.viewer import WRITING_ROLES
from portal.core.fields import known_zones
from sectors.models import Opportunity, Segment, Township

from ..models import Delegation

SEGMENTS = 500
PLACES = 60
DELEGATIONS = 60
USERS = 300


@dataclass
class MeetingChoices:
    """Rows to choose from, read once for a request. Beyond the bound, names are typed."""

    segments: list[Segment]
    townships: list[Township]
    opportunities: list[Opportunity]
    delegations: list[Delegation]
    users: list[User]

    more_townships: bool = False
    more_opportunities: bool = False

    @classmethod
    def load(cls) -> "MeetingChoices":
        townships = Township.objects.order_by("position", "slug").only("id", "slug", *_translated("name"))[: PLACES + 1]
        opportunities = (
            Opportunity.objects.exclude(status=Opportunity.Status.WITHDRAWN)
            .order_by("position", "slug")
            .only("id", "slug", *_translated("title"))[: PLACES + 1]
        )
        return cls(
            segments=list(
                Segment.objects.order_by("position", "code").only("id", "code", "parent_id", *_translated("name"))[:SEGMENTS]
            ),
            townships=list(townships)[:PLACES],
            opportunities=list(opportunities)[:PLACES],
            delegations=list(Delegation.objects.order_by(F("starts_on").desc(nulls_last=True), "-id")[:DELEGATIONS]),
            users=list(User.objects.filter(role__in=WRITING_ROLES, is_active=True).order_by("name", "id")[:USERS]),
            more_townships=len(townships) > PLACES,
            more_opportunities=len(opportunities) > PLACES,
        )

    def include_places(self, *, segments: list[str], townships: list[str], opportunities: list[str]) -> None:
        """Offer also what a stored meeting names already. A statement for each kind only where something is missing."""
        kinds: tuple[tuple[list[Any], type[Model], str, list[str]], ...] = (
            (self.segments, Segment, "code", segments),
            (self.townships, Township, "slug", townships),
            (self.opportunities, Opportunity, "slug", opportunities),
        )
        for mine, model, key, wanted in kinds:
            missing = set(wanted) - {getattr(row, key) for row in mine}
            if missing:
                mine.extend(model._default_manager.filter(**{f"{key}__in": missing}))

    @property
    def zones(self) -> list[str]:
        """Zones of places that people live in, offered to every field that asks for one."""
        return _zones()


def _translated(name: str) -> list[str]:
    return [name, f"{name}_en", f"{name}_ja", f"{name}_kn"]


@lru_cache
def _zones() -> list[str]:
    regions = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    return sorted(zone for zone in known_zones() if zone.startswith(regions))


@lru_cache
def _countries(language: str) -> list[tuple[str, str]]:
    names = Locale.parse(language).territories
    codes = [
        code
        for code in map(str, names)
        if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ")
    ]
    return sorted(((code, str(names[code])) for code in codes), key=lambda pair: pair[1])


def countries() -> list[tuple[str, str]]:
    """Codes and names of countries in the reader's language."""
    return [("", "—"), *_countries((get_language() or "en").split("-")[0])]
