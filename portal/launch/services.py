"""The servers behind the portal: embedded where no address is given, shared by all runs of `./setu` on one checkout."""

import json
import secrets
from pathlib import Path

from .environment import given
from .interruption import Interruption
from .locking import Lock
from .paths import Paths
from .postgres import Postgres
from .process import Child, end_leftovers
from .valkey import Valkey


class Services:
    """PostgreSQL and Valkey of one `var` directory, owned by whoever holds its lock."""

    def __init__(self, paths: Paths, environment: dict[str, str], *, durable: bool = True) -> None:
        self.paths = paths
        self.environment = environment
        self.durable = durable
        self.lock = Lock(paths.run / "services.lock")
        self.users = Lock(paths.run / "users.lock")
        self.postgres: Postgres | None = None
        self.valkey: Valkey | None = None

    @property
    def file(self) -> Path:
        """What the owner tells the others."""
        return self.paths.run / "services.json"

    @property
    def children(self) -> list[Child]:
        """The embedded servers, in the order they start."""
        return [server.child for server in (self.postgres, self.valkey) if server]

    def claim(self) -> bool:
        """Take the lock and clear away what a killed owner left; False if somebody else owns the servers."""
        if not self.lock.take():
            return False
        end_leftovers(self.paths.run, self.published().get("SETU_RUN"))
        self.environment["SETU_RUN"] = secrets.token_hex(16)
        # Before the first child, so that the next owner can find it whatever happens to us.
        self.publish({})
        return True

    def start(self, interruption: Interruption) -> None:
        """Start what is not given from outside and add its address to the environment. Must be claimed first."""
        if not given("DATABASE_URL"):
            self.postgres = Postgres(self.paths, self.environment, durable=self.durable)
        if not given("CELERY_BROKER_URL"):
            self.valkey = Valkey(self.paths, self.environment)
            self.valkey.start()
        if self.postgres:
            self.postgres.create(interruption)
            self.postgres.start()
            self.postgres.wait_ready(interruption)
            self.environment["DATABASE_URL"] = self.postgres.url
        if self.valkey:
            self.valkey.wait_ready(interruption)
            self.environment["CELERY_BROKER_URL"] = self.valkey.url
        self.publish({})

    def publish(self, more: dict[str, str]) -> None:
        """Tell other runs on this checkout the addresses, plus `more`."""
        names = ("SETU_RUN", "DATABASE_URL", "CELERY_BROKER_URL", "EMAIL_URL", "SITE_URL")
        facts = {name: self.environment[name] for name in names if name in self.environment and not given(name)}
        if "SETU_RUN" in self.environment:
            facts["SETU_RUN"] = self.environment["SETU_RUN"]
        aside = self.file.with_suffix(".new")
        aside.touch(mode=0o600)
        aside.write_text(json.dumps(facts | more), encoding="utf-8")
        aside.replace(self.file)

    def published(self) -> dict[str, str]:
        """What the owner (or the last one) told."""
        try:
            content = json.loads(self.file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(k): str(v) for k, v in content.items()} if isinstance(content, dict) else {}

    def stop(self, interruption: Interruption) -> None:
        """Stop the embedded servers, the broker first. A second request to stop hurries."""
        hurry_after = max(2, interruption.count + 1)
        for child in reversed(self.children):
            child.stop(interruption, hurry_after=hurry_after)
