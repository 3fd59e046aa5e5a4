"""A portal to measure: the one that `up` runs, or one of our own for as long as it takes."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from .environment import demo_environment
from .errors import LaunchError
from .install import ensure_installed
from .interruption import Interruption
from .parts import Parts
from .paths import Paths
from .preparation import Preparation
from .services import Services
from .sockets import choose_port
from .speech import say
from .up import answers

WAIT_SECONDS = 90


@dataclass(frozen=True)
class Served:
    """Where the portal answers, the process that all its web processes descend from, and the environment of commands beside it."""

    address: str
    web: int
    environment: dict[str, str]


@contextmanager
def served(paths: Paths, interruption: Interruption) -> Iterator[Served]:
    """The running portal; without one, database, broker and web as `up` starts them, stopped at the end. Raises LaunchError."""
    paths.make()
    ensure_installed(paths, "demo", interruption)
    services = Services(paths, demo_environment(paths))
    if _claimed(services, interruption):
        with _own(paths, services, interruption) as found:
            yield found
        return
    facts = services.published()
    web = int(json.loads((paths.run / "web.pid.json").read_text(encoding="utf-8"))["pid"])
    beside = services.environment | {name: value for name, value in facts.items() if name.isupper() and name != "SETU_RUN"}
    say(f"Measuring what runs at {facts['address']}; leave it alone meanwhile.")
    yield Served(facts["address"], web, beside)


def _claimed(services: Services, interruption: Interruption) -> bool:
    """True once the servers are ours, False once `up` has its address. Raises LaunchError if neither comes."""
    end = time.monotonic() + WAIT_SECONDS
    while not services.claim():
        if "address" in services.published():
            return False
        interruption.check()
        if time.monotonic() > end:
            raise LaunchError("Another ./setu on this checkout is busy; wait until it has ended.")
        interruption.wait(0.3)
    return True


@contextmanager
def _own(paths: Paths, services: Services, interruption: Interruption) -> Iterator[Served]:
    port = choose_port(None)
    parts = Parts(paths, services.environment, port)
    web = None
    try:
        services.start(interruption)
        Preparation(paths, services, interruption).run()
        # The parts were told the environment before the servers had their addresses; it is the same dictionary.
        web = parts.web()
        web.start()
        end = time.monotonic() + WAIT_SECONDS
        while not answers(port):
            interruption.check()
            if web.exit_code() is not None or time.monotonic() > end:
                raise LaunchError(f"The web server does not answer; the end of {web.log}:\n{web.last_lines()}")
            interruption.wait(0.1)
        yield Served(services.environment["SITE_URL"], web.pid, services.environment)
    finally:
        if web:
            web.stop(interruption, hurry_after=max(2, interruption.count + 1))
        services.stop(interruption)
        services.file.unlink(missing_ok=True)
