"""Addresses for processes that a test starts."""

import os
from urllib.parse import urlsplit

from django.db import connection


def address_of_this_database() -> str:
    """The address of this run's test database, for another process: the one we were given, with the test database's name."""
    given = urlsplit(os.environ["DATABASE_URL"])
    return given._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
