"""`./setu bench lighthouse`: Lighthouse, in the system's Chromium, on public pages in three languages."""

import http.client
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from .assets import node, npm
from .commands import run_or_fail
from .errors import LaunchError
from .install import own_environment
from .interruption import Interruption
from .locking import held
from .paths import Paths
from .scores import CATEGORIES, Page, table, verdict
from .served import served
from .speech import say
from .stamps import Stamps, digest

RUNS = 5
# One run takes about ten seconds.
RUN_SECONDS = 120
# Chromium loses the trace of a page now and then; a run without a score is made again, a bad score never.
TRIES = 3
FLAGS = (
    *("--headless=new", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
LANGUAGES = {"en": "", "ja": "/ja", "kn": "/kn"}
PACKAGE = Path(__file__).resolve().with_name("lighthouse")


def lighthouse(paths: Paths, arguments: Sequence[str], interruption: Interruption) -> int:
    """Judge each page as often as asked for, in turn; print medians. Exit code 1 if one is below 95. Raises LaunchError."""
    runs = runs_of(arguments)
    browser = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    if browser is None:
        raise LaunchError("Chromium is missing (Debian: apt-get install chromium fonts-noto-cjk fonts-noto-core).")
    with served(paths, interruption) as portal, tempfile.TemporaryDirectory(dir=paths.run) as directory:
        program = _installed(paths, interruption)
        pages = pages_of(portal.address)
        for run in range(runs):
            for page in pages:
                page.add(_judged(program, portal.address + page.path, Path(directory), browser, interruption))
            say(f"  round {run + 1} of {runs} is done")
    say(f"\nLighthouse, medians of {runs} (the lowest run in brackets), mobile, simulated slow line and processor")
    say(table(pages))
    if wrong := verdict(pages):
        say(wrong)
    return 1 if wrong else 0


def runs_of(arguments: Sequence[str]) -> int:
    """The number in `--runs N`. Raises LaunchError."""
    words = [part for argument in arguments for part in argument.split("=", 1)]
    if not words:
        return RUNS
    if len(words) == 2 and words[0] == "--runs" and re.fullmatch("[1-9][0-9]?", words[1]):
        return int(words[1])
    raise LaunchError(f"./setu bench lighthouse takes only --runs N (1 to 99), not: {' '.join(arguments)}")


def pages_of(address: str) -> list[Page]:
    """The first page, and the first of each kind that the portal's own map names, in three languages. Raises LaunchError."""
    paths = {"start": "/"}
    for kind in ("segments", "opportunities", "townships"):
        found = re.search(rf"<loc>[^<]*?(/{kind}/[^/<]+/)</loc>", _get(address, f"/sitemap-{kind}.xml"))
        if not found:
            raise LaunchError(f"The portal's map names none of the {kind}; load the offer by `./setu manage load_reference`.")
        paths[{"opportunities": "opportunity"}.get(kind, kind.removesuffix("s"))] = found[1]
    return [Page(f"{name} {code}", prefix + path) for name, path in paths.items() for code, prefix in LANGUAGES.items()]


def _get(address: str, path: str) -> str:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=20)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as error:
        raise LaunchError(f"{address}{path} does not answer: {error}") from None
    finally:
        connection.close()
    if answer.status != 200:
        raise LaunchError(f"{address}{path} answers {answer.status}.")
    return body


def _installed(paths: Paths, interruption: Interruption) -> list[str | Path]:
    """How to call Lighthouse, installed from its lock file if it is not yet. Raises LaunchError."""
    place = paths.var / "lighthouse"
    files: list[str | Path] = [PACKAGE / "package.json", PACKAGE / "package-lock.json"]
    entry = place / "node_modules" / "lighthouse" / "cli" / "index.js"
    # npm clears this directory, so the stamp in it lives exactly as long as what it stands for.
    stamps = Stamps(place / "node_modules" / ".setu-installed.json")
    with held(paths.run / "lighthouse.lock", interruption, "Another ./setu is installing Lighthouse; waiting for it."):
        if stamps.get("npm") != digest(files) or not entry.exists():
            place.mkdir(exist_ok=True)
            for file in files:
                shutil.copy(file, place)
            say("Installing Lighthouse into var/lighthouse …")
            run_or_fail(
                "Installing Lighthouse",
                [*npm(paths), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                environment=own_environment(),
                directory=place,
                interruption=interruption,
            )
            stamps.put("npm", digest(files))
    return [node(paths), entry]


def _judged(program: list[str | Path], url: str, directory: Path, browser: str, interruption: Interruption) -> Path:
    """The report of one run. Raises LaunchError if there is none after three tries."""
    report = directory / "report.json"
    for one in range(TRIES):
        report.unlink(missing_ok=True)
        try:
            _judge(program, url, report, browser, interruption)
        except LaunchError as error:
            if one == TRIES - 1:
                raise
            say(f"  once more: {str(error).splitlines()[-1]}")
            continue
        break
    return report


def _judge(program: list[str | Path], url: str, report: Path, browser: str, interruption: Interruption) -> None:
    # Root's Chromium has no sandbox; the pages are our own.
    flags = " ".join([*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])])
    command = [
        *(*map(str, program), url, "--quiet", "--output=json", f"--output-path={report}"),
        *(f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={flags}", "--no-enable-error-reporting"),
    ]
    environment = own_environment() | {"CHROME_PATH": browser}
    with tempfile.TemporaryFile() as output:
        # A group of its own: Ctrl-C is ours to pass on, and Lighthouse closes its browser on that signal.
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
        end = time.monotonic() + RUN_SECONDS
        while process.poll() is None and time.monotonic() < end and not interruption.requested:
            interruption.wait(0.2)
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            interruption.check()
            raise LaunchError(f"Lighthouse did not end within {RUN_SECONDS} s on {url}.")
        if process.returncode != 0:
            output.seek(0)
            raise LaunchError(f"Lighthouse failed on {url}:\n{output.read().decode('utf-8', 'replace')[-2000:].strip()}")
