"""The data layer on the oldest PostgreSQL that production may bring, where one answers on loopback."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
SERVER = "postgres://postgres@127.0.0.1:5432"
# What leans on the database itself: constraints, triggers, advisory locks, leases, bulk statements, the loader.
DATA_LAYER = (
    "tests/test_migrations.py",
    "tests/core/test_clock.py",
    "tests/core/test_history.py",
    "tests/core/test_saving.py",
    "tests/core/search",
    "tests/outbox/test_queue.py",
    "tests/investors/actions",
    "tests/investors/models",
    "tests/investors/reference",
    "tests/sectors/test_search_index.py",
)


@pytest.fixture
def database() -> Iterator[str]:
    """The address of an empty database of its own on PostgreSQL 15, gone afterwards."""
    try:
        server = psycopg.connect(f"{SERVER}/postgres", connect_timeout=3, autocommit=True)
    except psycopg.OperationalError:
        pytest.skip("PostgreSQL 15 does not answer on 127.0.0.1:5432")
    with server:
        if server.info.server_version // 10_000 != 15:
            pytest.skip("PostgreSQL 15 does not answer on 127.0.0.1:5432")
        name = f"setu_{uuid.uuid4().hex[:12]}"
        test_name = sql.Identifier(f"test_{name}")
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING utf8 LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'").format(
                test_name
            )
        )
        try:
            yield f"{SERVER}/{name}"
        finally:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(test_name))


def test_the_data_layer_holds_on_postgresql_15(database: str) -> None:
    for part in DATA_LAYER:
        assert (ROOT / part).exists(), part
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DATABASE_URL"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--reuse-db", "-x", "-rs", *DATA_LAYER],
        cwd=ROOT,
        env=environment | {"DATABASE_URL": database},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    end = done.stdout.rstrip().rpartition("\n")[2]
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert " passed" in end
    assert "skipped" not in end
