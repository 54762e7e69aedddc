"""One morning in a real browser: a red light is seen, followed to the works, the case is assigned, answered by the works itself, and closed by the data."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from queue import Queue
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.story.test_alert_story import Watching, deliver, stopped, works_of

from openmbi.core.language import Text
from openmbi.core.problems import ExitCode
from openmbi.doors.web.app import application
from openmbi.doors.web.serve import serve
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.bureau import load_bureau
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.gate.gate import Gate

HERE = ZoneInfo("Asia/Shanghai")
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
OFFLINE = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PASSPHRASE = "seven grey herons wade"
TOWN, ELSEWHERE = "449900", "440600"
PLACES = """
code: '449900'
name: {zh: 模拟市, en: Simulated city}
citation: {zh: 模拟, en: simulated}
places:
  - {code: '449900', name: {zh: 模拟市, en: Simulated city}}
  - {code: '449901', name: {zh: 东区, en: East}}
  - {code: '449902', name: {zh: 西区, en: West}}
  - {code: '449903', name: {zh: 南区, en: South}}
"""
USERS = (
    ("zhou", "administrator", ()),
    ("li", "security", ()),
    ("sun", "audit", ()),
    ("gao", "province", ("--owner", "above")),
    ("wang.fang", "city", ("--place", TOWN, "--owner", "town")),
    ("xu", "county", ("--place", TOWN)),
    ("chen", "enterprise", ("--enterprise", "WORKS", "--owner", "works")),
    ("he", "city", ("--place", ELSEWHERE)),
)
"""Identifier, role, and what else is said of each; the first three are the officers."""

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]


@dataclass
class Clock:
    """The moment that every door is told."""

    moment: datetime = datetime(2025, 12, 6, 5, tzinfo=HERE)

    def at(self, day: date, hour: int = 5, minute: int = 0) -> None:
        self.moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=HERE)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    for door in ("daily", "ingest", "options", "case", "run", "user", "bulletin"):
        monkeypatch.setattr(f"openmbi.doors.cli.{door}.now", clock)
    return clock


@pytest.fixture
def town(raw_town: Path, tmp_path: Path, mbi, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small town as a city with counties and users, on the morning after a works stood still for three weeks."""
    town = stopped(raw_town, tmp_path / "town")
    places = town / "catalog" / "places" / f"{TOWN}.yml"
    places.parent.mkdir(parents=True)
    places.write_text(PLACES, encoding="utf-8")
    deliver(raw_town, town, date(2025, 10, 1), date(2025, 12, 5))
    monkeypatch.setattr("openmbi.flow.find_alerts.look", Watching(works_of(raw_town)))
    monkeypatch.setattr("openmbi.doors.cli.user.typed_password", lambda: PASSPHRASE)
    told = mbi("-b", town, "run", "--daily", "--no-alarm-exit")
    assert told.code == ExitCode.OK, told.err
    for identifier, role, said in USERS:
        more = [works_of(raw_town) if one == "WORKS" else one for one in said]
        told = mbi("-b", town, "user", "add", identifier, "--name", identifier, "--role", role, *more, "--lasting")
        assert told.code == ExitCode.OK, told.err
    return town


@pytest.fixture
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=OFFLINE)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Person:
    """A user at a browser of their own, and what the browser complained of."""

    page: Any
    door: str
    complaints: list[str]

    def goes(self, path: str) -> int:
        """Go to a page and return the status."""
        return self.page.goto(self.door + path).status

    def sends(self, kind: str, **fields: object) -> None:
        """Fill in a step's form on the page of a case, and send it."""
        form = self.page.locator(f'form[action$="/{kind}"]')
        if not form.locator("button").is_visible():
            form.locator("xpath=..").locator("summary").click()
        for name, value in fields.items():
            field = form.locator(f'[name="{name}"]')
            if isinstance(value, Path):
                field.set_input_files(value)
            elif name == "causes":
                form.locator(f'input[value="{value}"]').check()
            elif field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(str(value))
            else:
                field.fill(str(value))
        form.locator("button.main").click()
        self.page.wait_for_load_state()
        assert "#timeline" in self.page.url, self.page.locator("main").inner_text()


def signs_in(browser: Any, door: str, user: str, password: str = PASSPHRASE) -> Person:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    person = Person(page, door, [])
    page.on("pageerror", lambda error: person.complaints.append(str(error)))
    page.on("console", lambda said: person.complaints.append(said.text) if "Content Security" in said.text else None)
    page.goto(f"{door}en/sign-in")
    page.get_by_label("User").fill(user)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()
    return person


def opened(town: Path, clock: Clock) -> str:
    """Serve the town to whoever signs in, and return the address."""
    bureau = load_bureau(town)
    said: Queue[Text] = Queue()
    app = application(Gate(bureau, clock), AccessDesk(bureau))
    threading.Thread(target=serve, args=(app, "127.0.0.1", 0, said.put), daemon=True).start()
    return said.get(timeout=30).en.split()[1]


def test_a_red_light_is_seen_followed_answered_and_closed_by_the_data(
    raw_town: Path, town: Path, mbi, clock: Clock, browser: Any
):
    works, door = works_of(raw_town), opened(town, clock)
    clock.at(date(2025, 12, 6), 9)
    wang = signs_in(browser, door, "wang.fang")
    number, name = sees_the_red_light_and_follows_it(wang, works)
    wang.sends("assign", owner="works", note="please say what happened")
    assert wang.page.locator("#timeline").count() == 1

    clock.at(date(2025, 12, 6), 10)
    chen = signs_in(browser, door, "chen")
    answers_for_the_works(chen, works, number, clock, town)
    he = signs_in(browser, door, "he")
    sees_nothing_of_it(he, works, name, number)

    deliver(raw_town, town, date(2025, 12, 6), date(2025, 12, 27))
    clock.at(date(2025, 12, 28))
    assert mbi("-b", town, "run", "--daily", "--catch-up", 0, "--no-alarm-exit").code == ExitCode.OK
    clock.at(date(2025, 12, 28), 9)
    wang = signs_in(browser, door, "wang.fang")
    assert wang.goes(f"en/case/{number}.html") == 200
    assert "verified" in wang.page.locator("main").inner_text().lower()
    assert wang.page.locator("form.steps-form[action$=verify]").count() == 0
    assert re.search(rf"1 were closed: [^()]*1[^()]*\(no\. {number}\)", bulletin_of(mbi, town))
    the_chain_holds_it_all(town, number)
    assert [one.complaints for one in (wang, chen, he)] == [[], [], []]


def sees_the_red_light_and_follows_it(wang: Person, works: str) -> tuple[int, str]:
    """From the one-glance page to the works and to its case: return the number of the case and the name of the works."""
    newest = wang.page.locator("ul.newest li", has=wang.page.locator(f'a[href="enterprise/{works}.html"]'))
    assert newest.locator(".mark.red").count() == 1
    newest.locator("a").first.click()
    wang.page.wait_for_url(f"**/en/enterprise/{works}.html")
    assert wang.page.locator(".lamp.red").count() >= 1
    name = wang.page.evaluate("document.querySelector('h1').firstChild.textContent.trim()")
    assert name
    wang.page.locator('main a[href^="../case/"]').first.click()
    wang.page.wait_for_url("**/en/case/*.html")
    found = re.search(r"/en/case/(\d+)\.html", wang.page.url)
    assert found
    return int(found[1]), name


def answers_for_the_works(chen: Person, works: str, number: int, clock: Clock, town: Path) -> None:
    """The works acknowledges, files its self-check with evidence, a measure and feedback, by the pages alone."""
    chen.page.locator(f'main a[href$="enterprise/{works}.html"]').first.click()
    chen.page.wait_for_url(f"**/en/enterprise/{works}.html")
    notice = town / "notice.txt"
    notice.write_text("the furnace was repaired\n", encoding="utf-8")
    assert chen.goes("en/cases.html") == 200
    chen.page.locator(f'a[href="case/{number}.html"]').first.click()
    chen.page.wait_for_url(f"**/en/case/{number}.html")
    chen.sends("acknowledge")
    clock.at(date(2025, 12, 6), 10, 20)
    chen.sends("self_check", causes="accident", evidence=notice, note="the furnace broke down")
    clock.at(date(2025, 12, 6), 10, 40)
    chen.sends("measure", note="furnace replaced")
    clock.at(date(2025, 12, 6), 10, 55)
    chen.sends("feedback", note="runs again")


def sees_nothing_of_it(he: Person, works: str, name: str, number: int) -> None:
    """A user of another city is answered as if there were neither the works nor the case."""
    for path in (
        f"en/case/{number}.html",
        f"en/enterprise/{works}.html",
        f"data/enterprise/{works}.json",
        f"en/alerts/{TOWN}.html",
    ):
        assert he.goes(path) == 404, path
        assert name not in he.page.content()
    assert he.goes("en/cases.html") == 200
    assert he.page.locator('main a[href^="case/"]').count() == 0
    answer = he.page.request.get(f"{he.door}api/v1/cases")
    assert answer.ok
    assert name not in answer.text()
    assert works not in answer.text()


def bulletin_of(mbi, town: Path) -> str:
    """The bulletin of December as one English page, as text."""
    told = mbi("-b", town, "bulletin", "2025-12", "--format", "html", "--lang", "en", "--out", town / "bulletins")
    assert told.code == ExitCode.OK, told.err
    (page,) = (town / "bulletins").rglob("*.html")
    return re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8"))


def the_chain_holds_it_all(town: Path, number: int) -> None:
    """Users made, signed in, every step by whom it was taken; and not a line was changed."""
    desk = CaseDesk(load_bureau(town))
    assert desk.ledger.verify_chain().faults == ()
    lines = list(AccessDesk(load_bureau(town)).chain.lines())
    kinds = [line.kind for line in lines]
    assert kinds.count("user.add") == len(USERS)
    steps = [(line.actor, line.kind) for line in lines if line.about == f"case:{number}"]
    answers = ["acknowledge", "self_check", "measure", "feedback"]
    assert [one for one in steps if one[0] in {"wang.fang", "chen"}] == [
        ("wang.fang", "case.assign"),
        *(("chen", f"case.{kind}") for kind in answers),
    ]
    assert steps[-1] == ("system", "case.verify")
    signed_in = {line.actor for line in lines if line.kind == "session.begin"}
    assert {"wang.fang", "chen", "he"} <= signed_in
