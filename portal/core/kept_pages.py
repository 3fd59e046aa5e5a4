"""Public pages as they were made last, kept in this process, so that the next guest is not the reason to make them again.

A page is kept under its version (its ETag), which says everything it depends on: a change of any row that it shows, of code, of
settings or of the day gives it another one, and nobody asks for the former again. Whatever was not asked for longest goes first.
"""

from collections import OrderedDict
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpResponse

# What headers and the record itself take beside the body, roughly.
_RECORD_BYTES = 1_000
# One page may fill at most this part of the room.
_LARGEST_PART = 10


class KeptPages:
    """Bodies and headers by version, at most `settings.KEPT_PAGES_BYTES` of them; 0 keeps nothing."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, tuple[bytes, dict[str, str], dict[str, Any]]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def find(self, version: str) -> HttpResponse | None:
        """A response of its own for this request, or None."""
        with self._lock:
            if version not in self._pages:
                return None
            self._pages.move_to_end(version)
            body, headers, marks = self._pages[version]
        response = HttpResponse(body, headers=headers)
        vars(response).update(marks)
        return response

    def keep(self, version: str, response: HttpResponse) -> None:
        """Keep what a view answered, before anything further is written to it."""
        room = settings.KEPT_PAGES_BYTES
        size = len(response.content) + _RECORD_BYTES
        if response.streaming or response.cookies or size * _LARGEST_PART > room:
            return
        # A view may have said something to the content security policy's middleware.
        marks = {name: value for name, value in vars(response).items() if name.startswith("_csp")}
        with self._lock:
            if version not in self._pages:
                self._pages[version] = (response.content, dict(response.items()), marks)
                self._bytes += size
            while self._bytes > room:
                _version, (body, _headers, _marks) = self._pages.popitem(last=False)
                self._bytes -= len(body) + _RECORD_BYTES

    def forget(self) -> None:
        with self._lock:
            self._pages.clear()
            self._bytes = 0


kept_pages = KeptPages()
