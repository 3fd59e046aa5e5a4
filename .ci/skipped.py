"""Fails when the test run left out anything but the servers that this machine does not have.

skipped.py REPORT    the JUnit report that pytest wrote
"""

import re
import sys
import xml.etree.ElementTree as xml
from pathlib import Path

# PostgreSQL 15, Redis and RabbitMQ are tried where they answer on loopback; elsewhere each says so in one line.
ALLOWED = re.compile(r"^(PostgreSQL 15|Redis|RabbitMQ) does not answer on 127\.0\.0\.1:\d+$")
# At least one test of each of these must have run.
REQUIRED = ("tests.journeys.", "tests.outbox.", "tests.investors.", "tests.launch.")


def main(report: Path) -> int:
    cases = list(xml.parse(report).getroot().iter("testcase"))
    skipped = {case: found for case in cases if (found := case.find("skipped")) is not None}
    wrong = [
        f"{case.get('classname')}.{case.get('name')}: {found.get('message')}"
        for case, found in skipped.items()
        if not ALLOWED.match(found.get("message") or "")
    ]
    ran = [case.get("classname") or "" for case in cases if case not in skipped]
    wrong += [f"no test of {part}* ran" for part in REQUIRED if not any(name.startswith(part) for name in ran)]
    for line in wrong:
        print(f"skipped: {line}", file=sys.stderr)
    print(f"{len(ran)} tests ran, {len(skipped)} left out")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
