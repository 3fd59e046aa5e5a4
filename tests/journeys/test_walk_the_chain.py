"""Along the value chain: by keyboard alone, on a small telephone without script, in three scripts, in the dark, on paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from .conftest import WIDTHS, Visitor

pytestmark = pytest.mark.journey
PREFIXES = ("", "/ja", "/kn")

# Words of the picture that reach out of the box of their link, as the browser really sets them.
STICKING_OUT = """() => [...document.querySelectorAll(".spans")].filter((one) => getComputedStyle(one).display !== "none").flatMap(
  (picture) => [...picture.querySelectorAll("a")].flatMap((link) => {
    const box = link.querySelector(".spans-hit").getBBox();
    return [...link.querySelectorAll("tspan")].filter((line) => {
      const long = line.getComputedTextLength();
      const middle = line.parentNode.getAttribute("text-anchor") === "middle";
      return middle ? long > box.width : Number(line.getAttribute("x")) + long > box.x + box.width + 1;
    }).map((line) => line.textContent);
  }))"""
SHIFT = """window.shift = 0;
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value; })
  .observe({type: "layout-shift", buffered: true});"""


def focused(page: Page) -> dict[str, str]:
    """The link that has the keyboard: where it leads, and whether a ring is seen around it."""
    return page.evaluate(
        """() => {
          const one = document.activeElement;
          const hit = one.querySelector?.(".spans-hit");
          const ring = hit ? getComputedStyle(hit).stroke : getComputedStyle(one).outlineStyle;
          const href = one.getAttribute?.("href") ?? "";
          return {href, ring, tag: one.tagName.toLowerCase()};
        }"""
    )


def tab_to(page: Page, href: str, most: int = 60) -> list[str]:
    """Press Tab until the link to this address has the focus; answers every address passed, this one too."""
    passed = []
    for _ in range(most):
        page.keyboard.press("Tab")
        now = focused(page)
        passed.append(now["href"])
        assert now["ring"] not in ("none", ""), now
        if now["href"] == href:
            return passed
    raise AssertionError(f"{href} is not reached by Tab: {passed}")


def test_the_chain_is_walked_by_keyboard_alone(visitor: Callable[..., Visitor]) -> None:
    one = visitor()
    page = one.go("/")
    passed = tab_to(page, "/segments/components/")
    roots = [href for href in passed if href.startswith("/segments/") and href != "/segments/"]
    assert roots[0] == "/segments/battery-cell/" and roots[1].startswith("/segments/battery-")
    # Its parts come straight after a link, as they hang in the picture.
    tab_to(page, "/segments/motors/", most=1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/segments/motors/")
    assert page.locator("h1").inner_text() == "Motors"
    here = page.locator(".spans:visible [aria-current]")
    assert here.count() == 1 and here.get_attribute("href") == "/segments/components/"
    tab_to(page, "/segments/components/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/segments/components/")
    assert page.locator(".spans:visible [aria-current=page]").get_attribute("href") == "/segments/components/"
    tab_to(page, "/segments/oem/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/segments/oem/")
    one.look("walk")


def test_the_chain_is_walked_on_a_small_telephone_without_script(visitor: Callable[..., Visitor]) -> None:
    one = visitor(320, java_script_enabled=False, has_touch=True)
    page = one.go("/kn/")
    assert page.locator(".spans:visible").count() == 1
    page.locator(".spans-narrow a").nth(1).tap()
    page.wait_for_url("**/kn/segments/components/")
    page.locator("#parts + .rows a").first.tap()
    page.wait_for_url("**/kn/segments/motors/")
    page.locator(".neighbours a[rel=next]").tap()
    page.wait_for_url("**/kn/segments/power-electronics/")
    page.locator(".spans-narrow a[aria-current]").tap()
    page.wait_for_url("**/kn/segments/components/")


def test_the_same_stands_in_a_list(visitor: Callable[..., Visitor]) -> None:
    page = visitor(360).go("/segments/")
    twin = page.locator(".chain > .disclosure")
    assert not twin.locator("ol").is_visible()
    twin.locator("summary").click()
    shown = [page.locator(".spans-narrow a").nth(place).get_attribute("href") for place in range(35)]
    assert [twin.locator("ol a").nth(place).get_attribute("href") for place in range(35)] == shown


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, *WIDTHS])
def test_no_word_leaves_its_place_and_nothing_moves(visitor: Callable[..., Visitor], width: int, scheme: str) -> None:
    one = visitor(width, color_scheme=scheme)
    one.context.add_init_script(SHIFT)
    for prefix in PREFIXES:
        for path in ("/", "/segments/", "/segments/charging-testing/", "/segments/hydrogen-fuel-cells/"):
            page = one.go(prefix + path)
            page.wait_for_load_state("networkidle")
            assert page.locator(".spans:visible").count() == 1
            assert page.evaluate(STICKING_OUT) == [], prefix + path
            assert page.evaluate("window.shift") < 0.01, prefix + path
            one.look(f"chain-{scheme}-{(prefix + path).strip('/').replace('/', '-')}")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_style_guide_and_the_pages_of_trouble_are_clean(visitor: Callable[..., Visitor], width: int) -> None:
    one = visitor(width)
    one.expected = ("404",)
    for prefix in PREFIXES:
        for path in ("/styleguide/", "/accessibility/", "/sign-in/", "/there-is-nothing-here/"):
            page = one.go(prefix + path)
            assert page.evaluate(STICKING_OUT) == []
            assert page.locator("html").get_attribute("lang") == (prefix.strip("/") or "en")
            one.look(f"guide-{(prefix + path).strip('/').replace('/', '-')}")


def test_on_paper_the_frame_is_a_letterhead(visitor: Callable[..., Visitor]) -> None:
    page = visitor().go("/segments/components/")
    page.emulate_media(media="print")
    for hidden in (".tools", ".menu", ".breadcrumbs", ".site-footer nav", ".siblings", ".arcade"):
        shown = page.locator(hidden)
        assert not any(shown.nth(place).is_visible() for place in range(shown.count())), hidden
    assert page.locator(".print-only").inner_text().startswith("http://127.0.0.1")
    assert page.locator(".spans-medium").is_visible() and not page.locator(".spans-wide").is_visible()
    address = page.evaluate("""() => getComputedStyle(document.querySelector('main a[href^="http"]'), "::after").content""")
    assert "http" in address
