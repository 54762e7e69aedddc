"""The web door in a real browser: a real `mbi serve` of 500,000 enterprises × 36 months, asked by headless Chromium.

The store is a simulated province that has run, enlarged by `benchmarks.large_store`, which tells what of it is honest. Bytes are those on the wire, with an
empty cache. Ready: the load event has ended and the first content is painted. Interactions: `benchmarks.web_interactions`. Medians unless it says otherwise;
the CPU of the server beside, since other work on the machine does not change it. `MBI_WEB_BUREAU` may name a bureau that has run, which is then served as it
is. The figures of the peers are those that the project was asked to beat, of a page of the same content; they are quoted, not measured here.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import psutil
from playwright.sync_api import sync_playwright

from benchmarks.large_store import enlarged
from benchmarks.processes import MBI, cost
from benchmarks.web_interactions import READY, codes_on, interactions

PROVINCE, DAYS, ENTERPRISES, ROUNDS, CLICKS = 1_500, 1_130, 500_000, 9, 20
CHROMIUM = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PAGES = {"one-glance page": "zh/", "light matrix": "zh/matrix.html", "index page": "zh/index-page.html"}
GOAL_OF = ("one-glance page", "light matrix")
STREAMLIT_KB, STREAMLIT_READY, DASH_KB = 3_670, 2.9, 5_922


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
        rows = _first_asked(address, server)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        rows += [row for name, path in PAGES.items() for row in _page(name, browser, server, address + path)]
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
        size = ("--seed", "7", "--enterprises", str(PROVINCE), "--days", str(DAYS))
        cost([*MBI, "simulate", str(bureau), *size])
        cost([*MBI, "--bureau", str(bureau), "run", "--ingest", "--cases"])
        enlarged(bureau, ENTERPRISES)
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


def _first_asked(address: str, server: psutil.Process) -> list[dict[str, object]]:
    """Wait until the server has read the run, and tell how long a search was not to be had, and the CPU of asking for one a hundred times."""
    began = time.perf_counter()
    search = f"{address}data/enterprises.json?q={quote('纺织')}"
    urlopen(search, timeout=600).close()
    waited = time.perf_counter() - began
    _wait_until_calm(server)
    before = _cpu(server)
    for _ in range(100):
        urlopen(search).close()
    return [
        {"figure": f"from the start until {ENTERPRISES:,} enterprises can be searched, s", "ours": waited},
        {"figure": "a search by two characters, CPU of the server, ms", "ours": 10 * (_cpu(server) - before)},
        {"figure": "memory of the server, MB", "ours": server.memory_info().rss / 1e6},
    ]


def _wait_until_calm(server: psutil.Process) -> None:
    """Wait until the server has worked less than a tenth of two seconds: it prepares a new run in the background."""
    for _ in range(100):
        before = _cpu(server)
        time.sleep(2)
        if _cpu(server) - before < 0.2:
            return


def _page(name: str, browser: Any, server: psutil.Process, address: str) -> list[dict[str, object]]:
    visits = [_visited(browser, server, address) for _ in range(ROUNDS + 1)][1:]  # the first draws it for all after
    median = {field: statistics.median(getattr(one, field) for one in visits) for field in Visit.__annotations__}
    ready: dict[str, object] = {"figure": f"{name}, ready, s", "ours": median["ready"]}
    load: dict[str, object] = {"figure": f"{name}, first load, kB", "ours": median["kilobytes"]}
    if name in GOAL_OF:
        ready |= {"peer": STREAMLIT_READY, "ratio": median["ready"] / STREAMLIT_READY, "goal": 0.4}
        load |= {"peer": float(STREAMLIT_KB), "ratio": median["kilobytes"] / STREAMLIT_KB, "goal": 350.0}
        ready["figure"] = f"{name}, ready, s; peer as quoted: Streamlit"
        load["figure"] = f"{name}, first load, kB; peer as quoted: Streamlit (Dash {DASH_KB:,})"
    return [
        {"figure": f"{name}, first paint, s", "ours": median["paint"]},
        ready,
        load,
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
    told = page.evaluate(READY)
    page.wait_for_timeout(100)
    after = _cpu(server), _browser_cpu()
    context.close()
    ready = max(told["paint"], told["load"]) / 1000
    return Visit(told["paint"] / 1000, ready, sum(lengths) / 1000, after[0] - before[0], after[1] - before[1])


def _interactions(browser: Any, address: str) -> list[dict[str, object]]:
    """Return the median and the 95th percentile of every interaction, and of all of them together, each counting as often as any other."""
    with urlopen(f"{address}zh/enterprises.html") as answer:
        codes = codes_on(answer.read().decode())
    taken = interactions(browser, address, CLICKS, codes)
    rows: list[dict[str, object]] = []
    for name, times in taken.whole.items():
        server = f"; first byte {statistics.median(taken.server[name]):.0f}" if name in taken.server else ""
        rows += [
            {"figure": f"{name}, ms, median of {len(times)}{server}", "ours": statistics.median(times)},
            {"figure": f"{name}, ms, 95th percentile", "ours": _p95(times), "goal": 100.0},
        ]
    fewest = min(map(len, taken.whole.values()))
    every = [time for times in taken.whole.values() for time in times[:fewest]]
    return [
        *rows,
        {"figure": f"every interaction, ms, 95th percentile of {len(every)}", "ours": _p95(every), "goal": 100.0},
    ]


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
