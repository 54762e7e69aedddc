"""What a reader does with the pages, each in a real browser from the event until what it changes is painted.

Within a page: from the event (input, key, click, move of the pointer) to the end of the frame that paints its effect; of the search, to the frame after the
list found stands in its place. To another page: from the navigation's start until its load event has ended and its first content is painted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

WORDS = ("电子", "纺织", "机械", "陶瓷", "化工", "食品", "家具", "五金", "塑料", "医药")
PLACES = ("440100", "440300", "440600", "441900", "442000")
_NOTE = """kind => {
  window.took = [];
  window.noted = kind;
  addEventListener(kind, () => {
    if (noted !== kind) return;
    const began = performance.now();
    requestAnimationFrame(() => setTimeout(() => took.push(performance.now() - began)));
  }, true);
}"""
_NOTE_SEARCH = """() => {
  window.took = [];
  let began = null;
  addEventListener("input", () => { began = performance.now(); }, true);
  addEventListener("htmx:afterSettle", () => {
    const since = began;
    requestAnimationFrame(() => setTimeout(() => took.push(performance.now() - since)));
  }, true);
}"""
_SLIDE = """() => new Promise(async done => {
  const slider = document.querySelector("input[type=range]");
  for (let at = Number(slider.min); at <= Number(slider.max); at++) {
    slider.value = at;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise(next => requestAnimationFrame(() => setTimeout(next)));
  }
  done(took);
})"""
READY = """() => new Promise(done => {
  const visit = performance.getEntriesByType("navigation")[0];
  const told = paint => done({ paint: paint ?? visit.loadEventEnd, load: visit.loadEventEnd, server: visit.responseStart - visit.requestStart });
  new PerformanceObserver(list => told(list.getEntriesByName("first-contentful-paint")[0]?.startTime)).observe({ type: "paint", buffered: true });
  setTimeout(told, 3000);
})"""


@dataclass
class Taken:
    """Times by interaction in milliseconds; of those that ask the server, also how long the first byte took."""

    whole: dict[str, list[float]] = field(default_factory=dict)
    server: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, times: list[float]) -> None:
        """Note times of an interaction."""
        self.whole.setdefault(name, []).extend(times)


def interactions(browser: Any, address: str, rounds: int, enterprises: list[str]) -> Taken:
    """Go through all interactions; `enterprises`: codes of some."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    taken = Taken()
    _within_pages(page, address, rounds, taken)
    for round_ in range(rounds + 1):
        for name, begin, act in _to_pages(page, address, round_, enterprises):
            begin()
            act()
            page.wait_for_load_state("load")
            told = page.evaluate(READY)
            if round_:  # the first round fills what is kept
                taken.add(name, [max(told["paint"], told["load"])])
                taken.server.setdefault(name, []).append(told["server"])
    return taken


def _within_pages(page: Any, address: str, rounds: int, taken: Taken) -> None:
    """Measure what needs no other page: the slider, the search as it is typed, and charts."""
    page.goto(f"{address}zh/matrix.html")
    page.evaluate(f"({_NOTE})('input')")
    for _ in range(2):
        page.evaluate("() => { took.length = 0; }")
        taken.add("a step of the month slider", page.evaluate(_SLIDE))
    _search(page, address, rounds, taken)
    page.goto(f"{address}zh/index-page.html")
    page.wait_for_selector("figure[data-live] canvas")
    page.wait_for_timeout(1000)
    box = page.locator("figure[data-live] canvas").first.bounding_box()
    _zoom(page, box, rounds, taken)
    _legend(page, box, rounds, taken)


def _search(page: Any, address: str, rounds: int, taken: Taken) -> None:
    page.goto(f"{address}zh/enterprises.html")
    page.evaluate(f"({_NOTE_SEARCH})()")
    for round_ in range(rounds + 1):
        before = page.evaluate("took.length")
        page.locator("#find").fill(WORDS[round_ % len(WORDS)])
        page.wait_for_function("before => took.length > before", arg=before)
    taken.add("search by two characters, typed", page.evaluate("took")[1:])


def _zoom(page: Any, box: dict[str, float], rounds: int, taken: Taken) -> None:
    """Drag the left handle of the slider below a chart."""
    page.evaluate(f"({_NOTE})('mousemove')")
    bottom = box["y"] + box["height"] - 18
    page.mouse.move(box["x"] + box["width"] * 0.7, bottom)
    page.mouse.down()
    for round_ in range(rounds):
        page.mouse.move(box["x"] + box["width"] * (0.7 - 0.4 * round_ / rounds), bottom)
        page.wait_for_timeout(40)
    page.mouse.up()
    page.wait_for_timeout(200)
    taken.add("a step of a chart's zoom", page.evaluate("took"))


def _legend(page: Any, box: dict[str, float], rounds: int, taken: Taken) -> None:
    """Click the first entry of a chart's legend."""
    page.evaluate(f"({_NOTE})('click')")
    page.evaluate("() => { took.length = 0; }")
    for _ in range(rounds):
        page.mouse.click(box["x"] + 30, box["y"] + 9)
        page.wait_for_timeout(60)
    taken.add("an entry of a chart's legend", page.evaluate("took"))


def _to_pages(
    page: Any, address: str, round_: int, enterprises: list[str]
) -> Iterator[tuple[str, Callable[[], Any], Callable[[], Any]]]:
    """Yield what leads to another page: a name, where it begins, and the click or address."""
    cells = page.locator(".matrix tbody td[class^=in-] a")
    word, place = quote(WORDS[round_ % len(WORDS)]), PLACES[round_ % len(PLACES)]
    listed = f"{address}zh/enterprises.html?q={word}"
    code = enterprises[(37 * round_) % len(enterprises)]
    yield (
        "from the matrix to a cell",
        lambda: page.goto(f"{address}zh/matrix.html"),
        lambda: cells.nth(7 * round_ % cells.count()).click(),
    )
    yield "to the same page in English", lambda: None, lambda: page.get_by_role("link", name="English").click()
    yield "an enterprise's page", lambda: None, lambda: page.goto(f"{address}zh/enterprise/{code}.html")
    yield "a search by its address", lambda: None, lambda: page.goto(listed)
    yield "the next page of what was found", lambda: None, lambda: page.locator("a[rel=next]").click()
    yield "sorted by name", lambda: None, lambda: page.goto(f"{listed}&sort=name")
    yield "only red ones of a place", lambda: None, lambda: page.goto(f"{listed}&place={place}&light=red")
    yield "the case desk", lambda: None, lambda: page.goto(f"{address}zh/cases")
    yield "only overdue cases", lambda: None, lambda: page.goto(f"{address}zh/cases?view=overdue")
    yield (
        "the matrix in the order of lights",
        lambda: None,
        lambda: page.goto(f"{address}zh/matrix.html?sort=light"),
    )
    yield (
        "the index page as known on an earlier day",
        lambda: page.goto(f"{address}zh/index-page.html"),
        page.locator("a[href*='?run=']").first.click,
    )


def codes_on(content: str) -> list[str]:
    """Return the codes of the enterprises that a page leads to."""
    return list(dict.fromkeys(re.findall(r"enterprise/([0-9A-Z]{18})\.html", content)))
