"""What the API costs: 651 cells as JSON in processor time, requests a second of 20 readers over a real server, and both while files are taken in.

A simulated province of 2,000 enterprises; `MBI_API_BUREAU` names a bureau with a run instead. Readers are processes of their own, so that the server's
processor time is the server's alone.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psutil

from benchmarks.processes import MBI, cost
from openmbi.core.access import LOCAL
from openmbi.doors.api.forms import Form, written
from openmbi.doors.api.sending import meta_of
from openmbi.flow.bureau import load_bureau
from openmbi.flow.gate.cells import CellsAsked, cells
from openmbi.flow.gate.gate import Gate

ENTERPRISES = 2000
TIMES = 500
READERS = 20
SECONDS = 8.0
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
import sys, time, httpx
client, until, count, waits = httpx.Client(), time.time() + float(sys.argv[2]), 0, []
while time.time() < until:
    begun = time.perf_counter()
    client.get(sys.argv[1]).raise_for_status()
    waits.append(time.perf_counter() - begun)
waits.sort()
print(len(waits), waits[int(len(waits) * 0.95)] * 1000)
"""


def main() -> list[dict[str, object]]:
    with TemporaryDirectory() as made:
        folder = Path(os.environ.get("MBI_API_BUREAU") or _simulated(Path(made)))
        rows = list(_in_process(folder))
        with _served(folder) as (url, server):
            rows += _read(url, server, "alone")
            ingest = None if "MBI_API_BUREAU" in os.environ else _ingesting(Path(made))
            if ingest is not None:
                rows += _read(url, server, "while files are taken in")
                ingest.wait()
        return rows


def _simulated(made: Path) -> Path:
    cost([*MBI, "simulate", str(made / "p"), "--enterprises", str(ENTERPRISES)])
    cost([*MBI, "-b", str(made / "p"), "run", "--ingest"])
    return made / "p"


def _ingesting(made: Path) -> subprocess.Popen[bytes]:
    """Begin to take the same files into another bureau: the same disk and processors, as a department has them."""
    cost([*MBI, "simulate", str(made / "q"), "--enterprises", str(ENTERPRISES)])
    return subprocess.Popen([*MBI, "-b", str(made / "q"), "ingest"], stdout=subprocess.DEVNULL)


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
    """Let readers ask as fast as they can."""
    before, begun = server.cpu_times(), time.perf_counter()
    command = [sys.executable, "-c", READER, url + CELLS, str(SECONDS)]
    readers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(READERS)]
    told = [reader.communicate()[0].split() for reader in readers]
    seconds, after = time.perf_counter() - begun, server.cpu_times()
    requests = sum(int(count) for count, _ in told)
    spent = (after.user + after.system - before.user - before.system) / requests * 1000
    slowest = sorted(float(wait) for _, wait in told)[READERS // 2]
    return [
        {"figure": f"API: {READERS} readers of the cells, {when}: requests a second", "ours": requests / SECONDS},
        {"figure": f"API: the server's CPU ms a request, {when}", "ours": spent},
        {"figure": f"API: 95th percentile of a reader, {when}: ms", "ours": slowest},
        {"figure": f"API: seconds from first to last reader, {when}", "ours": seconds},
    ]
