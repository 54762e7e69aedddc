"""Every table operation of the cells is told in both languages."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OPERATIONS = sorted(
    node.name
    for file in (ROOT / "src/openmbi/cells").glob("*.py")
    for node in ast.parse(file.read_text(encoding="utf-8")).body
    if isinstance(node, ast.FunctionDef) and node.returns and ast.unparse(node.returns) == "ir.Table"
    if not node.name.startswith("_")
)


@pytest.mark.parametrize("page", ["cells.md", "cells.zh.md"])
def test_the_page_lists_every_operation(page: str):
    text = (ROOT / "docs/explanation" / page).read_text(encoding="utf-8")
    assert len(OPERATIONS) > 10
    assert [name for name in OPERATIONS if f"| `{name}` |" not in text] == []
