"""Public pages as the real server serves them, over real HTTP on loopback, beside a static file of the same run: `./setu bench offer`."""

import http.client
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.utils.html import escape
from django.utils.translation import gettext, override

from sectors.models import Opportunity, Segment, Township

ROUNDS = 5
# Answers that cost little are asked for more often, so that the clock of the processes, which ticks 100 times a second, can tell them.
CHEAP = 10
SECONDS = 20
_TICK = os.sysconf("SC_CLK_TCK")
# As the first page says it (templates/start.html).
_INVITATION = "Build electric mobility here: the whole chain, one partner state"
LANGUAGES = {"en": "", "ja": "/ja", "kn": "/kn"}


@dataclass(frozen=True)
class Subject:
    """One public page: its name in the table, its path, and the words that its heading must hold."""

    name: str
    path: str
    heading: str


@dataclass
class Arm:
    """One way to ask for a page (or for the static file), again and again. All arms ask the same server for the same rows."""

    name: str
    line: http.client.HTTPConnection
    path: str
    status: int = 200
    body: bytes = b""
    tag: str = ""
    # Whether the rows count as changed before each request, so that the page has to be made anew.
    changed: bool = False
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def ask(self) -> tuple[int, bytes, str]:
        self.line.request("GET", self.path, headers={"If-None-Match": self.tag} if self.status == 304 else {})
        answer = self.line.getresponse()
        return answer.status, answer.read(), answer.getheader("ETag") or ""

    def once(self) -> None:
        """Ask, and refuse any other answer than the one that is measured. Raises CommandError."""
        status, body, _tag = self.ask()
        if status != self.status or body != self.body:
            raise CommandError(f"{self.name}: {self.path} answers {status} with {len(body)} bytes; no ratio means anything.")

    def measure(self, requests: int, spent: Callable[[], float]) -> None:
        """One round. The change of rows is made outside of what is timed, and by another process than those that are counted."""
        self.line.close()
        if not self.changed:
            self.once()  # each web process keeps its own pages
        took, before = 0.0, spent()
        for _ in range(requests):
            if self.changed:
                _count_change()
            began = time.perf_counter()
            self.once()
            took += time.perf_counter() - began
        self.wall.append(took / requests)
        self.cpu.append((spent() - before) / requests * 1000)


def run(address: str, web: int, requests: int, rounds: int, say: Callable[[str], object]) -> None:
    """Ask the server at `address` (whose processes descend from `web`) and tell medians of the rounds. Raises CommandError."""
    static = next((Path(settings.STATIC_ROOT) / "css").glob("base.*.css"), None)
    if static is None:
        raise CommandError("The static files are not collected; start `./setu up` once.")
    parts = urlsplit(address)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        base = Arm("a static file", line, f"/static/css/{static.name}", body=static.read_bytes())
        pages = [(subject, arms_of(line, subject)) for subject in subjects()]
        for _round in range(rounds):
            for arm in [base, *(arm for _subject, arms in pages for arm in arms)]:
                arm.measure(requests if arm.changed else requests * CHEAP, lambda: cpu_of(web))
    except (OSError, http.client.HTTPException) as error:
        raise CommandError(f"{address} does not answer: {error!r}") from error
    finally:
        line.close()
    _tell(base, pages, requests, rounds, say)


def subjects() -> list[Subject]:
    """A page of each kind and the lists, in each language. Raises CommandError where the offer is empty."""
    segment, opportunity, township = Segment.objects.first(), Opportunity.objects.published().first(), Township.objects.first()
    if not (segment and opportunity and township):
        raise CommandError("The offer is empty; load it by `./setu manage load_reference`.")
    found = []
    for code, prefix in LANGUAGES.items():
        with override(code):
            found += [
                Subject(f"start {code}", f"{prefix}/", gettext(_INVITATION)),
                Subject(f"segment {code}", segment.get_absolute_url(), segment.name),
                Subject(f"opportunity {code}", opportunity.get_absolute_url(), opportunity.title),
                Subject(f"township {code}", township.get_absolute_url(), township.name),
                Subject(f"opportunities {code}", f"{prefix}/opportunities/", gettext("Opportunities")),
                Subject(f"townships {code}", f"{prefix}/townships/", gettext("Townships")),
            ]
    return found


def arms_of(line: http.client.HTTPConnection, subject: Subject) -> list[Arm]:
    """The page made anew, the page as it was made last, and the answer to who has it. Raises CommandError unless it is whole."""
    status, body, tag = Arm(subject.name, line, subject.path).ask()
    heading = body.partition(b"<h1")[2].partition(b"</h1>")[0]
    if status != 200 or not body.rstrip().endswith(b"</html>") or not heading or escape(subject.heading).encode() not in heading:
        raise CommandError(f"{subject.path} answers {status}, not the whole page of “{subject.heading}”.")
    if not tag:
        raise CommandError(f"{subject.path} carries no ETag.")
    return [
        Arm(f"{subject.name}, made anew", line, subject.path, body=body, changed=True),
        Arm(f"{subject.name}, again", line, subject.path, body=body),
        Known(f"{subject.name}, known (304)", line, subject.path, status=304),
    ]


class Known(Arm):
    """Who has the page already: asks with the version that it has now."""

    def measure(self, requests: int, spent: Callable[[], float]) -> None:
        self.tag = Arm(self.name, self.line, self.path).ask()[2]
        super().measure(requests, spent)


def _count_change() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setu_count_change()")


def _tell(base: Arm, pages: list[tuple[Subject, list[Arm]]], requests: int, rounds: int, say: Callable[[str], object]) -> None:
    def cell(arm: Arm) -> str:
        rate, used = 1 / statistics.median(arm.wall), statistics.median(arm.cpu)
        ratio = statistics.median(arm.wall) / statistics.median(base.wall)
        return f"{rate:6.0f}/s {used:6.2f} ms {ratio:6.1f} ×"

    say(
        f"Medians of {rounds} rounds of {requests} requests made anew, {requests * CHEAP} of the others, one at a time; every body checked."
    )
    say("Requests a second, CPU a request of web and database, and time as a multiple of the static file's.")
    say(f"{'a static file':<19}{cell(base)}")
    say(f"{'':<19}{'made anew':<28}{'again':<28}known already (304)")
    for subject, arms in pages:
        say(f"{subject.name:<19}" + "   ".join(cell(arm) for arm in arms))
    for label, index in (("again", 1), ("known already", 2)):
        ratios = [statistics.median(arms[0].cpu) / max(statistics.median(arms[index].cpu), 1e-9) for _subject, arms in pages]
        say(
            f"Made anew costs {statistics.median(ratios):.1f} times the CPU of {label} (median of the pages; {min(ratios):.1f} to {max(ratios):.1f})."
        )


def cpu_of(web: int) -> float:
    """CPU seconds of the web server's processes and of the database's processes that serve it, where the system tells (Linux)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE application_name = 'setu-web'")
        backends = {found for (found,) in cursor.fetchall()}
    found: dict[int, tuple[int, int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        found[int(stat.parent.name)] = (int(fields[1]), int(fields[11]) + int(fields[12]))
    own = {web}
    while more := {pid for pid, (parent, _ticks) in found.items() if parent in own} - own:
        own |= more
    return sum(ticks for pid, (_parent, ticks) in found.items() if pid in own | backends) / _TICK
