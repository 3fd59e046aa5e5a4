"""What every test stands on: a real PostgreSQL, no sockets but loopback, warnings as errors."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cast import Cast, make_cast
from tests.unknown_variables import refuse_unknown_variables


def pytest_configure(config: pytest.Config) -> None:
    """Translations are compiled before anything is rendered."""
    from portal.core import messages

    messages.build()


_connect = socket.socket.connect


def _loopback_only(self: socket.socket, address: Any) -> Any:
    if self.family != socket.AF_UNIX:
        host = address[0]
        if not (host.startswith("127.") or host in ("::1", "localhost")):
            raise AssertionError(f"a test reached out to {host}")
    return _connect(self, address)


@pytest.fixture(autouse=True, scope="session")
def loopback_only() -> Iterator[None]:
    """No test reaches another machine."""
    socket.socket.connect = _loopback_only  # type: ignore[method-assign]
    yield
    socket.socket.connect = _connect  # type: ignore[method-assign]


@pytest.fixture(autouse=True, scope="session")
def unknown_variables_fail() -> None:
    """A template that prints what its context does not hold is wrong."""
    refuse_unknown_variables()


_SWOLLEN = """
SELECT format('VACUUM (ANALYZE FALSE) %I.%I', schemaname, relname) FROM pg_stat_user_tables WHERE pg_relation_size(relid) > 65536
"""


@pytest.fixture(autouse=True, scope="module")
def swept_tables() -> Iterator[None]:
    """Rows that tests took back stay in the tables until somebody sweeps, and every later scan reads them. Not analysed: statistics
    of tables without a row would mislead the planner."""
    yield
    from django.db import connection

    if not str(connection.settings_dict["NAME"]).startswith("test_"):
        return  # nothing in this module asked for a database yet
    import psycopg

    from tests.addresses import address_of_this_database

    with psycopg.connect(address_of_this_database(), autocommit=True) as sweeper:
        for (statement,) in sweeper.execute(_SWOLLEN).fetchall():
            sweeper.execute(statement)


@pytest.fixture
def cast(db: None) -> Cast:
    """Everyone who may knock at a door."""
    return make_cast()


@pytest.fixture
def shelf(settings: Any, tmp_path: Path) -> Path:
    """Where attached files lie, for this test alone."""
    place = tmp_path / "attachments"
    default = {**settings.STORAGES["default"], "OPTIONS": {**settings.STORAGES["default"]["OPTIONS"], "location": str(place)}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return place
