"""The embedded servers themselves."""

import os
import signal
import socket
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from portal.launch.environment import base_environment
from portal.launch.errors import LaunchError
from portal.launch.interruption import Interruption
from portal.launch.paths import Paths
from portal.launch.postgres import Postgres
from portal.launch.valkey import Valkey, socket_path

from .conftest import until


@pytest.fixture
def postgres(paths: Paths, interruption: Interruption) -> Iterator[Postgres]:
    """A server with new data, stopped at the end."""
    server = Postgres(paths, base_environment(paths), durable=False)
    server.create(interruption)
    server.start()
    server.wait_ready(interruption)
    yield server
    server.child.stop(interruption, hurry_after=99)


def connect(server: Postgres) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(host=str(server.sockets), user="setu", dbname="setu", autocommit=True)


def test_postgres_listens_only_on_a_closed_socket(postgres: Postgres) -> None:
    with connect(postgres) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        locale = connection.execute(
            "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'setu'"
        ).fetchone()
    assert locale == ("b", "C.UTF-8", "UTF8")
    mode = postgres.sockets.stat().st_mode
    assert stat.S_IMODE(mode) == 0o700
    assert len(str(postgres.sockets / ".s.PGSQL.5432")) < 100


def test_postgres_keeps_a_committed_row_through_kill_9(postgres: Postgres, interruption: Interruption) -> None:
    with connect(postgres) as connection:
        connection.execute("CREATE TABLE kept (id int)")
        connection.execute("INSERT INTO kept VALUES (1)")
    os.kill(postgres.child.pid, signal.SIGKILL)
    until(lambda: postgres.child.exit_code() is not None, "its death is noticed")
    postgres.start()
    postgres.wait_ready(interruption)
    with connect(postgres) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1,)


def test_postgres_starts_although_its_old_number_belongs_to_another(postgres: Postgres, interruption: Interruption) -> None:
    os.kill(postgres.child.pid, signal.SIGKILL)
    until(lambda: postgres.child.exit_code() is not None, "its death is noticed")
    mark = postgres.data / "postmaster.pid"
    lines = mark.read_text().splitlines()
    with subprocess.Popen(["sleep", "60"]) as foreign:
        mark.write_text("\n".join([str(foreign.pid), *lines[1:]]) + "\n")
        postgres.start()
        postgres.wait_ready(interruption)
        assert foreign.poll() is None
        foreign.kill()


def test_postgres_refuses_data_of_another_version(paths: Paths, interruption: Interruption) -> None:
    server = Postgres(paths, base_environment(paths))
    server.data.mkdir()
    (server.data / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(LaunchError, match=r"written by PostgreSQL 9\.6"):
        server.create(interruption)


def test_an_interrupted_initdb_leaves_no_half_made_data(paths: Paths, interruption: Interruption) -> None:
    server = Postgres(paths, base_environment(paths))
    half = paths.var / "postgres.new"
    half.mkdir()
    (half / "rest").write_text("of an interrupted one")
    server.create(interruption)
    assert (server.data / "PG_VERSION").exists()
    assert not half.exists()


def test_valkey_keeps_what_it_took_and_begins_anew_if_it_cannot_read_it(paths: Paths, interruption: Interruption) -> None:
    server = Valkey(paths, base_environment(paths))
    server.start()
    server.wait_ready(interruption)
    try:
        with redis.Redis(unix_socket_path=str(socket_path(server.url))) as client:
            client.set("kept", "yes")
            assert client.config_get("appendonly") == {"appendonly": "yes"}
            assert client.config_get("port") == {"port": "0"}
            # The file is flushed each second; a killed process loses nothing that the kernel has.
        os.kill(server.child.pid, signal.SIGKILL)
        until(lambda: server.child.exit_code() is not None, "its death is noticed")
        server.start()
        server.wait_ready(interruption)
        with redis.Redis(unix_socket_path=str(socket_path(server.url))) as client:
            assert client.get("kept") == b"yes"
        server.child.stop(interruption, hurry_after=99)
        manifest = next(server.data.rglob("*.manifest"))
        manifest.write_bytes(b"\xff not a manifest")
        server.start()
        server.wait_ready(interruption)
        with redis.Redis(unix_socket_path=str(socket_path(server.url))) as client:
            assert client.get("kept") is None
        assert list(paths.var.glob("valkey.unreadable-*"))
    finally:
        server.child.stop(interruption, hurry_after=99)


def test_a_socket_directory_that_is_not_ours_alone_is_replaced(paths: Paths, tmp_path: Path) -> None:
    from portal.launch.sockets import socket_directory

    first = socket_directory(paths.run)
    assert socket_directory(paths.run) == first
    first.chmod(0o777)
    second = socket_directory(paths.run)
    assert second != first
    second.rmdir()
    second.symlink_to(tmp_path)
    third = socket_directory(paths.run)
    assert third not in (first, second)
    second.unlink()
    first.rmdir()
    with socket.socket(socket.AF_UNIX) as probe:
        probe.bind(str(third / "s"))
