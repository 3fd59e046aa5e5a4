"""`./setu up`: everything from an empty checkout to an address in the browser, then kept running."""

import http.client
import json
import os
import time

from .environment import demo_environment
from .errors import LaunchError, Stopped
from .install import ensure_installed
from .interruption import Interruption
from .locking import Lock
from .parts import STOP_ORDER, Parts
from .paths import Paths
from .preparation import Preparation
from .services import Services
from .sockets import choose_port
from .speech import say
from .supervisor import Supervisor

READY_SECONDS = 60


def up(paths: Paths, port: int | None, interruption: Interruption) -> int:
    """Run the portal until somebody asks to stop; returns the exit code. Raises LaunchError."""
    began = time.monotonic()
    paths.make()
    lock = Lock(paths.run / "up.lock")
    if not lock.take():
        return _say_it_runs(paths)
    ensure_installed(paths, "demo", interruption)
    environment = demo_environment(paths)
    services = Services(paths, environment)
    supervisor = Supervisor(paths.log, interruption)
    # First, so that a port still held by the remains of a killed run is free again.
    _own(services, interruption)
    chosen = choose_port(port)
    if port is None and chosen != 8000:
        say(f"Port 8000 is taken; using {chosen}.")
    try:
        parts = Parts(paths, environment, chosen)
        services.start(interruption)
        services.publish({"up": str(os.getpid())})
        Preparation(paths, services, interruption).run()
        for child in services.children:
            supervisor.adopt(child)
        for child in parts.all():
            supervisor.start(child)
        _wait_for_page(chosen, supervisor, interruption)
        services.publish({"up": str(os.getpid()), "address": environment["SITE_URL"]})
        supervisor.note(f"ready after {time.monotonic() - began:.1f} s, process {os.getpid()}")
        _introduce(paths, environment["SITE_URL"])
        supervisor.watch()
    except Stopped:
        pass
    finally:
        say("Stopping …" if interruption.count < 2 else "Stopping at once …")
        supervisor.stop(STOP_ORDER)
        services.stop(interruption)
        services.file.unlink(missing_ok=True)
        say("Stopped. Nothing is lost; `./setu up` goes on from here.")
    return 0


def _own(services: Services, interruption: Interruption) -> None:
    """Take the servers' lock, which a `./setu manage` may hold for as long as its command runs."""
    told = False
    while not services.claim():
        interruption.check()
        if not told:
            say("A `./setu manage` command is running; waiting for it to end.")
            told = True
        interruption.wait(0.3)


def _say_it_runs(paths: Paths) -> int:
    facts = Services(paths, {}).published()
    if "address" in facts:
        say(f"Setu runs already: {facts['address']} (process {facts.get('up', '?')}). `./setu down` stops it.")
        _sign_ins(paths)
    else:
        say("Another `./setu up` on this checkout is starting at this moment.")
    return 0


def _wait_for_page(port: int, supervisor: Supervisor, interruption: Interruption) -> None:
    end = time.monotonic() + READY_SECONDS
    while not answers(port):
        interruption.check()
        supervisor.look_after()
        failing = [part.child for part in supervisor.parts if part.deaths >= 3]
        if failing:
            raise LaunchError(f"{failing[0].name} does not start; the end of {failing[0].log}:\n{failing[0].last_lines()}")
        if time.monotonic() > end:
            web = next(part.child for part in supervisor.parts if part.child.name == "web")
            raise LaunchError(f"No page after {READY_SECONDS} s; the end of {web.log}:\n{web.last_lines()}")
        interruption.wait(0.1)


def answers(port: int) -> bool:
    """Whether a portal answers on this port of this machine."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _introduce(paths: Paths, address: str) -> None:
    say(f"\nSetu runs: {address}")
    _sign_ins(paths)
    say(f"Mail is caught at {address}/mail/ and in {paths.var / 'mail'}; logs are in {paths.log}. Ctrl-C stops everything.")


def _sign_ins(paths: Paths) -> None:
    """One sign-in per role, as `load_examples` wrote them."""
    try:
        users = json.loads((paths.var / "demo.json").read_text(encoding="utf-8"))["users"]
        # Somebody from outside who keeps a partner's keys has the role of an investor; the list calls him by what he is there for.
        named = [("partner" if user.get("partner") else user["role"], user) for user in users]
        lines = {name: f"  {name:<15} {user['email']:<40} {user['password']}" for name, user in reversed(named)}
    except (OSError, ValueError, KeyError, TypeError):
        return
    if lines:
        say("Sign in (example accounts of this demonstration only):")
        for line in reversed(lines.values()):
            say(line)
