"""What a reader does with the pages, each in a real browser from the event until what it changes is painted.

Within a page: from the event (input, key, click, move of the pointer) to the end of the frame that paints its effect; of the search, to the frame after the
list found stands in its place. To another page: from the click or the choice to the end of the frame that paints the page put in the place of this one; where
the browser makes a new document, until its load event has ended and its first content is painted. What counts is taken from the event in the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

WORDS = ("电子", "纺织", "机械", "陶瓷", "化工", "食品", "家具", "五金", "塑料", "医药")
REST, PRESS = 300, 80
"""Milliseconds for which a reader looks at a page before going on, and for which a button of the mouse is held down; the click is its release."""
_LINK = """address => {
  passed.length = 0;
  const link = document.body.appendChild(document.createElement("a"));
  link.href = address;
  link.click();
}"""
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
  addEventListener("htmx:afterSwap", () => {
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
_WATCH = """(() => {
  window.passed = [];
  const now = () => performance.timeOrigin + performance.now();
  const first = () => {
    const asked = performance.getEntriesByType("resource").filter(one => ["fetch", "xmlhttprequest"].includes(one.initiatorType)).at(-1);
    const visit = asked ?? performance.getEntriesByType("navigation")[0];
    return visit.responseStart - visit.requestStart;
  };
  const ended = () => {
    const began = sessionStorage.getItem("began");
    if (!began) return;
    sessionStorage.removeItem("began");
    passed.push([now() - Number(began), first()]);
  };
  const began = event => {
    const what = event.type === "change" ? "select" : "a[href], button";
    if (event.target.closest(what)) sessionStorage.getItem("began") ?? sessionStorage.setItem("began", now());
  };
  for (const kind of ["click", "change"]) addEventListener(kind, began, true);
  const painted = () => requestAnimationFrame(() => setTimeout(ended));
  for (const kind of ["page:shown", "htmx:afterSwap"]) document.addEventListener(kind, painted);
  addEventListener("load", () => {
    if (!sessionStorage.getItem("began")) return;
    new PerformanceObserver(list => list.getEntriesByName("first-contentful-paint").length && painted()).observe({ type: "paint", buffered: true });
  });
})()"""
"""Put into every document before its own scripts: notes when something is clicked or chosen, and when what it leads to is painted."""


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
    page.add_init_script(_WATCH)
    page.goto(f"{address}zh/")
    for round_ in range(rounds + 1):
        for name, begin, act in _to_pages(page, address, round_, enterprises):
            begin()
            page.wait_for_timeout(REST)
            page.evaluate("() => { passed.length = 0; sessionStorage.removeItem('began'); }")
            act()
            page.wait_for_function("() => window.passed?.length")
            whole, server = page.evaluate("passed.at(-1)")
            if round_:  # the first round fills what is kept
                taken.add(name, [whole])
                taken.server.setdefault(name, []).append(server)
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
    """Yield what leads to another page or another list: a name, how to come where it begins, and the click or choice."""
    word, place = WORDS[round_ % len(WORDS)], PLACES[round_ % len(PLACES)]
    code = enterprises[(37 * round_) % len(enterprises)]

    def at(path: str) -> Callable[[], Any]:
        return lambda: _go(page, f"{address}zh/{path}")

    def clicked(where: str, nth: int = 0) -> Callable[[], Any]:
        return lambda: page.locator(where).nth(nth).click(delay=PRESS)

    def stay() -> None:
        """Begin where the interaction before has ended."""

    listed = at(f"enterprises.html?q={quote(word)}")
    cell = 7 * round_ % 651
    yield "from the matrix to a cell", at("matrix.html"), clicked(".matrix tbody td[class^=in-] a", cell)
    yield "to the same page in English", stay, clicked("a[hreflang=en]")
    yield "an enterprise's page", at("enterprises.html"), clicked(f"a[href*='{code}']")
    yield "a search from the header", lambda: page.locator("#shell-find").fill(word), clicked("form.find button")
    yield "the next page of what was found", stay, clicked("a[rel=next]")
    yield "sorted by name", listed, lambda: page.locator("select[name=sort]").select_option("name")
    yield "only those of a place", listed, lambda: page.locator("select[name=place]").select_option(place)
    yield "the case desk", at(""), clicked("nav.own a[href$='/cases']")
    yield "only overdue cases", stay, clicked("a[href='?view=overdue']")
    yield "to the matrix", at(""), clicked("nav a[href$='matrix.html']")
    yield "the matrix in the order of lights", at("matrix.html"), clicked("a[href$='sort=light']")
    yield "the index page as known on an earlier day", at("index-page.html"), clicked("a[href*='?run=']")


def _go(page: Any, address: str) -> None:
    """Come to a page as by a link, in the same document: a session goes on."""
    page.evaluate(_LINK, address)
    page.wait_for_function("() => window.passed?.length")


def codes_on(content: str) -> list[str]:
    """Return the codes of the enterprises that a page leads to."""
    return list(dict.fromkeys(re.findall(r"enterprise/([0-9A-Z]{18})\.html", content)))
