"""The door for notebooks works alone: without the rest of openmbi, its engines, servers and charts, and without a bureau."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import openmbi

HEAVY = [
    "duckdb",
    "ibis",
    "fastapi",
    "uvicorn",
    "typer",
    "rich",
    "jinja2",
    "matplotlib",
    "filelock",
    "orjson",
    "rapidfuzz",
    "pandas",
    "polars",
]
ROOMS = [
    "flow",
    "store",
    "sources",
    "cells",
    "index",
    "lights",
    "drilldown",
    "reports",
    "simulation",
    "linking",
    "doors.cli",
    "doors.web",
]
SCRIPT = f"""
import sys
class NotInstalled:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {HEAVY}:
            raise ImportError(name)
sys.meta_path.insert(0, NotInstalled())
import numpy as np, pyarrow as pa
import openmbi
assert not [name for name in sys.modules if name.startswith("openmbi.")], "openmbi imports its rooms by itself"
days = np.arange("2015-01-01", "2015-06-01", dtype="M8[D]")
table = pa.table({{"day": days, "a": np.random.default_rng(1).uniform(5, 6, len(days))}})
assert openmbi.adjust(table).column_names == ["day", "a"]
rooms = [name for name in {[f"openmbi.{room}" for room in ROOMS]} if name in sys.modules]
assert not rooms, rooms
"""


def test_it_needs_no_other_room_engine_server_or_kind_of_frame(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_stub_names_what_the_package_gives():
    stub = ast.parse(Path(openmbi.__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
    names = {(name.name, node.module) for node in stub.body if isinstance(node, ast.ImportFrom) for name in node.names}
    assert names == {(name, f"openmbi.doors.{module}") for name, module in openmbi._NOTEBOOK.items()}
    assert {name for name, _ in names} <= set(dir(openmbi))


def test_both_functions_take_the_same():
    one, all_found = (inspect.signature(function).parameters for function in (openmbi.adjust, openmbi.adjustment_of))
    assert [str(one[name]) for name in one if name != "output"] == [str(parameter) for parameter in all_found.values()]


def test_every_parameter_is_explained():
    documented = inspect.getdoc(openmbi.adjust) or ""
    heads = " ".join(line for line in documented.splitlines() if not line.startswith(" "))
    assert [name for name in inspect.signature(openmbi.adjust).parameters if name not in heads] == []
