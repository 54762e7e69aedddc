"""The tutorial notebook runs from top to bottom against a served town."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pytest
import uvicorn
from nbclient import NotebookClient

from openmbi.doors.web.app import application
from openmbi.flow.bureau import load_bureau
from openmbi.flow.gate.gate import Gate

NOTEBOOK = Path(__file__).parents[3] / "docs/tutorials/api.ipynb"


@pytest.fixture
def url(town: Path) -> Iterator[str]:
    app = application(Gate(load_bureau(town), lambda: datetime.now(UTC)))
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.mark.filterwarnings("ignore")
def test_the_tutorial_runs(url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MBI_URL", url)
    monkeypatch.delenv("MBI_TOKEN", raising=False)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    shown = "".join(str(output.get("data", {}).get("text/html", "")) + output.get("text", "") for output in outputs)
    assert "模拟数据" in shown
    assert "access.none" in shown
    assert "● 绿 G" in shown
