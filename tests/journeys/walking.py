"""A visitor who walks from link to link and judges every page."""

import dataclasses
import re
from collections import Counter, deque
from collections.abc import Iterable
from urllib.parse import parse_qs, urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Error, Response

from tests.system import System

from .conftest import WIDTHS, Visitor

LANGUAGES = ("en", "ja", "kn")
VIEWS = tuple((language, width) for language in LANGUAGES for width in WIDTHS)
# Cumulative layout shift: a late font may move a form by this much, no more. A tenth is what Google calls good.
MOST_SHIFT = 0.02
# Of one address with this many different sets of questions behind the "?".
MOST_VARIANTS = 3
# Swagger UI is a page of its makers: its markup and its colours are theirs. That it loads without a fault is judged all the same.
NOT_OURS = ("/api/docs/",)

_SUM_UP_SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => { for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value; })
    .observe({type: "layout-shift", buffered: true});
"""
_SETTLED = """async () => {
    await document.fonts.ready;
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    return {language: document.documentElement.lang, shift: window.shifted,
            links: [...document.querySelectorAll("a[href]")].map(link => link.getAttribute("href"))};
}"""


def at_a_name(system: System) -> System:
    """The same system at a host name: at an address of numbers there are no pages about passkeys."""
    return dataclasses.replace(system, url=system.url.replace("127.0.0.1", "localhost"))


def bare(path: str) -> str:
    """The address of the same page in English."""
    return re.sub(r"^/(ja|kn)(?=/|$)", "", path) or "/"


def route_of(path: str) -> str:
    """The name of the route that the page is reached by; the address itself where there is none."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return path


class Walker(Visitor):
    """One role at a browser. `role` "" is a guest."""

    def __init__(self, browser: Browser, system: System, role: str = "") -> None:
        super().__init__(browser.new_context(viewport={"width": WIDTHS[-1], "height": 900}), at_a_name(system))
        self.context.add_init_script(_SUM_UP_SHIFTS)
        self.role = role
        self.seen = 0
        self.home = "/"
        if role:
            self.sign_in(role)
            self.home = urlsplit(self.page.url).path

    def at(self, path: str, language: str = "en", width: int = WIDTHS[-1], *, look: bool = True) -> list[str]:
        """Open a page, judge it, and tell which pages of ours it leads to, as addresses in English."""
        self.page.set_viewport_size({"width": width, "height": 900})
        there = path if language == "en" or self._has_one_language(path) else f"/{language}{path}"
        who = f"{self.role or 'guest'}, {language}, {width} px: {there}"
        try:
            answer = self.page.goto(self.system.url + there)
        except Error as error:
            if "Download is starting" not in str(error):
                raise
            self._ask(there, who)
            return []
        self.seen += 1
        self._judge(answer, who)
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            return []
        found = self.page.evaluate(_SETTLED)
        if not self._has_one_language(path) and found["language"] != language:
            self.faults.append(f"{who}: says lang={found['language']}")
        if path not in NOT_OURS:
            if found["shift"] > MOST_SHIFT:
                self.faults.append(f"{who}: shifted by {found['shift']:.3f}")
            if look:
                self.look()
        return [path for link in found["links"] if (path := self._ours(link))]

    def walk(self, known: Iterable[str] = ()) -> list[str]:
        """Everything that links lead to, in every language and at every width: one page of every route.

        Returns the addresses. Routes that are `known` from somebody else's walk are looked at once, each in another of the views.
        """
        known = set(known)
        routes: Counter[str] = Counter()
        keys: set[tuple[str, ...]] = set()
        paths: list[str] = []
        ahead = deque(["/", self.home, "/account/second-factor/"] if self.role else ["/"])
        while ahead:
            path = ahead.popleft()
            route = route_of(path)
            key = (route, *sorted(parse_qs(urlsplit(path).query)))
            if key in keys or routes[route] >= MOST_VARIANTS:
                continue
            keys.add(key)
            routes[route] += 1
            paths.append(path)
            views = VIEWS
            if route in known:
                views = (VIEWS[len(paths) % len(VIEWS)],)
            elif self._has_one_language(path):
                views = tuple(view for view in VIEWS if view[0] == "en")
            for number, (language, width) in enumerate(views):
                links = self.at(path, language, width)
                if number == 0:
                    ahead.extend(links)
        return paths

    def _ours(self, link: str) -> str:
        """The address in English that a link of the page leads to; "" if it leads elsewhere."""
        whole = urlsplit(urljoin(self.page.url, link))
        if f"{whole.scheme}://{whole.netloc}" != self.system.url:
            return ""
        return bare(whole.path) + (f"?{whole.query}" if whole.query else "")

    def _ask(self, path: str, who: str) -> None:
        """What is kept as a file is asked for without a page."""
        answer = self.context.request.get(self.system.url + path)
        if answer.status != 200:
            self.faults.append(f"{who}: {answer.status}")

    def _judge(self, answer: Response | None, who: str) -> None:
        if answer is None or answer.status != 200:
            self.faults.append(f"{who}: {answer.status if answer else 'no answer'}")

    @staticmethod
    def _has_one_language(path: str) -> bool:
        return path.startswith(("/api/", "/admin/"))
