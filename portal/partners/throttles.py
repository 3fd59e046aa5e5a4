"""How often a key, or an address without one, may call: one counter a minute, not a list of timestamps.

The counters live in the cache. While the cache is away nobody is counted and everybody served: a limit protects the service, and
refusing everyone would not.
"""

import logging
import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

log = logging.getLogger(__name__)

_WINDOW = 60
BAD_KEYS = 20
# What caches raise while they are away.
CACHE_AWAY = (RedisError, OSError)


def count(name: str) -> tuple[int, int]:
    """Count one call of `name`; returns calls in this minute, and seconds until the next. Zero calls while the cache is away."""
    now = time.time()
    minute, left = int(now // _WINDOW), _WINDOW - int(now % _WINDOW)
    slot = f"calls:{name}:{minute}"
    try:
        if cache.add(slot, 1, timeout=2 * _WINDOW):
            return 1, left
        return cache.incr(slot), left
    except ValueError:
        # The slot vanished between the two calls: as good as the first.
        return 1, left
    except CACHE_AWAY:
        log.warning("calls are not counted: the cache is away")
        return 0, left


def count_bad_key(client: str) -> int | None:
    """Count a key that opened nothing. After twenty in a minute: the seconds to wait, else None."""
    calls, left = count(f"bad-keys:{client}")
    return left if calls > BAD_KEYS else None


class CounterThrottle(BaseThrottle):
    """`API_CALLS_PER_MINUTE` for a key, `API_CALLS_PER_MINUTE_WITHOUT_KEY` for an address."""

    left = _WINDOW

    def allow_request(self, request: Request, view: Any) -> bool:
        prefix = getattr(request.auth, "prefix", None)
        name, quota = (
            (f"key:{prefix}", settings.API_CALLS_PER_MINUTE)
            if prefix
            else (f"address:{self.get_ident(request)}", settings.API_CALLS_PER_MINUTE_WITHOUT_KEY)
        )
        calls, self.left = count(name)
        request._request.rate_limit = {
            "RateLimit-Policy": f'"calls";q={quota};w={_WINDOW}',
            "RateLimit": f'"calls";r={max(0, quota - calls)};t={self.left}',
        }
        return bool(calls <= quota)

    def wait(self) -> float:
        return float(self.left)
