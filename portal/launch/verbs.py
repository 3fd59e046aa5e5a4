"""The other verbs: run a command beside the servers, run the tests, look at and stop what runs."""

import signal
import time
from collections.abc import Sequence
from pathlib import Path

from .assets import ensure_assets
from .commands import run_in_foreground
from .environment import demo_environment, test_environment
from .errors import LaunchError
from .install import ensure_installed
from .interruption import Interruption
from .locking import Lock
from .paths import Paths
from .preparation import Preparation
from .process import send, started_at
from .served import served
from .services import Services
from .speech import say

WAIT_FOR_SERVERS = 90  # seconds


def manage(paths: Paths, arguments: Sequence[str], interruption: Interruption) -> int:
    """Run a management command against the same servers as `up`; start them for as long as it takes if need be."""
    paths.make()
    ensure_installed(paths, "demo", interruption)
    services = Services(paths, demo_environment(paths))
    command: list[str | Path] = [paths.python, paths.root / "manage.py", *arguments]
    # Whoever started the servers stops them only when nobody uses them.
    while not services.users.take(shared=True):
        interruption.check()
        interruption.wait(0.2)
    if not services.claim():
        services.environment |= _addresses(services, interruption)
        code = run_in_foreground(command, environment=services.environment, directory=paths.root, interruption=interruption)
        services.users.free()
        return code
    try:
        services.start(interruption)
        return run_in_foreground(command, environment=services.environment, directory=paths.root, interruption=interruption)
    finally:
        while not services.users.take() and not interruption.requested:
            interruption.wait(0.2)
        services.stop(interruption)
        services.file.unlink(missing_ok=True)


def bench_offer(paths: Paths, arguments: Sequence[str], interruption: Interruption) -> int:
    """Measure the public pages of the portal that `up` runs, or of one started for it; returns the command's exit code."""
    with served(paths, interruption) as portal:
        return run_in_foreground(
            [paths.python, paths.root / "manage.py", "bench", *arguments, "--address", portal.address, "--web", str(portal.web)],
            environment=portal.environment,
            directory=paths.root,
            interruption=interruption,
        )


def _addresses(services: Services, interruption: Interruption) -> dict[str, str]:
    """The addresses that the owner of the servers tells, once they are up."""
    end = time.monotonic() + WAIT_FOR_SERVERS
    while True:
        facts = services.published()
        if "up" in facts or {"DATABASE_URL", "CELERY_BROKER_URL"} <= {*facts, *services.environment}:
            return {name: value for name, value in facts.items() if name.isupper() and name != "SETU_RUN"}
        interruption.check()
        if time.monotonic() > end:
            raise LaunchError("Another ./setu on this checkout has been starting its servers for too long.")
        interruption.wait(0.2)


def test(paths: Paths, arguments: Sequence[str], interruption: Interruption) -> int:
    """Run the tests on servers of their own, beside a running `up`; returns pytest's exit code."""
    paths.make()
    ensure_installed(paths, "dev", interruption)
    ensure_assets(paths, interruption)
    own = paths.for_tests()
    own.make()
    services = Services(own, test_environment(own), durable=False)
    if not services.claim():
        raise LaunchError("Another ./setu test is running on this checkout.")
    try:
        services.start(interruption)
        Preparation(own, services, interruption).translations()
        return run_in_foreground(
            [paths.python, "-m", "pytest", *arguments],
            environment=services.environment,
            directory=paths.root,
            interruption=interruption,
        )
    finally:
        services.stop(interruption)
        services.file.unlink(missing_ok=True)


def install(paths: Paths, interruption: Interruption) -> int:
    """Install everything for development (also what tests and checks need) and nothing more."""
    paths.make()
    ensure_installed(paths, "dev", interruption)
    ensure_assets(paths, interruption)
    return 0


def status(paths: Paths) -> int:
    """Say whether `up` runs; exit code 0 if it does, 3 if not."""
    lock = Lock(paths.run / "up.lock")
    if not paths.run.exists() or lock.take():
        lock.free()
        say("Setu does not run.")
        return 3
    facts = Services(paths, {}).published()
    say(f"Setu runs: {facts.get('address', 'starting')} (process {facts.get('up', '?')})")
    for record in sorted(paths.run.glob("*.pid.json")):
        say(f"  {record.name.removesuffix('.pid.json'):<10} {record.read_text(encoding='utf-8')}")
    return 0


def down(paths: Paths, interruption: Interruption) -> int:
    """Stop a running `up` and wait until it has stopped. Raises LaunchError if it does not."""
    lock = Lock(paths.run / "up.lock")
    if not paths.run.exists() or lock.take():
        lock.free()
        say("Setu does not run.")
        return 0
    pid = Services(paths, {}).published().get("up", "")
    if not pid.isdigit() or started_at(int(pid)) is None:
        raise LaunchError("It is just starting or stopping; try again in a moment.")
    send(int(pid), signal.SIGTERM)
    end = time.monotonic() + 60
    while not lock.take():
        interruption.check()
        if time.monotonic() > end:
            raise LaunchError(f"Process {pid} has not stopped within 60 s; see {paths.log}.")
        interruption.wait(0.1)
    say("Stopped.")
    return 0
