"""The pages as they are served, to each kind of user: no violation that axe finds, nothing wider than the screen, nothing kept in the browser."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from queue import Queue
from typing import Any

import pytest
from tests.rooms.doors.walked_bureau import FOSHAN, GUANGZHOU, NOW, SPARE, walked_bureau

from openmbi.core.language import Text
from openmbi.doors.web.app import application
from openmbi.doors.web.serve import serve
from openmbi.doors.web.settings import WebSettings
from openmbi.flow.access.changes import set_password
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.sessions import begin_if_allowed

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
OFFLINE = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SEEN = (("zh", 1280), ("en", 390))
"""Language and width do not meet in what axe judges; a phone has most to find. Pages of figures are judged by their examples, in `test_accessibility`."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HERE = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect();
    return one === document.body ? '' : one.outerHTML.slice(0, 300) + box.left + ' ' + (box.top + scrollY);
}"""
"""What has the focus, and where it stands."""
NOBODY = ""
PAGES = {
    NOBODY: ("sign-in",),
    "province": (
        "",
        "enterprises.html?q=厂",
        "cases",
        "case/1.html",
        "releases.html",
        "freshness.html",
        "sessions",
        "tokens",
        "password",
        "users",
        "nowhere.html",
    ),
    "city": ("", "cases"),
    "county": ("",),
    "enterprise": ("", f"enterprise/{FOSHAN}.html", f"enterprise/{GUANGZHOU}.html", "case/1.html"),
    "researcher": ("releases.html",),
    "administrator": ("", "users", f"users/{SPARE}"),
    "security": ("users", "users/city"),
    "audit": ("audit", "users"),
}
ASKED = [(role, path) for role, paths in PAGES.items() for path in paths]

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]


@dataclass(frozen=True)
class Served:
    """A door, and its users."""

    address: str
    desk: AccessDesk


@pytest.fixture(scope="module")
def served(province, small_enterprise, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as patch:
        gate, desk = walked_bureau(tmp_path_factory.mktemp("walked"), province(4, 1, 1, 450), small_enterprise, patch)
        often = "1000000/minute"
        app = application(gate, desk, WebSettings(per_source=often, per_user=often, sign_ins=often))
        said: Queue[Text] = Queue()
        threading.Thread(target=serve, args=(app, "127.0.0.1", 0, said.put), daemon=True).start()
        yield Served(said.get(timeout=60).en.split()[1], desk)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=OFFLINE)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def seat(served: Served, browser: Any) -> Iterator[Callable[[str, int], Any]]:
    """Return the page of a browser at which a user sits, of a width."""
    seats: dict[tuple[str, int], Any] = {}

    def taken(role: str, width: int) -> Any:
        if (role, width) not in seats:
            context = browser.new_context(viewport={"width": width, "height": 900})
            if role:
                session = begin_if_allowed(served.desk, role, now=NOW, source="-")
                assert session
                context.add_cookies([{"name": "mbi", "value": session.secret, "url": served.address}])
            seats[role, width] = context.new_page()
        return seats[role, width]

    yield taken
    for page in seats.values():
        page.context.close()


def faults(page: Any) -> list[str]:
    """What axe finds, what the browser complained of, and what is wider than the screen."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    options = {"resultTypes": ["violations"], "runOnly": TAGS}
    found = [
        f"{one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in axe.run(page, options=options).response["violations"]
    ]
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return found + ([f"{over} px too wide"] if over > 0 else [])


@pytest.mark.parametrize(("role", "path"), ASKED, ids=[f"{role or 'nobody'}-{path}" for role, path in ASKED])
def test_axe_finds_nothing_on_any_page_as_it_is_served(served: Served, seat, role: str, path: str):
    found = {}
    for language, width in SEEN if role == "province" else SEEN[1:]:
        page = seat(role, width)
        complaints: list[str] = []
        page.on("console", lambda one, to=complaints: to.append(one.text) if one.type == "error" else None)
        answer = page.goto(f"{served.address}{language}/{path}")
        assert answer.status in {200, 403, 404}
        assert page.evaluate("document.documentElement.lang").startswith(language)
        own = [one for one in complaints if "the server responded with a status of" not in one]
        if wrong := faults(page) + own:
            found[language, width] = wrong
    assert found == {}


def test_what_is_said_of_a_wrong_password_and_of_a_lock_is_accessible(served: Served, browser: Any):
    for language, width in SEEN[1:]:
        with browser.new_context(viewport={"width": width, "height": 900}) as context:
            page = context.new_page()
            page.goto(f"{served.address}{language}/sign-in")
            page.fill('input[name="user"]', "nobody.at.all")
            page.fill('input[name="password"]', "no such password")
            page.click("main button")
            page.wait_for_load_state()
            assert page.get_by_role("alert").is_visible()
            assert faults(page) == [], language


def test_the_page_of_a_password_that_is_due_is_accessible(served: Served, browser: Any):
    set_password(served.desk, "county", "eight white egrets wade", by="machine:test", now=NOW)
    for language, width in SEEN[1:]:
        session = begin_if_allowed(served.desk, "county", now=NOW, source="-")
        assert session
        with browser.new_context(viewport={"width": width, "height": 900}) as context:
            context.add_cookies([{"name": "mbi", "value": session.secret, "url": served.address}])
            page = context.new_page()
            page.goto(f"{served.address}{language}/")
            assert page.url.endswith("/password")
            assert faults(page) == [], language


def test_several_cases_are_confirmed_on_an_accessible_page(served: Served, seat):
    for language, width in SEEN[1:]:
        page = seat("province", width)
        page.goto(f"{served.address}{language}/cases")
        for box in page.locator('input[name="case"]').all():
            box.check()
        page.locator('[name="kind"][value="assign"], button[value="assign"]').first.click()
        page.wait_for_load_state()
        assert "several" in page.url
        assert faults(page) == [], language


def test_a_case_that_changed_meanwhile_is_told_on_an_accessible_page(served: Served, seat):
    page = seat("province", 390)
    page.goto(f"{served.address}en/case/1.html")
    form = page.locator('form[action$="/assign"]')
    form.locator('[name="seen"]').evaluate("one => { one.value = '99'; }")
    if not form.locator("button").first.is_visible():
        form.locator("xpath=..").locator("summary").click()
    form.locator("select").first.select_option(index=1)
    form.locator("button.main").click()
    page.wait_for_load_state()
    assert re.search("changed meanwhile|meanwhile", page.locator("main").inner_text())
    assert faults(page) == []


def test_nothing_is_kept_in_the_browser_while_one_searches(served: Served, seat):
    page = seat("province", 1280)
    page.goto(f"{served.address}en/enterprises.html")
    page.fill("#find", "佛山")
    page.wait_for_url("**q=*")
    kept = page.evaluate("[Object.keys(localStorage), Object.entries(sessionStorage)]")
    here = page.evaluate("location.pathname + location.search")
    assert kept in ([[], []], [[], [["htmx-current-path-for-history", here]]]), (
        "at most the address of the page, and no page"
    )
    assert page.evaluate("htmx.config.allowEval || htmx.config.allowScriptTags") is False


def test_the_audit_log_says_that_it_is_internal_and_of_no_figures(served: Served, seat):
    page = seat("audit", 1280)
    page.goto(f"{served.address}en/audit")
    assert "nternal" in page.locator(".internal").inner_text()
    assert page.locator(".stamp").count() == 0


def test_the_keyboard_goes_through_the_shell_and_is_caught_nowhere(served: Served, seat):
    page = seat("province", 1280)
    page.goto(f"{served.address}en/cases")
    order: list[str] = []
    for _ in range(200):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if not here:
            break
        order.append(here)
    assert order[0].startswith('<a class="skip"')
    assert len(order) == len(set(order)), "no two stops in turn: no trap"
    stops = page.evaluate(
        "[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')].filter(one => one.checkVisibility()).length"
    )
    assert len(order) >= stops * 0.9
