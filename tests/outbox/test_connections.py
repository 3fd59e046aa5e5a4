"""A worker outlives its database: the next task has a connection that works."""

import psycopg
import pytest
from celery import signals
from django.db import OperationalError, connection

import portal.celery  # noqa: F401 # connects the signal


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_database_dropped_is_replaced_before_the_next_task() -> None:
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    for _again in range(2):
        with pytest.raises(OperationalError), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    signals.task_prerun.send(sender=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
