"""The light matrix's months in a real browser: by slider and by link the same lights, the address says which, and no step takes long."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from tests.rooms.doors.shown_gate import shown_gate

from openmbi.core.language import Text
from openmbi.doors.web.app import application
from openmbi.doors.web.assets.assets import assets
from openmbi.doors.web.serve import serve
from openmbi.flow.gate.site import Site
from openmbi.reports.site import site

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
OFFLINE = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
LIGHTS = (
    "all => all.map(one => one.querySelector('a').className.split(' ')[0] + ' ' + one.querySelector('a').ariaLabel)"
)
STEPS = """() => {
  const slider = document.querySelector("input[type=range]"), took = [];
  for (let at = 0; at <= Number(slider.max); at++) {
    const began = performance.now();
    slider.value = at;
    slider.dispatchEvent(new Event("input"));
    document.body.getBoundingClientRect();
    took.push(performance.now() - began);
  }
  return took;
}"""

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]


@pytest.fixture(scope="module")
def address(province: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A whole province of 21 cities and 31 industries, served."""
    if "timeline.js" not in assets():
        pytest.skip("the scripts are not bundled here: install the package")
    folder: Path = tmp_path_factory.mktemp("province")
    for path, content in site(province(21, 31, 1)):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    said: Queue[Text] = Queue()
    app = application(shown_gate(dict, Site(folder)))
    threading.Thread(target=serve, args=(app, "127.0.0.1", 0, said.put), daemon=True).start()
    return said.get(timeout=10).en.split()[1]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=OFFLINE)
        yield browser
        browser.close()


def opened(browser: Any, address: str, *, script: bool = True) -> tuple[Any, list[str]]:
    complaints: list[str] = []
    page = browser.new_context(java_script_enabled=script, viewport={"width": 1280, "height": 900}).new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    return page, complaints


def test_the_slider_and_the_link_show_the_same_month(browser: Any, address: str):
    page, complaints = opened(browser, f"{address}en/matrix.html?sort=weight")
    page.locator("input[type=range]").focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    month = page.locator("[data-month][aria-current]").get_attribute("data-month")
    page.wait_for_function("month => document.querySelector('td[data-lights] a').ariaLabel.includes(month)", arg=month)
    shown = page.eval_on_selector_all("td[data-lights]", LIGHTS)
    assert page.url.endswith(f"?sort=weight&month={month}")
    assert not page.locator("#worst").is_visible()
    linked, _ = opened(browser, page.url)
    there = linked.eval_on_selector_all("td[data-lights]", LIGHTS)
    assert [line.split()[0] for line in there] == [line.split()[0] for line in shown]
    assert all(month in line for line in shown)
    assert complaints == []


def test_without_script_a_month_is_a_link(browser: Any, address: str):
    page, _ = opened(browser, f"{address}zh/matrix.html", script=False)
    first = page.locator("[data-month]").first
    month = first.get_attribute("data-month")
    page.goto(f"{address}zh/{first.get_attribute('href')}")
    assert f"month={month}" in page.url
    assert month in page.locator(".past").inner_text()


def test_no_month_takes_longer_than_a_tenth_of_a_second(browser: Any, address: str):
    page, _ = opened(browser, f"{address}en/matrix.html")
    took = sorted(time for _ in range(5) for time in page.evaluate(STEPS))
    assert (
        took[len(took) // 2] < 100
    )  # ms, nearly all of 705 dots change; the middle, for other tests share the processor
