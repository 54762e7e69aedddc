"""Imports run one way, and every room is under the contracts that say so."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_import_contracts_hold():
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_package_has_its_layer():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    named = {name.strip() for layer in layers for name in layer.split("|")}
    built = {f"openmbi.{folder.parent.name}" for folder in (ROOT / "src/openmbi").glob("*/__init__.py")}
    assert built == named


def test_no_file_is_imported_by_what_it_imports():
    TopologicalSorter(imports_of(ROOT / "src")).prepare()


def test_a_circle_is_found_also_where_only_a_type_closes_it(tmp_path: Path):
    (tmp_path / "web.py").write_text("from shell import header\n")
    (tmp_path / "shell.py").write_text("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from web import Web\n")
    with pytest.raises(CycleError):
        TopologicalSorter(imports_of(tmp_path)).prepare()


def imports_of(root: Path) -> Mapping[str, set[str]]:
    """Return which files of a folder each of them imports, at its head, in a function or for types alone."""
    files = {_module(file.relative_to(root)): file for file in root.rglob("*.py")}
    return {name: _named(file.read_text(encoding="utf-8"), set(files)) - {name} for name, file in files.items()}


def _module(file: Path) -> str:
    parts = file.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _named(text: str, known: set[str]) -> set[str]:
    """Return which of the known modules a text imports; `from a import b` means `a.b` where that is a module."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            within = {f"{node.module}.{one.name}" for one in node.names}
            found |= {one if one in known else node.module for one in within}
    return found & known
