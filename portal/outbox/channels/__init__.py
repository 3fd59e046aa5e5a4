"""The ways out. Higher rooms register theirs (webhooks) in `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass

from ..outcome import Carrier


class UnknownChannel(LookupError):
    """No room has registered this channel."""


@dataclass(frozen=True)
class Channel:
    """`open()` makes the carrier of one batch.

    `transactional` ones only write rows of this database: marker, message and outcome are then one transaction, and doubt cannot arise.
    """

    name: str
    open: Callable[[], Carrier]
    transactional: bool = False


_channels: dict[str, Channel] = {}


def register(channel: Channel) -> None:
    """Make a channel known under its name; the last registration counts."""
    _channels[channel.name] = channel


def of(name: str) -> Channel:
    """The channel of this name. Raises UnknownChannel."""
    try:
        return _channels[name]
    except KeyError:
        raise UnknownChannel(name) from None
