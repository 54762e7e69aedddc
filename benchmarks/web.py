"""The web door in a real browser: a real `mbi serve` of a simulated province, asked by headless Chromium, everything by medians, with what it costs the CPU.

Bytes are those on the wire, with an empty cache. Ready: the load event has ended and the first content is painted. An interaction is a click or a key of a
reader until the page that it leads to is ready. `MBI_WEB_BUREAU` may name a bureau that has run; without it one is made. The figures of the peers are those
that the project was asked to beat, of a page of the same content; they are quoted, not measured here.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import urlopen

import psutil
from playwright.sync_api import sync_playwright

from benchmarks.processes import MBI, cost

ENTERPRISES, DAYS, ROUNDS, CLICKS = 2_000, 800, 9, 40
CHROMIUM = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PAGES = {"one-glance page": "zh/", "light matrix": "zh/matrix.html"}
STREAMLIT_KB, STREAMLIT_READY, DASH_KB = 3_670, 2.9, 5_922
TIMING = """() => new Promise(done => requestAnimationFrame(() => setTimeout(() => {
    const visit = performance.getEntriesByType('navigation')[0];
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    done({paint: paint ? paint.startTime : visit.loadEventEnd, load: visit.loadEventEnd});
})))"""


@dataclass(frozen=True)
class Visit:
    """One visit with an empty cache: seconds to the first paint and until ready, kB on the wire, CPU seconds of server and browser."""

    paint: float
    ready: float
    kilobytes: float
    server_cpu: float
    browser_cpu: float


def main() -> list[dict[str, object]]:
    with _bureau() as folder, _served(folder) as (address, server), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        rows = [row for name, path in PAGES.items() for row in _page(name, browser, server, address + path)]
        rows += _interactions(browser, address)
        browser.close()
        return rows


@contextmanager
def _bureau() -> Iterator[Path]:
    """Yield a bureau that has run."""
    if given := os.environ.get("MBI_WEB_BUREAU"):
        yield Path(given)
        return
    with TemporaryDirectory() as folder:
        bureau = Path(folder) / "province"
        size = ("--seed", "7", "--enterprises", str(ENTERPRISES), "--days", str(DAYS))
        cost([*MBI, "simulate", str(bureau), *size])
        cost([*MBI, "--bureau", str(bureau), "run", "--ingest", "--cases"])
        yield bureau


@contextmanager
def _served(bureau: Path) -> Iterator[tuple[str, psutil.Process]]:
    """Yield the address of a real `mbi serve`, and its process."""
    port = _free_port()
    process = subprocess.Popen([*MBI, "--bureau", str(bureau), "serve", "--port", str(port)], stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/"
    try:
        _wait_for(f"{address}healthz")
        yield address, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _wait_for(address: str) -> None:
    end = time.monotonic() + 600
    while True:
        try:
            urlopen(address).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return


def _page(name: str, browser: Any, server: psutil.Process, address: str) -> list[dict[str, object]]:
    visits = [_visited(browser, server, address) for _ in range(ROUNDS + 1)][
        1:
    ]  # the first draws the page for all that come after
    median = {field: statistics.median(getattr(one, field) for one in visits) for field in Visit.__annotations__}
    return [
        {"figure": f"{name}, first paint, s", "ours": median["paint"]},
        {
            "figure": f"{name}, ready, s; peer as quoted: Streamlit",
            "ours": median["ready"],
            "peer": STREAMLIT_READY,
            "ratio": median["ready"] / STREAMLIT_READY,
            "goal": 0.4,
        },
        {
            "figure": f"{name}, first load, kB; peer as quoted: Streamlit (Dash {DASH_KB:,})",
            "ours": median["kilobytes"],
            "peer": float(STREAMLIT_KB),
            "ratio": median["kilobytes"] / STREAMLIT_KB,
            "goal": 350.0,
        },
        {"figure": f"{name}, CPU of the server a visit, s", "ours": median["server_cpu"]},
        {"figure": f"{name}, CPU of the browser a visit, s", "ours": median["browser_cpu"]},
    ]


def _visited(browser: Any, server: psutil.Process, address: str) -> Visit:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    lengths: list[float] = []
    wire.on("Network.loadingFinished", lambda event: lengths.append(event["encodedDataLength"]))
    before = _cpu(server), _browser_cpu()
    page.goto(address, wait_until="load")
    told = page.evaluate(TIMING)
    page.wait_for_timeout(100)
    after = _cpu(server), _browser_cpu()
    context.close()
    ready = max(told["paint"], told["load"]) / 1000
    return Visit(told["paint"] / 1000, ready, sum(lengths) / 1000, after[0] - before[0], after[1] - before[1])


def _interactions(browser: Any, address: str) -> list[dict[str, object]]:
    """Click through the pages as a reader does, each round in the same browser."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    taken: dict[str, list[float]] = {}
    for round_ in range(CLICKS):
        for name, begin, act in _acts(page, address, round_):
            begin()
            taken.setdefault(name, []).append(_seconds(page, act))
    every = [seconds for all_of_one in taken.values() for seconds in all_of_one[1:]]
    rows: list[dict[str, object]] = [
        {"figure": f"interaction: {name}, ms, 95th percentile of {len(times) - 1}", "ours": _p95(times[1:]) * 1000}
        for name, times in taken.items()
    ]
    return [*rows, {"figure": "every interaction, ms, 95th percentile", "ours": _p95(every) * 1000, "goal": 100.0}]


def _acts(page: Any, address: str, round_: int) -> Iterator[tuple[str, Callable[[], Any], Callable[[], Any]]]:
    """Yield what a reader does: a name, where it begins, and the click."""
    cells = ".matrix tbody td[class^=in-] a"
    yield (
        "from the matrix to a cell",
        lambda: page.goto(f"{address}zh/matrix.html"),
        lambda: page.locator(cells).nth(7 * round_ % page.locator(cells).count()).click(),
    )
    yield "from a cell back to the matrix", lambda: None, page.go_back
    yield (
        "from the list of cities to a city",
        lambda: page.goto(f"{address}zh/city/index.html"),
        lambda: page.locator("main table tbody a").nth(round_ % 20).click(),
    )
    yield "to the same page in English", lambda: None, lambda: page.get_by_role("link", name="English").click()
    yield (
        "search by two characters",
        lambda: page.goto(f"{address}zh/search?q=%E4%BD%9B%E5%B1%B1"),
        lambda: page.goto(f"{address}zh/search?q=%E7%94%B5%E5%AD%90"),
    )


def _seconds(page: Any, act: Callable[[], Any]) -> float:
    """Return how long an act takes until the page that it leads to is ready, as the browser's clock tells: from the navigation's start."""
    act()
    page.wait_for_load_state("load")
    told = page.evaluate(TIMING)
    return max(told["paint"], told["load"]) / 1000


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def _browser_cpu() -> float:
    """Return the CPU seconds of all processes of our browser."""
    total = 0.0
    for child in psutil.Process().children(recursive=True):
        try:
            total += _cpu(child) if "chrom" in child.name() else 0.0
        except psutil.NoSuchProcess:
            continue
    return total
