"""What the API costs: 651 cells as JSON in processor time, requests a second of 20 readers over a real server, and both while files are taken in.

A simulated province of 800 enterprises; `MBI_API_BUREAU` names a bureau with a run instead, which is only read. Readers are a process of their own, so that the
server's processor time is the server's alone. Files are taken into another bureau on the same disk and processors, again and again until the readers are done.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

import httpx
import psutil

from benchmarks.processes import MBI, cost
from openmbi.core.access import LOCAL
from openmbi.doors.api.forms import Form, written
from openmbi.doors.api.sending import meta_of
from openmbi.flow.bureau import load_bureau
from openmbi.flow.gate.cells import CellsAsked, cells
from openmbi.flow.gate.gate import Gate

ENTERPRISES = 800
TAKEN_IN = 200
TIMES = 500
READERS = 20
SECONDS = 5.0
CELLS = "/api/v1/cells?indicator=activity_level"
GOAL_CPU_MS = 0.5
SERVER = """
import sys, uvicorn
from datetime import UTC, datetime
from pathlib import Path
from openmbi.doors.web.app import application
from openmbi.flow.bureau import load_bureau
from openmbi.flow.gate.gate import Gate
app = application(Gate(load_bureau(Path(sys.argv[1])), lambda: datetime.now(UTC)))
uvicorn.run(app, port=int(sys.argv[2]), log_level="error")
"""
READER = """
import asyncio, sys, time
host, port, path, readers, seconds = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), float(sys.argv[5])
asked = f"GET {path} HTTP/1.1\\r\\nHost: {host}:{port}\\r\\n\\r\\n".encode()
waits = []
async def reader(until):
    source, sink = await asyncio.open_connection(host, port)
    while time.perf_counter() < until:
        begun = time.perf_counter()
        sink.write(asked)
        head = (await source.readuntil(b"\\r\\n\\r\\n")).lower()
        assert head.startswith(b"http/1.1 200"), head
        await source.readexactly(int(head.split(b"content-length: ")[1].split(b"\\r\\n")[0]))
        waits.append(time.perf_counter() - begun)
async def all_of_them():
    until = time.perf_counter() + seconds
    await asyncio.gather(*(reader(until) for _ in range(readers)))
asyncio.run(all_of_them())
waits.sort()
print(len(waits), waits[int(len(waits) * 0.95)] * 1000)
"""


def main() -> list[dict[str, object]]:
    with TemporaryDirectory() as made:
        folder = Path(os.environ.get("MBI_API_BUREAU") or _simulated(Path(made)))
        rows = list(_in_process(folder))
        with _served(folder) as (url, server):
            rows += _read(url, server, "alone")
            with _ingesting(Path(made)) as taken_in:
                rows += _read(url, server, "while files are taken in")
            rows.append({"figure": "API: ingests that went on meanwhile", "ours": taken_in(), "goal": "≥ 1"})
        return rows


def _simulated(made: Path) -> Path:
    cost([*MBI, "simulate", str(made / "p"), "--enterprises", str(ENTERPRISES)])
    cost([*MBI, "-b", str(made / "p"), "run", "--ingest"])
    return made / "p"


@contextmanager
def _ingesting(made: Path) -> Iterator[Callable[[], int]]:
    """Take the files of a province in, each time into a store of its own; give what tells how many times that was begun."""
    raw = made / "q"
    cost([*MBI, "simulate", str(raw), "--enterprises", str(TAKEN_IN)])
    over, begun = Event(), count()

    def take_in() -> None:
        while not over.is_set():
            folder = Path(shutil.copytree(raw, made / f"q{next(begun)}"))
            cost([*MBI, "-b", str(folder), "ingest"])

    worker = Thread(target=take_in)
    worker.start()
    try:
        yield lambda: len(list(made.glob("q?*")))
    finally:
        over.set()
        worker.join()


def _in_process(folder: Path) -> Iterator[dict[str, object]]:
    gate = Gate(load_bureau(folder), lambda: datetime.now(UTC))
    found = cells(gate, LOCAL, CellsAsked("activity_level"))
    begun = time.process_time()
    for _ in range(TIMES):
        found = cells(gate, LOCAL, CellsAsked("activity_level"))
        content = written(found, Form.JSON, meta_of(found))
    spent = (time.process_time() - begun) / TIMES * 1000
    name = f"{found.rows} cells as JSON ({len(content) / 1000:.0f} KB)"
    yield {"figure": f"{name}: CPU ms", "ours": spent, "goal": f"≤ {GOAL_CPU_MS}"}


@contextmanager
def _served(folder: Path) -> Iterator[tuple[str, psutil.Process]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(folder), str(port)])
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                httpx.get(url + CELLS).raise_for_status()
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield url, psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait()


def _read(url: str, server: psutil.Process, when: str) -> list[dict[str, object]]:
    """Let readers, each on its own connection, ask as fast as they are answered."""
    before = server.cpu_times()
    port = url.rpartition(":")[2]
    command = [sys.executable, "-c", READER, "127.0.0.1", port, CELLS, str(READERS), str(SECONDS)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    after, requests = server.cpu_times(), int(told[0])
    spent = (after.user + after.system - before.user - before.system) / requests * 1000
    return [
        {"figure": f"API: {READERS} readers of the cells, {when}: requests a second", "ours": requests / SECONDS},
        {"figure": f"API: the server's CPU ms a request, {when}", "ours": spent},
        {"figure": f"API: 95th percentile, {when}: ms", "ours": float(told[1])},
    ]
