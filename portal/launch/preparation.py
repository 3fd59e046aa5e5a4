"""What has to be true of database and files before the portal is served. Done only when its inputs changed."""

import time
from pathlib import Path

from .commands import run_or_fail
from .interruption import Interruption
from .paths import Paths
from .services import Services
from .speech import say
from .stamps import Stamps, digest, files_below

PACKAGES = ("portal", "sectors", "investors")


class Preparation:
    """The commands that bring the database and the static files up to date."""

    def __init__(self, paths: Paths, services: Services, interruption: Interruption) -> None:
        self.paths = paths
        self.services = services
        self.interruption = interruption
        self.stamps = Stamps(paths.var / "prepared.json")

    def run(self) -> None:
        """Do what is needed. Raises LaunchError if a command fails."""
        root, postgres = self.paths.root, self.services.postgres
        packages = [root / name for name in PACKAGES]
        locks = sorted(self.paths.requirements.glob("*.txt"))
        # Stands for the database itself: thrown away and made anew, it has another number.
        # Of a database given from outside we know nothing, so everything is asked again; all commands are idempotent.
        database = postgres.system_identifier() if postgres else f"outside {time.time_ns()}"
        launch = root / "portal" / "launch"
        code = [path for path in files_below(packages, "*.py") if launch not in path.parents]
        data = files_below(packages, "*.csv", "*.json")
        migrations = [path for path in code if path.parent.name == "migrations"]
        site = self.services.environment.get("SITE_URL", "")
        # Reference and examples go through actions and models, so any change of code may change what they write.
        loaded: list[str | Path] = [database, *locks, *code, *data]
        served = files_below([root / "static", *(path / "static" for path in packages)], "*")
        self.translations()
        self._step("migrations", ["migrate", "--noinput"], [database, *locks, *migrations])
        self._step("reference data", ["load_reference"], loaded)
        demo_file = self.paths.var / "demo.json"
        self._step("examples", ["load_examples"], [*loaded, site, str(demo_file.exists())], demo_only=True)
        collected = self.paths.var / "static" / "staticfiles.json"
        self._step("static files", ["collectstatic", "--noinput"], [*locks, *served, str(collected.exists())])

    def translations(self) -> None:
        """Compile what is in `locale/`; the compiled files are not part of the checkout. Raises LaunchError."""
        locale = self.paths.root / "locale"
        sources = files_below([locale], "*.po")
        if sources:
            compiled = all(source.with_suffix(".mo").exists() for source in sources)
            self._step("translations", ["build_messages"], [*sources, str(compiled)])

    def _step(self, what: str, command: list[str], inputs: list[str | Path], *, demo_only: bool = False) -> None:
        if demo_only and self.services.environment.get("SETU_DEMO") not in ("1", "true", "True", "on", "yes"):
            return
        now = digest([*command, *inputs])
        if self.stamps.get(what) == now:
            return
        began = time.monotonic()
        run_or_fail(
            f"Preparing {what} (manage.py {command[0]})",
            [self.paths.python, self.paths.root / "manage.py", *command],
            environment=self.services.environment,
            directory=self.paths.root,
            interruption=self.interruption,
        )
        say(f"  {what}: {time.monotonic() - began:.1f} s")
        # An output that was missing is there now; the next run must see the same inputs as this one left.
        self.stamps.put(what, digest([*command, *[("True" if part == "False" else part) for part in inputs]]))
