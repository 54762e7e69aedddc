"""Code is finished, says which date it means, and knows no one's machine."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "src").rglob("*.py"))
CONTRACTS = sorted((ROOT / "src/openmbi/sources").rglob("source.yml"))
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b")
MACHINE_PATH = re.compile(r"(?<![\w.<:/])/(?:home|Users|root|work)/\w")
TEXTS = {".py", ".md", ".yml", ".yaml", ".toml", ".jinja", ".html", ".css", ".json", ".cfg"}


def column_names(tree: ast.Module) -> Iterator[tuple[int, object]]:
    """Yield what code uses as the name of a column: a field, a key of a dictionary, a subscript, an attribute of a record."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="field"), args=[ast.Constant(value=name), *_]):
                yield node.lineno, name
            case ast.Subscript(slice=ast.Constant(value=name)):
                yield node.lineno, name
            case ast.Dict(keys=keys):
                yield from ((key.lineno, key.value) for key in keys if isinstance(key, ast.Constant))
            case ast.ClassDef(body=body):
                yield from ((line.lineno, line.target.id) for line in body if _is_field(line))  # type: ignore[attr-defined]


def _is_field(line: ast.stmt) -> bool:
    return isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)


def test_column_names_are_found():
    code = 'pa.field("date", pa.date32())\nrow["date"]\n{"date": 1}\nclass Row:\n    date: str\n'
    assert [name for _, name in column_names(ast.parse(code))] == ["date"] * 4


def test_no_column_is_a_bare_date():
    named = [(file, *found) for file in FILES for found in column_names(ast.parse(file.read_text(encoding="utf-8")))]
    assert len(named) > 50
    assert [f"{file}:{line}" for file, line, name in named if name == "date"] == [], "valid_at or known_at?"


@pytest.mark.parametrize("file", CONTRACTS, ids=lambda file: file.parent.name)
def test_no_role_of_a_contract_is_a_bare_date(file: Path):
    columns = yaml.safe_load(file.read_text(encoding="utf-8"))["columns"]
    assert columns
    assert "date" not in columns, "valid_at or known_at?"


def test_nothing_is_left_unfinished():
    lines = [(file, *line) for file in FILES for line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)]
    assert [f"{file}:{number}" for file, number, line in lines if UNFINISHED.search(line)] == []


def test_no_file_knows_a_machine():
    folders = ["src", "tests", "docs", "examples", "benchmarks", ".github"]
    files = [file for folder in folders for file in (ROOT / folder).rglob("*")] + list(ROOT.glob("*"))
    texts = [file for file in files if file.is_file() and file.suffix in TEXTS and "output" not in file.parts]
    assert len(texts) > 50
    assert [file for file in texts if MACHINE_PATH.search(file.read_text(encoding="utf-8"))] == []
