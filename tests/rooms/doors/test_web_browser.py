"""The page in a real browser, served by `serve` under its own content policy."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from tests.rooms.doors.shown_gate import shown_gate

from openmbi.core.language import Text
from openmbi.doors.web.app import application
from openmbi.doors.web.serve import serve

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
OFFLINE = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]


@pytest.fixture
def address(document: dict[str, Any]) -> str:
    said: Queue[Text] = Queue()
    server = threading.Thread(
        target=serve, args=(application(shown_gate(lambda: document)), "127.0.0.1", 0, said.put), daemon=True
    )
    server.start()
    return said.get(timeout=10).en.split()[1]


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=OFFLINE)
        yield browser
        browser.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_page_shows_in_both_languages_without_a_complaint(address: str, browser: Any, width: int):
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.goto(address + "zh/")
    assert "黄灯" in page.locator(".light h2").inner_text()
    assert page.locator(".lamp").first.inner_text().split() == ["◆", "黄"]
    assert page.evaluate("getComputedStyle(document.querySelector('p.lamp')).backgroundColor") == "rgb(242, 177, 52)"
    _stays_inside(page)
    page.get_by_role("link", name="English").click()
    page.wait_for_url(address + "en/")
    assert "yellow" in page.locator(".light h2").inner_text()
    assert page.get_by_role("img").count() == 4  # of five charts, one is for the other width
    _stays_inside(page)
    assert complaints == []


def _stays_inside(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_keyboard_reaches_content_and_language(address: str, browser: Any):
    page = browser.new_page()
    page.goto(address + "en/")
    reached = []
    for _ in range(4):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert reached == ["Skip to content", "Example bureau", "中文", "English"]


def test_another_site_cannot_read_through_this_machine(address: str):
    port = int(address.rstrip("/").rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(b"GET /overview.json HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        assert connection.makefile("rb").readline().split()[1] == b"400"
