"""Every kind of page for those who do not see it, or use no mouse: no violation that axe finds, both languages, phone and desk; the keyboard reaches all."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from queue import Queue
from typing import Any

import orjson
import pytest
from tests.rooms.doors.shown_gate import shown_gate

from openmbi.core.language import Text
from openmbi.core.registry import package_folder
from openmbi.doors.web.app import application
from openmbi.doors.web.serve import serve
from openmbi.flow.gate.site import Site
from openmbi.reports.province.inputs import ProvinceInput
from openmbi.reports.site import site

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
OFFLINE = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
EXAMPLES = {
    f"{file.parents[1].name}-{file.stem}": orjson.loads(file.read_bytes())
    for file in sorted(package_folder("openmbi.reports").glob("*/example/*.json"))
}
for _name, _example in EXAMPLES.items():
    if _example["report"] not in {"overview", "enterprise", "matrix"}:
        # Some reports are made of the store at an address of their own; here each is only shown.
        _example["path"] = f"shown/{_name}"
SEEN = (("zh", 1280), ("en", 390))
"""Each report in both languages and both widths, in two pages instead of four: language and width do not meet in what axe judges."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]


@pytest.fixture(scope="module")
def door(small_province: ProvinceInput, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a door that shows the example of every report, and the pages of a small province."""
    output = tmp_path_factory.mktemp("bureau") / "output"
    shown = {f"data/{one['path']}.json": orjson.dumps(one) for one in EXAMPLES.values() if "path" in one}
    for path, content in [*site(small_province), *shown.items()]:
        file = output / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    enterprises = {
        one["path"].removeprefix("enterprise/"): one for one in EXAMPLES.values() if one["report"] == "enterprise"
    }
    app = application(shown_gate(lambda: EXAMPLES["overview-overview"], Site(output, enterprises.get)))
    said: Queue[Text] = Queue()
    threading.Thread(target=serve, args=(app, "127.0.0.1", 0, said.put), daemon=True).start()
    return said.get(timeout=10).en.split()[1]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=OFFLINE)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def pages(browser: Any) -> dict[int, Any]:
    return {width: browser.new_page(viewport={"width": width, "height": 900}) for _, width in SEEN}


def violations(page: Any) -> list[str]:
    """What axe finds: the rule, and the first places."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    options = {"resultTypes": ["violations"], "runOnly": TAGS}
    found = axe.run(page, options=options).response["violations"]
    return [f"{one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}" for one in found]


@pytest.mark.parametrize("name", EXAMPLES)
def test_axe_finds_nothing_on_the_page_of_any_report(door: str, pages: dict[int, Any], name: str):
    path = EXAMPLES[name].get("path", "index")
    found = {}
    for language, width in SEEN:
        page = pages[width]
        answer = page.goto(f"{door}{language}/{path}.html")
        assert answer.status == 200
        assert page.evaluate("document.documentElement.lang").startswith(language)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (language, width)
        if wrong := violations(page):
            found[language, width] = wrong
    assert found == {}


def test_axe_does_find_what_is_wrong(door: str, pages: dict[int, Any]):
    page = pages[1280]
    page.goto(f"{door}zh/matrix.html")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"data:,\"><a href=\"#\"></a>')"
    )
    assert [one.split(":")[0] for one in violations(page)] == ["image-alt", "link-name"]


def test_the_keyboard_skips_to_the_content(door: str, pages: dict[int, Any]):
    page = pages[1280]
    page.goto(f"{door}en/index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to content"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0, "the skip link is not seen"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("path", ["index", "matrix", "enterprise/91440606MA4TEST00X", "shown/case-case"])
def test_whatever_has_the_focus_is_seen_to_have_it(door: str, pages: dict[int, Any], path: str):
    page = pages[1280]
    page.goto(f"{door}en/{path}.html")
    marked = """() => {
        const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
        return one === document.body || (box.width > 0 && box.height > 0 && (style.outlineStyle !== 'none' || style.boxShadow !== 'none'));
    }"""
    for step in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate(marked), (step, page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))


def test_a_cell_of_the_matrix_is_reached_and_opened_by_keys(door: str, pages: dict[int, Any]):
    page = pages[1280]
    page.goto(f"{door}en/matrix.html")
    cells = page.locator(".matrix tbody td[class^=in-] a")
    cells.nth(0).focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.ariaLabel") == cells.nth(1).get_attribute("aria-label")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/cell/*.html")
