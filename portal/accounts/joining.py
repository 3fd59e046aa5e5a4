"""Where an invited person gets a place besides the account: the door for the room above, which knows companies.

It is filled in `AppConfig.ready()`; invitations without a `place` never ask it.
"""

import datetime
from typing import Protocol

from .models import Invitation, User


class Places(Protocol):
    """Who knows the places that invitations are for."""

    def name(self, invitation: Invitation) -> str:
        """What the place is called, in the active language."""

    def may_manage(self, user: User, invitation: Invitation) -> bool:
        """Whether this person may invite for the place, whatever the role says."""

    def take(self, invitation: Invitation, user: User, *, now: datetime.datetime) -> None:
        """Give the person the place, in the transaction that accepts the invitation."""


class NoPlaces(RuntimeError):
    """No room has offered places, yet an invitation is for one."""


_places: Places | None = None


def offer(places: Places) -> None:
    """Let this room keep the places from now on."""
    global _places
    _places = places


def places() -> Places:
    """Who keeps the places. Raises NoPlaces."""
    if _places is None:
        raise NoPlaces
    return _places


def place_of(invitation: Invitation) -> str:
    """The name of the company that the invitation is for, "" where it is for none."""
    return places().name(invitation) if invitation.place else ""
