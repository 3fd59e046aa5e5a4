"""The command line of `./setu`."""

import sys

from . import verbs
from .audit import lighthouse
from .errors import LaunchError, Stopped
from .interruption import Interruption
from .locks import lock
from .paths import Paths
from .up import up

HELP = """\
Usage: ./setu VERB

  up [--port N]       run the portal: installs, starts its database and broker, loads data, serves, keeps it running
  down                stop it                        status   say whether and where it runs
  test [ARGUMENT…]    run the tests (arguments go to pytest) on a database and broker of their own
  manage COMMAND …    run a management command against the same database and broker as `up`
  clock [+3d|+2h|reset|show]   move the demonstration's clock, so that the real worker sends what is due by then
  bench [api|offer|lighthouse]   measure: a page of the API, the public pages, what Lighthouse says of them
  install             install what development needs, nothing more
  lock [--upgrade]    write the lock files anew from pyproject.toml and package.json

Settings come from the environment (docs/settings.md). With DATABASE_URL or CELERY_BROKER_URL set, nothing is embedded
in its place. Everything that is written goes to .venv/, node_modules/ and var/ (SETU_VAR)."""


def port_of(arguments: list[str]) -> int | None:
    """The port in `--port N` or `--port=N`; None if none is asked for. Raises LaunchError."""
    if not arguments:
        return None
    words = [part for argument in arguments for part in argument.split("=", 1)]
    if len(words) == 2 and words[0] == "--port" and words[1].isascii() and words[1].isdigit():
        return int(words[1])
    raise LaunchError(f"./setu up takes only --port N, not: {' '.join(arguments)}")


def run(arguments: list[str], interruption: Interruption) -> int:
    """Do what the arguments ask; returns the exit code. Raises LaunchError or Stopped."""
    verb, rest = arguments[0], arguments[1:]
    paths = Paths.of_checkout()
    if rest in (["--help"], ["-h"]) and verb not in ("manage", "test"):
        print(HELP)
        return 0
    match verb:
        case "up":
            return up(paths, port_of(rest), interruption)
        case "test":
            return verbs.test(paths, rest, interruption)
        case "manage":
            return verbs.manage(paths, rest or ["help"], interruption)
        case "bench" if rest[:1] == ["lighthouse"]:
            return lighthouse(paths, rest[1:], interruption)
        case "bench" if rest[:1] == ["offer"]:
            return verbs.bench_offer(paths, rest, interruption)
        case "clock" | "bench" | "chaos":
            return verbs.manage(paths, [verb, *rest], interruption)
        case "lock":
            return lock(paths, rest, interruption)
    if rest:
        raise LaunchError(f"./setu {verb} takes no arguments.")
    match verb:
        case "install":
            return verbs.install(paths, interruption)
        case "status":
            return verbs.status(paths)
        case "down":
            return verbs.down(paths, interruption)
    raise LaunchError(f"There is no verb {verb!r}. `./setu --help` lists them.")


def main(arguments: list[str]) -> int:
    """Run `./setu` with these arguments; returns the exit code."""
    if not arguments or arguments[0] in ("--help", "-h", "help"):
        print(HELP)
        return 0 if arguments else 2
    interruption = Interruption()
    interruption.install()
    try:
        return run(arguments, interruption)
    except LaunchError as error:
        print(f"setu: {error}", file=sys.stderr)
        return 1
    except Stopped:
        return 130
