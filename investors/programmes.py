"""Programmes that have a page of their own. What is known of each comes from the rows named here, and from nothing else."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Programme:
    """A page's own word, the organisation that it is about, and the links of the chain that belong to it."""

    organisation: str
    segments: tuple[str, ...] = ()


PROGRAMMES = {"startup-hub": Programme(organisation="japan-india-startup-hub", segments=("rnd",))}
