"""Every link, for everybody, in every language, on a phone and at a desk: no page is broken, shifts, sticks out or shuts anybody out.

Then the lists with hundreds of rows, everything wholly empty, the dark scheme, and paper. The system is one of its own: its rows are
multiplied and then taken away.
"""

import os
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser

from tests.system import ROOT, System, running

from .conftest import started_chromium
from .walking import LANGUAGES, NOT_OURS, VIEWS, Walker, route_of

pytestmark = pytest.mark.journey

# Two walk side by side; each list takes about as long as the other.
WALKS = (("administrator", "investor"), ("desk_officer", "supervisor", "operator"))
MANY = 230
LISTS = (
    "/desk/", "/desk/?whose=desk", "/desk/meetings/", "/desk/commitments/", "/desk/companies/", "/desk/delegations/", "/notices/",
    "/operations/", "/desk/people/", "/desk/people/invitations/", "/desk/audit/", "/partners/", "/opportunities/", "/drafts/",
)  # fmt: skip
EMPTY_START_PAGES = ("/", "/my/")
# A4 without the margins of static/css/print.css, at 96 dots an inch.
PAPER_WIDTH = round((210 - 2 * 16) / 25.4 * 96)


@pytest.fixture(scope="module")
def portal() -> Iterator[System]:
    """A system for these walks alone."""
    var = Path(os.environ.get("SETU_VAR", ROOT / "var")) / "every-page"
    shutil.rmtree(var, ignore_errors=True)
    with running(var) as found:
        yield found


def walk(portal: System, roles: tuple[str, ...], known: set[str]) -> tuple[int, list[str], dict[str, list[str]]]:
    """Each of these roles walks, in a browser of this thread. Returns how many pages, the faults, the addresses by role."""
    seen, faults, paths = 0, [], {}
    with started_chromium() as browser:
        for role in roles:
            walker = Walker(browser, portal, role)
            paths[role] = walker.walk(known)
            seen += walker.seen
            faults += walker.faults
            walker.context.close()
    return seen, faults, paths


@pytest.fixture(scope="module")
def walked(portal: System) -> tuple[list[str], dict[str, list[str]]]:
    """The faults that all have met, and the addresses by role."""
    began = time.monotonic()
    with ThreadPoolExecutor(len(WALKS)) as pool:
        (seen, faults, paths) = pool.submit(walk, portal, ("",), set()).result()
        known = {route_of(path) for path in paths[""]}
        for more, found, of_roles in pool.map(lambda roles: walk(portal, roles, known), WALKS):
            seen, faults, paths = seen + more, faults + found, paths | of_roles
    print(f"\n{seen} pages looked at in {time.monotonic() - began:.0f} s")  # noqa: T201 - shown by `pytest -s` and with a failure
    return faults, paths


def test_every_page_for_everybody(walked: tuple[list[str], dict[str, list[str]]]) -> None:
    faults, paths = walked
    assert not faults, "\n".join(faults)
    # The walk went everywhere: what each of them alone has.
    for role, page in (
        ("", "accounts:sign_up"),
        ("administrator", "accounts:person"),
        ("desk_officer", "investors:meeting_edit"),
        ("supervisor", "investors:commitment_reassign"),
        ("operator", "outbox:mail_message"),
        ("investor", "investors:my_meeting"),
        ("investor", "accounts:passkey_add"),
    ):
        assert page in {route_of(path) for path in paths[role]}, (role, page)
