"""The pages of a whole province in a real browser: 651 linked cells, no complaint, both languages, phone and desk, from files and served."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any
from urllib.parse import unquote, urlparse

import pytest
from tests.rooms.doors.shown_gate import shown_gate

from openmbi.core.language import Text
from openmbi.doors.web.app import application
from openmbi.doors.web.assets.assets import assets
from openmbi.doors.web.serve import serve
from openmbi.flow.gate.site import Site
from openmbi.reports.enterprise.report import enterprise
from openmbi.reports.overview.page import pages
from openmbi.reports.province.enterprise_inputs import EnterpriseInput
from openmbi.reports.site import site

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
OFFLINE = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SHOWN = ("glance", "matrix", "tiles", "city/index", "zone/440000", "city/440600", "industry/C39", "cell/440600-C39")

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]


@pytest.fixture(scope="module")
def output(province: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole province of 21 cities and 31 industries as files."""
    folder = tmp_path_factory.mktemp("province")
    for path, content in site(province(21, 31, 1)):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=OFFLINE)
        yield browser
        browser.close()


@pytest.fixture
def written(output: Path, document: dict[str, Any]) -> Path:
    for language, page in pages(document).items():
        (output / language / "index.html").write_text(page, encoding="utf-8")
    return output


def opened(browser: Any, width: int) -> tuple[Any, list[str]]:
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    return page, complaints


def test_the_matrix_has_651_linked_cells_and_none_is_broken(written: Path, browser: Any):
    page, complaints = opened(browser, 1280)
    for language in ("zh", "en"):
        page.goto((written / language / "matrix.html").as_uri())
        links = page.eval_on_selector_all(".matrix tbody td[class^=in-] a", "all => all.map(one => one.href)")
        assert len(set(links)) == 651
        every = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        files = {Path(unquote(urlparse(link).path)) for link in every}
        assert [file for file in files if not file.is_file()] == []
        words = page.eval_on_selector_all(".matrix tbody a[aria-label]", "all => all.map(one => one.ariaLabel)")
        assert len(words) == 651 + 21 + 31 + 1
        assert all(words)
    assert complaints == []


@pytest.mark.parametrize("width", [390, 1280])
def test_every_kind_of_page_shows_without_a_complaint(written: Path, browser: Any, width: int):
    page, complaints = opened(browser, width)
    for path in SHOWN:
        page.goto((written / "zh" / f"{path}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        assert page.evaluate("getComputedStyle(document.querySelector('.mark')).borderRadius") == "4px", path
        unnamed = "all => all.filter(one => !(one.ariaLabel || one.textContent.trim())).length"
        assert page.eval_on_selector_all("a, [role=img], [role=region]", unnamed) == 0, path
        assert page.locator("h1").count() == 1
        page.get_by_role("link", name="English").click()
        page.wait_for_load_state()
        assert page.url.endswith(f"/en/{path}.html")
    assert complaints == []


def test_the_matrix_fits_a_desk_and_scrolls_in_its_own_box_on_a_phone(written: Path, browser: Any):
    measure = "[document.querySelector('.board').scrollWidth, document.querySelector('.board').clientWidth]"
    for width, fits in ((1280, True), (390, False)):
        page, _ = opened(browser, width)
        page.goto((written / "en" / "matrix.html").as_uri())
        inner, outer = page.evaluate(measure)
        assert (inner <= outer) == fits


def test_a_reader_goes_from_the_overview_to_an_enterprise(
    written: Path, browser: Any, document: dict[str, Any], small_enterprise: EnterpriseInput
):
    def made(code: str) -> dict[str, Any] | None:
        frame = Site(written).frame()
        return {**enterprise(small_enterprise, frame), "path": f"enterprise/{code}"} if frame else None

    said: Queue[Text] = Queue()
    app = application(shown_gate(lambda: document, Site(written, made)))
    threading.Thread(target=serve, args=(app, "127.0.0.1", 0, said.put), daemon=True).start()
    page, complaints = opened(browser, 1280)
    page.goto(said.get(timeout=10).en.split()[1] + "en/")
    page.get_by_role("link", name="Light matrix").click()
    page.locator('a[href="cell/440600-C39.html"]').click()
    page.wait_for_url("**/en/cell/440600-C39.html")
    assert page.locator("h1").inner_text().startswith("Foshan")
    page.locator(".warned a").first.click()
    page.wait_for_url("**/en/enterprise/*.html")
    assert page.locator("h1").inner_text().startswith("佛山示例电子有限公司")
    page.get_by_role("link", name="中文").click()
    page.wait_for_url("**/zh/enterprise/*.html")
    assert page.get_by_text("登记与变更").count() == 1
    assert complaints == []


def test_a_followed_link_keeps_the_document_and_goes_back(written: Path, browser: Any, document: dict[str, Any]):
    if "visits.js" not in assets():
        pytest.skip("the scripts are not bundled here: install the package")
    said: Queue[Text] = Queue()
    app = application(shown_gate(lambda: document, Site(written)))
    threading.Thread(target=serve, args=(app, "127.0.0.1", 0, said.put), daemon=True).start()
    page, complaints = opened(browser, 1280)
    page.goto(said.get(timeout=10).en.split()[1] + "en/matrix.html")
    page.evaluate("window.kept = true; scrollTo(0, 300)")
    page.locator('a[href="cell/440600-C39.html"]').evaluate("link => link.click()")
    page.wait_for_url("**/en/cell/440600-C39.html")
    assert page.evaluate("[window.kept, scrollY, document.activeElement.id, document.body.className]") == [
        True,
        0,
        "content",
        "on-group",
    ]
    page.get_by_role("link", name="中文").click()
    page.wait_for_url("**/zh/cell/440600-C39.html")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.title().startswith("佛山")
    page.go_back()
    page.wait_for_function("() => document.documentElement.lang === 'en'")
    page.go_back()
    page.wait_for_function("() => document.body.className === 'on-matrix'")
    assert page.url.endswith("/en/matrix.html")
    assert page.evaluate("[window.kept, scrollY]") == [True, 300]
    assert page.locator("input[type=range]").count() == 1
    assert complaints == []
    page.locator("main").evaluate("main => main.insertAdjacentHTML('beforeend', '<a id=gone href=nowhere.html>x</a>')")
    page.locator("#gone").click()
    page.wait_for_url("**/en/nowhere.html")
    assert page.evaluate("window.kept") is None


def test_keyboard_reaches_content_language_and_pages(written: Path, browser: Any):
    page, _ = opened(browser, 1280)
    page.goto((written / "en" / "matrix.html").as_uri())
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert reached == ["Skip to content", "中文", "English", "At a glance", "Overview", "Whole zone"]
