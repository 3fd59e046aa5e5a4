"""What lies around a township: how far it is to towns, computed and as stated, and which other townships are near."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .models import Claim, District, Township
from .places import TOWNSHIP, Place, places


@dataclass(frozen=True)
class Distance:
    """How far a place is in a straight line (`place.metres`), and how far somebody said it is. `place` is None where no row is called so."""

    place: Place | None
    label: str
    stated: list[Claim]


_DISTANCE = "distance_to_"
_NEAREST_TOWNS, _NEIGHBOURS = 3, 8


@dataclass(frozen=True)
class Surroundings:
    """What lies around a township: distances to towns, the other townships nearby, and the places for a map, this one first."""

    here: Place | None
    distances: list[Distance]
    neighbours: list[Place]
    places: list[Place]

    @property
    def others(self) -> list[Place]:
        """Towns for the map to which no distance is told above, nearest first."""
        told = {one.place.code for one in self.distances if one.place}
        return [place for place in self.places if place.kind != TOWNSHIP and place.code not in told]


def is_distance(claim: Claim) -> bool:
    """Whether a claim states how far its subject is from a named place."""
    return claim.measure.startswith(_DISTANCE)


def surroundings(township: Township, stated: Iterable[Claim]) -> Surroundings:
    """Distances in a straight line beside those that were stated, contradictions kept. One statement, none without a point.

    Towns are the headquarters of the township's own district, the nearest ones, and every place that a claim measures to.
    """
    claims: dict[str, list[Claim]] = defaultdict(list)
    for claim in stated:
        if is_distance(claim):
            claims[claim.measure.removeprefix(_DISTANCE).replace("_", "-")].append(claim)
    found: list[Place] = []
    if township.point is not None:
        found = places(Township.objects.all(), District.objects.all(), measured_from=township.point)
    here = next((place for place in found if (place.kind, place.key) == (TOWNSHIP, township.slug)), None)
    others = [place for place in found if place is not here]
    towns = [place for place in others if place.kind != TOWNSHIP]
    neighbours = [place for place in others if place.kind == TOWNSHIP][:_NEIGHBOURS]
    meant = {slug: next((place for place in others if place.is_called(slug)), None) for slug in claims}
    wanted = [place for place in meant.values() if place]
    wanted += [place for place in towns if place.key == township.district.code] + towns[:_NEAREST_TOWNS]
    distances = [
        Distance(place, "", [claim for slug, of in claims.items() if meant[slug] == place for claim in of])
        for place in sorted(dict.fromkeys(wanted), key=lambda place: place.metres or 0)
    ]
    distances += [Distance(None, of[0].measure_label, of) for slug, of in claims.items() if meant[slug] is None]
    shown = [here, *neighbours] if here else neighbours
    reach = max((place.metres or 0 for place in neighbours), default=0)
    return Surroundings(here, distances, neighbours, [*shown, *(place for place in towns if (place.metres or 0) <= reach * 1.3)])
