"""System checks of the outbox."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def lease_outlasts_the_relay(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A lease must outlast the text and the answer to it, or a slow relay makes every message uncertain."""
    if settings.OUTBOX_LEASE_SECONDS >= 3 * settings.EMAIL_TIMEOUT:
        return []
    return [
        Error(
            f"OUTBOX_LEASE_SECONDS ({settings.OUTBOX_LEASE_SECONDS}) is shorter than three times EMAIL_TIMEOUT ({settings.EMAIL_TIMEOUT}).",
            hint="Give the lease at least three times the time that one step with the relay may take.",
            id="setu.E010",
        )
    ]
