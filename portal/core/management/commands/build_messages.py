from typing import Any

from django.core.management.base import BaseCommand

from portal.core import messages


class Command(BaseCommand):
    help = "Compile the translations in locale/ (no GNU gettext needed)."
    # It must work before there is a database.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        written = messages.build()
        self.stdout.write(f"{len(written)} catalogues compiled" if written else "all catalogues are up to date")
