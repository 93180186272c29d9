import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

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


SMALLEST_TEXT = """
    Math.min(99, ...[...document.querySelectorAll('svg text')]
        .filter(text => text.checkVisibility())
        .map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))
"""
