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
            changed = messages.write(file, messages.updated(messages.read(file), found))
            catalog = messages.read(file)
            waiting = messages.waiting(catalog)
            self.stdout.write(
                f"{file.parts[-3]}: {len(catalog)} messages, {len(waiting)} to translate{'' if changed else ', nothing new'}"
            )
            for text in waiting:
                self.stdout.write(f"  {text}")
