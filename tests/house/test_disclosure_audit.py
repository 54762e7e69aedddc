"""The audit of disclosure control shares with the suppression the rules of sensitivity and the solver, and nothing else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from openmbi.cells import disclosure

FOLDER = Path(str(disclosure.__file__)).parent
AUDIT = {"attack", "audit", "proofs", "proposals"}
SHARED = {"needs", "primary", "programme"}


@pytest.mark.parametrize("name", sorted(AUDIT | SHARED))
def test_the_audit_knows_nothing_of_the_suppression(name: str):
    tree = ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    asked = {
        node.module.rpartition(".")[2]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("openmbi.cells.disclosure.")
    }
    assert asked <= AUDIT | SHARED
    assert asked or name in {"programme", "primary"}
