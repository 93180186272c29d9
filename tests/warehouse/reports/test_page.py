import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from warehouse.answers.gauge import Gauge

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
pytestmark = [
    pytest.mark.page,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the path: `apt-get install chromium` brings one"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield launched
        launched.close()


def test_the_page_is_quiet_whole_and_fits(
    browser: Browser, gauge: Gauge, render: Callable[[Gauge], str], tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_text(render(gauge), encoding="utf-8")
    said: list[str] = []
    asked: list[str] = []
    tab = browser.new_page()
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("dialog", lambda dialog: said.append(dialog.message))
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(path.as_uri())
    for width, shown in ((1280, ".wide"), (700, ".wide"), (390, ".narrow")):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert all(tab.locator(f"{shown} svg").nth(i).is_visible() for i in range(tab.locator(f"{shown} svg").count()))
        assert tab.evaluate(SMALLEST_TEXT) >= 10
    assert said == []
    assert asked == [path.as_uri()]
    tab.close()


class Watched(NamedTuple):
    """A tab, what its page said on the console or in dialogs, and what it asked for."""

    tab: Page
    said: list[str]
    asked: list[str]


@contextmanager
def opened(browser: Browser, path: Path, width: int, scheme: str = "light") -> Iterator[Watched]:
    """The page in a tab of that width and colour scheme."""
    tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    said: list[str] = []
    asked: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(path.as_uri())
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    yield Watched(tab, said, asked)
    tab.close()


@pytest.fixture
def whole(tmp_path: Path, whole_page: str) -> Path:
    path = tmp_path / "page.html"
    path.write_text(whole_page, encoding="utf-8")
    return path


LOOKS = [(390, "dark"), (1280, "light"), (390, "light"), (768, "light"), (768, "dark"), (1280, "dark")]


@pytest.mark.parametrize(
    ("width", "scheme"),
    [pytest.param(*look, marks=[pytest.mark.soak] if at else []) for at, look in enumerate(LOOKS)],
)
def test_the_whole_page_has_no_serious_accessibility_fault(
    browser: Browser, whole: Path, width: int, scheme: str
) -> None:
    with opened(browser, whole, width, scheme) as watched:
        assert watched.tab.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(watched.tab).response
        assert len(found["passes"]) > 20  # rules that had something to look at
        serious = [one for one in found["violations"] if one["impact"] in {"serious", "critical"}]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in serious] == []
        assert watched.said == []
        assert watched.asked == [whole.as_uri()]


def test_hostile_strings_do_nothing_in_any_text_of_the_page(
    browser: Browser, hostile_page: str, tmp_path: Path
) -> None:
    path = tmp_path / "hostile.html"
    path.write_text(hostile_page, encoding="utf-8")
    with opened(browser, path, 1280) as watched:
        assert watched.tab.locator("script, iframe, object, img, form, base, link, video, input").count() == 0
        links = watched.tab.eval_on_selector_all("a", "all => all.map(one => one.getAttribute('href'))")
        assert {link.split("/")[0] for link in links if not link.startswith("#")} <= {"http:", "https:"}
        assert not any("@" in link for link in links)
        watched.tab.keyboard.press("Tab")
        assert watched.said == []
        assert watched.asked == [path.as_uri()]


def test_the_keyboard_reaches_the_figures_and_every_table_that_scrolls(browser: Browser, whole: Path) -> None:
    with opened(browser, whole, 390) as watched:
        watched.tab.keyboard.press("Tab")
        assert watched.tab.evaluate("document.activeElement.className") == "skip"
        watched.tab.keyboard.press("Enter")
        assert watched.tab.evaluate("location.hash") == "#content"
        scrolling = "[...document.querySelectorAll('*')].filter(one => one.scrollWidth > one.clientWidth + 1 "
        scrolling += "&& ['auto', 'scroll'].includes(getComputedStyle(one).overflowX) && one.tabIndex < 0 "
        scrolling += "&& !one.closest('nav')).length"  # the links within scroll it into view
        assert watched.tab.evaluate(scrolling) == 0


def test_print_shows_every_section_and_no_navigation(browser: Browser, whole: Path) -> None:
    with opened(browser, whole, 1280) as watched:
        watched.tab.emulate_media(media="print")
        assert not watched.tab.locator("nav").is_visible()
        assert all(watched.tab.locator("section.card").nth(at).is_visible() for at in range(5))
        printed = watched.tab.pdf()
        assert printed.startswith(b"%PDF")


def test_the_page_is_small_enough_to_be_there_at_once(whole: Path) -> None:
    assert len(whole.read_bytes()) < 1_000_000


SMALLEST_TEXT = """
    Math.min(99, ...[...document.querySelectorAll('svg text')]
        .filter(text => text.checkVisibility())
        .map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))
"""
