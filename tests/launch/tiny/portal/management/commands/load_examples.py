"""Writes one sign-in."""

import json
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    def handle(self, *args: Any, **options: Any) -> None:
        user = {"role": "desk officer", "email": "desk@example.org", "password": "only-an-example"}
        demo = {"site": os.environ["SITE_URL"], "users": [user], "keys": []}
        Path(os.environ["SETU_VAR"], "demo.json").write_text(json.dumps(demo), encoding="utf-8")
