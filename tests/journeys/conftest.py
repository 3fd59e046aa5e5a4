"""Real Chromium against the system that `./setu up` starts. A console error, a refused script or style, or a finding of axe-core
fails the journey."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.system import ROOT, System, running

WIDTHS = (360, 1280)
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """One `./setu up` for all journeys, with its own database, broker, worker and mail catcher."""
    var = Path(os.environ.get("SETU_VAR", ROOT / "var")) / "journeys"
    shutil.rmtree(var, ignore_errors=True)
    with running(var) as found:
        yield found


@contextmanager
def started_chromium() -> Iterator[Browser]:
    """A Chromium for the thread that starts it."""
    if CHROMIUM is None:
        pytest.fail("Chromium is missing: apt-get install chromium fonts-noto-cjk fonts-noto-core")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with started_chromium() as browser:
        yield browser


class Visitor:
    """A person at a browser: a page that remembers what went wrong on it."""

    def __init__(self, context: BrowserContext, system: System) -> None:
        self.system = system
        self.context = context
        self.page: Page = context.new_page()
        self.page.set_default_timeout(20_000)
        self.faults: list[str] = []
        # An answer of 4xx that a journey provokes is printed as a console error by Chromium; those it names itself.
        self.expected: tuple[str, ...] = ()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(part in message.text for part in self.expected):
            self.faults.append(f"{message.type}: {message.text} at {self.page.url}")

    def go(self, path: str) -> Page:
        self.page.goto(self.system.url + path)
        return self.page

    def sign_in(self, role: str, password: str | None = None) -> Page:
        who = self.system.sign_in_of(role)
        self.go("/sign-in/")
        self.page.fill("[name=username]", who["email"])
        self.page.fill("[name=password]", password or who["password"])
        self.page.click("main [type=submit]")
        self.page.wait_for_load_state()
        return self.page

    def look(self, name: str = "") -> None:
        """Judge the page as it stands by axe-core, and that nothing sticks out of its width; keep a picture if asked to."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("axe.run({resultTypes: ['violations']})")
        for violation in found["violations"]:
            nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            self.faults.append(f"axe {violation['id']} ({violation['help']}) at {self.page.url}: {nodes}")
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            self.faults.append(f"{self.page.url} is {wide} px wider than the window of {self.page.viewport_size}")
        pictures = os.environ.get("SETU_PICTURES")
        if pictures and name:
            Path(pictures).mkdir(parents=True, exist_ok=True)
            width = (self.page.viewport_size or {"width": 0})["width"]
            self.page.screenshot(path=Path(pictures) / f"{name}-{width}.png", full_page=True)


@pytest.fixture
def visitor(chromium: Browser, system: System) -> Iterator[Callable[..., Visitor]]:
    """Make visitors; at the end each one's faults fail the journey."""
    made: list[Visitor] = []

    def make(width: int = 1280, **options: object) -> Visitor:
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]
        made.append(Visitor(context, system))
        return made[-1]

    yield make
    faults = [fault for one in made for fault in one.faults]
    for one in made:
        one.context.close()
    assert not faults, "\n".join(faults)
