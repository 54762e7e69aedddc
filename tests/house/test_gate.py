"""The doors to a network reach data through the gate alone."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src/openmbi"
DOORS = ("web", "api")
FILES = sorted(file for door in DOORS for file in (SOURCE / "doors" / door).rglob("*.py"))
ALLOWED = ("openmbi.flow.gate.", "openmbi.flow.access.")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(SOURCE).as_posix())
def test_a_door_to_a_network_asks_the_gate(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    named = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    named += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    asked = [name for name in named if name.startswith(("openmbi.flow", "openmbi.store"))]
    assert [name for name in asked if not f"{name}.".startswith(ALLOWED)] == []
