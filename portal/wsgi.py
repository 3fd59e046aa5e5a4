"""The door for WSGI servers."""

import os

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")


class Utf8Request(WSGIRequest):
    """Everything is read as UTF-8. A codec that the client names (`charset=hex`) would fail while the request is being made,
    before anything of ours can refuse it; CleanRequestMiddleware does."""

    @property
    def encoding(self) -> None:  # type: ignore[override] # None: the setting's, UTF-8
        return None

    @encoding.setter
    def encoding(self, value: str | None) -> None:
        pass


class Handler(WSGIHandler):
    request_class = Utf8Request


django.setup(set_prefix=False)
application = Handler()
