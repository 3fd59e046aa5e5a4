from typing import Any

from django.core.management.base import BaseCommand

from portal.core import messages
from portal.core.message_sources import messages_of_ours


class Command(BaseCommand):
    help = "Bring the translations in locale/ up to date with the sources: new messages empty, vanished ones removed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(messages_of_ours())
        for file in messages.catalogues():
            catalog = messages.updated(messages.read(file), found)
            changed = messages.write(file, catalog)
            open_ones = [
                one
                for one in catalog
                if one.id and (one.fuzzy or not all([one.string] if isinstance(one.string, str) else one.string))
            ]
            self.stdout.write(
                f"{file.parts[-3]}: {len(catalog)} messages, {len(open_ones)} to translate{'' if changed else ', nothing new'}"
            )
            for one in open_ones:
                self.stdout.write(f"  {messages.key(one.id, one.context)[0]}")
