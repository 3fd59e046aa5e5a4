"""Speed as ratios within one run: `./setu bench`."""

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from investors.benches import nested, offer, rows
from investors.models import Meeting

PATH = "/api/v1/meetings/?limit=50&fields=id,title,state,zone,place,companies,attendances,commitments"
ROUNDS = 5
Arm = Callable[[], bytes]


class Command(BaseCommand):
    help = (
        "A page of 50 meetings over the API, beside the same JSON from bare SQL and from nested serializers. Demonstrations only."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", nargs="?", choices=["api", "offer"], default="api", help="the API's page, or public pages")
        parser.add_argument("--rows", type=int, default=3000, help="meetings in the table (default 3000)")
        parser.add_argument("--requests", type=int, default=20, help="requests of each arm in each round (default 20)")
        parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds over the public pages (default 5)")
        parser.add_argument("--address", default="", help="public pages: the server to ask; `./setu bench offer` gives it")
        parser.add_argument("--web", type=int, default=0, help="public pages: the process its web processes descend from")

    def handle(self, *args: Any, rows: int, requests: int, what: str = "api", **options: Any) -> None:
        if not (settings.SETU_DEMO or settings.SETU_TESTING):
            raise CommandError("A bench writes rows, though it takes them back; run it on a demonstration (SETU_DEMO=1).")
        if what == "offer":
            if not (options["address"] and options["web"]):
                raise CommandError("Nothing to ask is named; run `./setu bench offer`, which starts the server.")
            offer.run(options["address"], options["web"], requests, options["rounds"], self.stdout.write)
            return
        with transaction.atomic(), override_settings(API_CALLS_PER_MINUTE=10**9):
            self._run(rows, requests)
            transaction.set_rollback(True)

    def _run(self, count: int, requests: int) -> None:
        key = rows.make(count)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute("SELECT pg_backend_pid()")
            backend = int(cursor.fetchone()[0])
        arms = self._arms(key)
        bodies = {name: json.loads(arm())["results"] for name, arm in arms.items()}
        first = next(iter(bodies.values()))
        for name, body in bodies.items():
            if body != first:
                raise CommandError(f"The arm “{name}” answers something else; no ratio means anything.")
        self.stdout.write(f"{count} meetings, a page of {len(first)}, bodies equal; {ROUNDS} rounds of {requests} requests each")
        spent: dict[str, list[float]] = {name: [] for name in arms}
        for _round in range(ROUNDS):
            for name, arm in arms.items():
                before = _cpu(backend)
                for _ in range(requests):
                    arm()
                spent[name].append((_cpu(backend) - before) / requests * 1000)
        medians = {name: statistics.median(values) for name, values in spent.items()}
        base = medians["bare SQL"]
        for name, value in medians.items():
            self.stdout.write(f"{name:<22} {value:8.2f} ms of CPU a request, server and database   {value / base:6.2f} ×")

    def _arms(self, key: str) -> dict[str, Arm]:
        client = Client(headers={"authorization": f"Bearer {key}"})

        def ours() -> bytes:
            answer = client.get(PATH)
            if answer.status_code != 200:
                raise CommandError(f"The API answers {answer.status_code}: {answer.content[:300]!r}")
            return answer.content

        ours()
        with CaptureQueriesContext(connection) as captured:
            ours()
        # The statement of the page itself, as it went to the server: the longest of the two or three.
        statement = max((query["sql"] for query in captured.captured_queries), key=len)

        def bare() -> bytes:
            with connection.connection.cursor() as cursor:
                # The first column of each row is its JSON; the rest are the cursor's keys.
                found = cursor.execute(statement).fetchall()
            return b'{"results":[' + ",".join(row[0] for row in found[:50]).encode() + b"]}"

        ids = [row["id"] for row in json.loads(ours())["results"]]

        def stock() -> bytes:
            meetings = (
                Meeting.objects.filter(pk__in=ids)
                .order_by("-sort_date", "-id")
                .prefetch_related(
                    "companies",
                    "attendances__contact",
                    "attendances__company",
                    "attendances__organisation",
                    "commitments__answered_for_by",
                    "commitments__promised_by_contact",
                )
            )
            return json.dumps({"results": nested.MeetingNested(meetings, many=True).data}, default=str).encode()

        return {"bare SQL": bare, "the API": ours, "nested serializers": stock}


def _cpu(backend: int) -> float:
    """CPU seconds of this process and of the database's process for this connection, where the system tells (Linux)."""
    stat = Path(f"/proc/{backend}/stat")
    own = time.process_time()
    try:
        fields = stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return own
    return own + (int(fields[11]) + int(fields[12])) / 100
