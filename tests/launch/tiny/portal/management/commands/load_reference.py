"""Makes the two tables."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS notes (id serial)")
            cursor.execute("CREATE TABLE IF NOT EXISTS ticks (id serial)")
